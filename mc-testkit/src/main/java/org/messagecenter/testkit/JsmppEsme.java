package org.messagecenter.testkit;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * An ESME that is not ours: a jSMPP client session, over TLS or plain TCP.
 *
 * <pre>{@code
 * try (JsmppEsme esme = JsmppEsme.to("127.0.0.1", 3550).tls(context).as("demo", "secret").bind()) {
 *   String id = esme.submit(Submission.to("491701234567").registeredDelivery(1));
 *   ReceivedMessage receipt = esme.delivered().take(Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>Every deliver_sm is answered with ESME_ROK unless {@link #answering} says otherwise. Whatever
 * its answer, it lies in {@link #delivered()} once that has been sent.
 */
public final class JsmppEsme implements AutoCloseable {

  private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(2);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final SMPPSession session;
  private final Settings settings;
  private final String name;
  private final String messageCenterId;
  private final Inbox<ReceivedMessage> delivered;
  private final SelectiveSender sender;

  // Asked on jSMPP's thread for each deliver_sm; replaced by the test's thread.
  private volatile Function<ReceivedMessage, Answer> answers = message -> Answer.OK;

  private JsmppEsme(Settings settings, Inbox<ReceivedMessage> delivered) throws IOException {
    this.settings = settings;
    this.delivered = delivered;
    name = settings.systemId + "#" + NUMBERS.incrementAndGet();
    sender = new SelectiveSender();
    session =
        new SMPPSession(
            sender,
            new PatientReader(),
            (host, port) -> new SocketConnection(connect(host, port, settings.tls)));
    session.setTransactionTimer(settings.answerWithin.toMillis());
    // One worker keeps the order of arrival, and a queue that never fills keeps jSMPP from
    // answering ESME_RTHROTTLED by itself.
    session.setPduProcessorDegree(1);
    session.setQueueCapacity(1_000_000);
    session.setMessageReceiverListener(new Listener());
    messageCenterId = bind(session, settings);
  }

  /** Begins the description of a bind to this address. */
  public static Settings to(String host, int port) {
    return new Settings(host, port);
  }

  private static Socket connect(String host, int port, @Nullable SSLContext tls)
      throws IOException {
    Socket socket =
        tls == null ? new Socket(host, port) : tls.getSocketFactory().createSocket(host, port);
    // jSMPP leaves Nagle's algorithm on, which makes each small PDU wait for the one before.
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static String bind(SMPPSession session, Settings settings) throws IOException {
    try {
      return session.connectAndBind(
          settings.host,
          settings.port,
          new BindParameter(
              settings.type,
              settings.systemId,
              settings.password,
              "",
              TypeOfNumber.UNKNOWN,
              NumberingPlanIndicator.UNKNOWN,
              "",
              settings.version),
          settings.answerWithin.toMillis());
    } catch (IOException e) {
      session.close();
      if (e.getCause() instanceof NegativeResponseException refused) {
        throw new NegativeAnswer(refused.getCommandStatus(), e);
      }
      throw e;
    }
  }

  /** The system_id the message center named itself with. */
  public String messageCenterId() {
    return messageCenterId;
  }

  /** The name of this bind in {@link ReceivedMessage#bind()}. */
  public String name() {
    return name;
  }

  /** Whether the session is still bound, as far as this side knows. */
  public boolean isBound() {
    return session.getSessionState().isBound();
  }

  /** What the message center sent: receipts, notifications and mobile-originated messages. */
  public Inbox<ReceivedMessage> delivered() {
    return delivered;
  }

  /** Decides the answer to each deliver_sm from now on. */
  public JsmppEsme answering(Function<ReceivedMessage, Answer> answer) {
    answers = answer;
    return this;
  }

  /**
   * Submits and waits for the response.
   *
   * @return the message_id of the response
   * @throws NegativeAnswer when the response carries another status than ESME_ROK
   * @throws IOException when the connection ends first, or no response comes in time
   */
  public String submit(Submission message) throws IOException {
    try {
      return session
          .submitShortMessage(
              "",
              TypeOfNumber.valueOf((byte) message.source.ton()),
              NumberingPlanIndicator.valueOf((byte) message.source.npi()),
              message.source.digits(),
              TypeOfNumber.valueOf((byte) message.destination.ton()),
              NumberingPlanIndicator.valueOf((byte) message.destination.npi()),
              message.destination.digits(),
              new ESMClass(message.esmClass),
              (byte) 0,
              (byte) 0,
              blankToNull(message.scheduleDeliveryTime),
              blankToNull(message.validityPeriod),
              new RegisteredDelivery((byte) message.registeredDelivery),
              (byte) 0,
              new RawDataCoding((byte) message.dataCoding),
              (byte) 0,
              message.shortMessage,
              parameters(message))
          .getMessageId();
    } catch (NegativeResponseException e) {
      throw new NegativeAnswer(e.getCommandStatus(), e);
    } catch (PDUException e) {
      throw new IllegalArgumentException("jSMPP does not send this: " + e.getMessage(), e);
    } catch (ResponseTimeoutException | InvalidResponseException e) {
      throw new IOException("no good answer to submit_sm: " + e.getMessage(), e);
    }
  }

  /** jSMPP takes null for an absent time; its parameters are not annotated. */
  @SuppressWarnings("NullAway")
  private static String blankToNull(String time) {
    return time.isEmpty() ? null : time;
  }

  private static OptionalParameter[] parameters(Submission message) {
    return message.tlvs.entrySet().stream()
        .map(tlv -> new OptionalParameter.OctetString(tlv.getKey().shortValue(), tlv.getValue()))
        .toArray(OptionalParameter[]::new);
  }

  /**
   * Binds once more in the same way, into the same inbox; this session must be closed.
   *
   * @throws IOException when it cannot
   */
  public JsmppEsme rebind() throws IOException {
    return new JsmppEsme(settings, delivered).answering(answers);
  }

  /** Ends the connection without unbind, as a crash would. */
  public void abort() {
    session.close();
  }

  /** Unbinds, waits two seconds at most for the answer and closes. */
  @Override
  public void close() {
    session.setTransactionTimer(GOODBYE_LIMIT.toMillis());
    session.unbindAndClose();
  }

  private final class Listener implements MessageReceiverListener {

    @Override
    public void onAcceptDeliverSm(DeliverSm pdu) throws ProcessRequestException {
      ReceivedMessage message = ReceivedMessage.of(pdu, name);
      Answer answer = answers.apply(message);
      sender.whenAnswered(
          pdu.getSequenceNumber(),
          answer.kind() == Answer.Kind.SILENCE,
          () -> delivered.add(message));
      if (answer.status() != 0) {
        throw new ProcessRequestException("refused as the test wants it", answer.status());
      }
    }

    @Override
    public void onAcceptAlertNotification(AlertNotification notification) {}

    @Override
    public DataSmResult onAcceptDataSm(DataSm dataSm, Session source)
        throws ProcessRequestException {
      throw new ProcessRequestException("data_sm is not expected", 0x03);
    }
  }

  /** Where and how to bind: a transceiver of version 3.4 over plain TCP unless changed. */
  public static final class Settings {

    private final String host;
    private final int port;
    private @Nullable SSLContext tls;
    private String systemId = "";
    private String password = "";
    private BindType type = BindType.BIND_TRX;
    private InterfaceVersion version = InterfaceVersion.IF_34;
    private Duration answerWithin = Duration.ofSeconds(10);

    private Settings(String host, int port) {
      this.host = host;
      this.port = port;
    }

    /** Connects over TLS. */
    public Settings tls(@Nullable SSLContext context) {
      tls = context;
      return this;
    }

    /** Sets the credentials. */
    public Settings as(String newSystemId, String newPassword) {
      systemId = newSystemId;
      password = newPassword;
      return this;
    }

    /** Sets the kind of bind. */
    public Settings type(BindType bindType) {
      type = bindType;
      return this;
    }

    /** Sets interface_version. */
    public Settings version(InterfaceVersion interfaceVersion) {
      version = interfaceVersion;
      return this;
    }

    /** Sets the longest wait for any response; 10 s unless set. */
    public Settings answerWithin(Duration limit) {
      answerWithin = limit;
      return this;
    }

    /**
     * Connects and binds.
     *
     * @throws NegativeAnswer when the bind is refused
     * @throws IOException when there is no connection, or no answer in time
     */
    public JsmppEsme bind() throws IOException {
      return new JsmppEsme(this, new Inbox<>("deliver_sm"));
    }
  }
}
