package org.messagecenter.testkit;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.Address;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.Command;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceIfPresentFlag;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.SendCommandTask;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jsmpp.util.MessageId;
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
 * <p>Every deliver_sm or data_sm is answered with ESME_ROK unless {@link #answering} says
 * otherwise. Whatever its answer, it lies in {@link #delivered()} once that has been sent.
 */
public final class JsmppEsme implements AutoCloseable {

  private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(10);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final SMPPSession session;
  private final Settings settings;
  private final String name;
  private final String messageCenterId;
  private final Inbox<ReceivedMessage> delivered;
  private final Inbox<AlertNotification> alerts = new Inbox<>("alert_notification");
  private final SelectiveSender sender;

  // Those that wait for a response: jSMPP has them wait on when the connection has ended.
  private final Set<Thread> waiting = new HashSet<>();

  // Asked on jSMPP's thread for each deliver_sm; replaced by the test's thread.
  private volatile Function<ReceivedMessage, Answer> answers = message -> Answer.OK;

  private JsmppEsme(Settings settings, Inbox<ReceivedMessage> delivered) throws IOException {
    this.settings = settings;
    this.delivered = delivered;
    name = settings.systemId + "#" + NUMBERS.incrementAndGet();
    sender = new SelectiveSender();
    PatientReader reader = new PatientReader();
    session =
        new SMPPSession(
            sender,
            reader,
            (host, port) -> new SocketConnection(connect(host, port, settings.tls))) {
          @Override
          protected Command executeSendCommand(SendCommandTask task, long limit)
              throws PDUException,
                  ResponseTimeoutException,
                  InvalidResponseException,
                  NegativeResponseException,
                  IOException {
            reader.asked();
            try {
              return super.executeSendCommand(task, limit);
            } finally {
              reader.done();
            }
          }
        };
    session.setTransactionTimer(settings.answerWithin.toMillis());
    // One worker keeps the order of arrival, and a queue that never fills keeps jSMPP from
    // answering ESME_RTHROTTLED by itself.
    session.setPduProcessorDegree(1);
    session.setQueueCapacity(1_000_000);
    session.setMessageReceiverListener(new Listener());
    session.addSessionStateListener(
        (state, before, source) -> {
          if (state == SessionState.CLOSED) {
            ended();
          }
        });
    messageCenterId = untilEnded(() -> bind(session, settings));
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
    if (socket instanceof SSLSocket secured) {
      // Here, since jSMPP goes on waiting for the answer to a bind that could not even be sent.
      try {
        secured.startHandshake();
      } catch (IOException e) {
        secured.close();
        throw e;
      }
    }
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
              settings.systemType,
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

  /** The alert_notifications of this bind. */
  public Inbox<AlertNotification> alerts() {
    return alerts;
  }

  /** Waits so long for each response from now on. */
  public void answerWithin(Duration limit) {
    session.setTransactionTimer(limit.toMillis());
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
    return ask(
        "submit_sm",
        () ->
            session
                .submitShortMessage(
                    message.serviceType,
                    ton(message.source),
                    npi(message.source),
                    message.source.digits(),
                    ton(message.destination),
                    npi(message.destination),
                    message.destination.digits(),
                    new ESMClass(message.esmClass),
                    (byte) 0,
                    (byte) 0,
                    blankToNull(message.scheduleDeliveryTime),
                    blankToNull(message.validityPeriod),
                    new RegisteredDelivery((byte) message.registeredDelivery),
                    (byte) message.replaceIfPresent,
                    new RawDataCoding((byte) message.dataCoding),
                    (byte) 0,
                    message.shortMessage,
                    message.parameters())
                .getMessageId());
  }

  /**
   * Submits one message to these destinations instead of its own, by submit_multi.
   *
   * @return the message_id, and the destinations that were refused
   * @throws NegativeAnswer when the response carries another status than ESME_ROK
   * @throws IOException as for {@link #submit}
   */
  public SubmitMultiResult submitMulti(Submission message, List<PeerAddress> destinations)
      throws IOException {
    Address[] addresses =
        destinations.stream()
            .map(to -> new Address((byte) to.ton(), (byte) to.npi(), to.digits()))
            .toArray(Address[]::new);
    return ask(
        "submit_multi",
        () ->
            session.submitMultiple(
                message.serviceType,
                ton(message.source),
                npi(message.source),
                message.source.digits(),
                addresses,
                new ESMClass(message.esmClass),
                (byte) 0,
                (byte) 0,
                blankToNull(message.scheduleDeliveryTime),
                blankToNull(message.validityPeriod),
                new RegisteredDelivery((byte) message.registeredDelivery),
                new ReplaceIfPresentFlag(message.replaceIfPresent),
                new RawDataCoding((byte) message.dataCoding),
                (byte) 0,
                message.shortMessage,
                message.parameters()));
  }

  /**
   * Sends the message as data_sm; its text must stand in message_payload.
   *
   * @return the message_id and the TLVs of the response
   * @throws NegativeAnswer when the response carries another status than ESME_ROK
   * @throws IOException as for {@link #submit}
   */
  public DataSmResult data(Submission message) throws IOException {
    return ask(
        "data_sm",
        () ->
            session.dataShortMessage(
                message.serviceType,
                ton(message.source),
                npi(message.source),
                message.source.digits(),
                ton(message.destination),
                npi(message.destination),
                message.destination.digits(),
                new ESMClass(message.esmClass),
                new RegisteredDelivery((byte) message.registeredDelivery),
                new RawDataCoding((byte) message.dataCoding),
                message.parameters()));
  }

  /**
   * Asks for the state of a message by query_sm.
   *
   * @param source the source address of its submission
   * @throws NegativeAnswer when the response carries another status than ESME_ROK
   * @throws IOException as for {@link #submit}
   */
  public QuerySmResult query(String messageId, PeerAddress source) throws IOException {
    return ask(
        "query_sm",
        () -> session.queryShortMessage(messageId, ton(source), npi(source), source.digits()));
  }

  /**
   * Withdraws by cancel_sm.
   *
   * @param messageId one message, or empty for all with these addresses
   * @param destination empty for every one of the submission's
   * @param serviceType empty for any
   * @throws NegativeAnswer when the response carries another status than ESME_ROK
   * @throws IOException as for {@link #submit}
   */
  public void cancel(
      String messageId, PeerAddress source, PeerAddress destination, String serviceType)
      throws IOException {
    ask(
        "cancel_sm",
        () -> {
          session.cancelShortMessage(
              serviceType,
              messageId,
              ton(source),
              npi(source),
              source.digits(),
              ton(destination),
              npi(destination),
              destination.digits());
          return true;
        });
  }

  /**
   * Replaces a message by replace_sm.
   *
   * @param content its source address must be that of the submission; its text, times and
   *     registered_delivery are the new ones, and nothing else of it is sent
   * @throws NegativeAnswer when the response carries another status than ESME_ROK
   * @throws IOException as for {@link #submit}
   */
  public void replace(String messageId, Submission content) throws IOException {
    ask(
        "replace_sm",
        () -> {
          session.replaceShortMessage(
              messageId,
              ton(content.source),
              npi(content.source),
              content.source.digits(),
              blankToNull(content.scheduleDeliveryTime),
              blankToNull(content.validityPeriod),
              new RegisteredDelivery((byte) content.registeredDelivery),
              (byte) 0,
              content.shortMessage);
          return true;
        });
  }

  /** One request to jSMPP, which waits for its response. */
  private interface Request<T> {
    T send()
        throws PDUException,
            ResponseTimeoutException,
            InvalidResponseException,
            NegativeResponseException,
            IOException;
  }

  private interface Call<T> {
    T make() throws IOException;
  }

  private <T> T ask(String command, Request<T> request) throws IOException {
    return untilEnded(() -> answered(command, request));
  }

  private static <T> T answered(String command, Request<T> request) throws IOException {
    try {
      return request.send();
    } catch (NegativeResponseException e) {
      throw new NegativeAnswer(e.getCommandStatus(), e);
    } catch (PDUException e) {
      throw new IllegalArgumentException("jSMPP does not send this: " + e.getMessage(), e);
    } catch (ResponseTimeoutException | InvalidResponseException e) {
      throw new IOException("no good answer to " + command + ": " + e.getMessage(), e);
    }
  }

  private <T> T untilEnded(Call<T> call) throws IOException {
    Thread self = Thread.currentThread();
    synchronized (waiting) {
      waiting.add(self);
    }
    try {
      return call.make();
    } finally {
      synchronized (waiting) {
        if (!waiting.remove(self)) {
          // It was the end of the connection that interrupted it.
          Thread.interrupted();
        }
      }
    }
  }

  private void ended() {
    synchronized (waiting) {
      waiting.forEach(Thread::interrupt);
      waiting.clear();
    }
  }

  private static TypeOfNumber ton(PeerAddress address) {
    return TypeOfNumber.valueOf((byte) address.ton());
  }

  private static NumberingPlanIndicator npi(PeerAddress address) {
    return NumberingPlanIndicator.valueOf((byte) address.npi());
  }

  /** jSMPP takes null for an absent time; its parameters are not annotated. */
  @SuppressWarnings("NullAway")
  private static String blankToNull(String time) {
    return time.isEmpty() ? null : time;
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

  /** Unbinds, waits ten seconds at most for the answer and closes. */
  @Override
  public void close() {
    session.setTransactionTimer(GOODBYE_LIMIT.toMillis());
    session.unbindAndClose();
  }

  private final class Listener implements MessageReceiverListener {

    @Override
    public void onAcceptDeliverSm(DeliverSm pdu) throws ProcessRequestException {
      received(ReceivedMessage.of(pdu, name));
    }

    private void received(ReceivedMessage message) throws ProcessRequestException {
      Answer answer = answers.apply(message);
      sender.whenAnswered(
          message.sequence(), answer.kind() == Answer.Kind.SILENCE, () -> delivered.add(message));
      if (answer.status() != 0) {
        throw new ProcessRequestException("refused as the test wants it", answer.status());
      }
    }

    @Override
    public void onAcceptAlertNotification(AlertNotification notification) {
      alerts.add(notification);
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm pdu, Session source) throws ProcessRequestException {
      received(ReceivedMessage.of(pdu, name));
      try {
        return new DataSmResult(new MessageId(""), new OptionalParameter[0]);
      } catch (PDUStringException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Where and how to bind: a transceiver of version 3.4 over plain TCP unless changed. */
  public static final class Settings {

    private final String host;
    private final int port;
    private @Nullable SSLContext tls;
    private String systemId = "";
    private String password = "";
    private String systemType = "";
    private BindType type = BindType.BIND_TRX;
    private InterfaceVersion version = InterfaceVersion.IF_34;
    private Duration answerWithin = Duration.ofSeconds(60);

    private Settings(String host, int port) {
      this.host = host;
      this.port = port;
    }

    /** The system_type of the bind; empty unless changed. */
    public Settings systemType(String value) {
      systemType = value;
      return this;
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

    /** Sets the longest wait for any response; a minute unless set. */
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
