package org.messagecenter.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLContext;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A carrier's message center that is not ours: jSMPP server sessions on a free loopback port, over
 * TLS or plain TCP.
 *
 * <p>It accepts every bind and every submit_sm unless {@link #answeringBinds} and {@link
 * #answering} say otherwise, numbers the messages it accepts, and sends a receipt only when it is
 * told to: by {@link #receipt}, or for every message at once with {@link #receiptingAll}.
 */
public final class JsmppCarrier implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JsmppCarrier.class);
  private static final Duration BIND_LIMIT = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration GOODBYE_LIMIT = Duration.ofMillis(500);

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
  private final Inbox<AcceptedSubmit> submitted = new Inbox<>("submit_sm");
  private final AtomicLong ids = new AtomicLong();

  private volatile ToIntFunction<BindRequest> bindAnswers = bind -> 0;
  private volatile Function<ReceivedMessage, Answer> answers = message -> Answer.OK;
  private volatile @Nullable String receiptStat;

  /**
   * A submit_sm the carrier took.
   *
   * @param id the carrier's own message_id; it was in the response, if there was one
   */
  public record AcceptedSubmit(String id, ReceivedMessage message, SMPPServerSession session) {
    @Override
    public String toString() {
      return id + ": " + message;
    }
  }

  private JsmppCarrier(ServerSocket listener) {
    this.listener = listener;
    threads.execute(this::acceptConnections);
  }

  /** Listens on a free port for plain TCP. */
  public static JsmppCarrier plain() throws IOException {
    return new JsmppCarrier(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /** Listens on a free port for TLS, showing the context's certificate. */
  public static JsmppCarrier tls(SSLContext context) throws IOException {
    return new JsmppCarrier(
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /** The port it listens on, on the loopback address. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The submit_sm that came in and were not refused. */
  public Inbox<AcceptedSubmit> submitted() {
    return submitted;
  }

  /** How many sessions are bound now. */
  public int bound() {
    return (int) sessions.stream().filter(session -> session.getSessionState().isBound()).count();
  }

  /** Decides each bind from now on: 0, or the command_status it is refused with. */
  public JsmppCarrier answeringBinds(ToIntFunction<BindRequest> answer) {
    bindAnswers = answer;
    return this;
  }

  /** Decides the answer to each submit_sm from now on. */
  public JsmppCarrier answering(Function<ReceivedMessage, Answer> answer) {
    answers = answer;
    return this;
  }

  /**
   * Sends a receipt for each message accepted from now on, whether it asks for one or not.
   *
   * @param stat the final state in seven letters, "DELIVRD"
   */
  public JsmppCarrier receiptingAll(String stat) {
    receiptStat = stat;
    return this;
  }

  /**
   * Sends the receipt of a message on the session it came from and waits for the answer.
   *
   * @param stat the final state in seven letters
   * @param err the error code, three characters
   * @throws NegativeAnswer when deliver_sm_resp carries another status than ESME_ROK
   * @throws IOException when the connection ends, or no answer comes in time
   */
  public void receipt(AcceptedSubmit submit, String stat, String err) throws IOException {
    String text =
        "id:%s sub:001 dlvrd:%s submit date:2601010000 done date:2601010001 stat:%s err:%s text:%s"
            .formatted(
                submit.id,
                stat.equals("DELIVRD") ? "001" : "000",
                stat,
                err,
                submit.message.text().substring(0, Math.min(20, submit.message.text().length())));
    ReceivedMessage message = submit.message;
    deliver(
        submit.session,
        /* source= */ message.destination(),
        /* destination= */ message.source(),
        0x04,
        text.getBytes(StandardCharsets.US_ASCII),
        new OptionalParameter.Receipted_message_id(submit.id));
  }

  /**
   * Sends a text as from a handset, on the session bound last, and waits for the answer.
   *
   * @throws NegativeAnswer when deliver_sm_resp carries another status than ESME_ROK
   * @throws IOException when the connection ends, or no answer comes in time
   */
  public void text(String source, String destination, String text) throws IOException {
    deliver(
        sessions.get(sessions.size() - 1),
        PeerAddress.international(source),
        PeerAddress.international(destination),
        0,
        text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void deliver(
      SMPPServerSession session,
      PeerAddress source,
      PeerAddress destination,
      int esmClass,
      byte[] text,
      OptionalParameter... parameters)
      throws IOException {
    try {
      session.deliverShortMessage(
          "",
          TypeOfNumber.valueOf((byte) source.ton()),
          NumberingPlanIndicator.valueOf((byte) source.npi()),
          source.digits(),
          TypeOfNumber.valueOf((byte) destination.ton()),
          NumberingPlanIndicator.valueOf((byte) destination.npi()),
          destination.digits(),
          new ESMClass(esmClass),
          (byte) 0,
          (byte) 0,
          new RegisteredDelivery(0),
          new RawDataCoding((byte) 0),
          text,
          parameters);
    } catch (NegativeResponseException e) {
      throw new NegativeAnswer(e.getCommandStatus(), e);
    } catch (PDUException e) {
      throw new IllegalArgumentException("jSMPP does not send this: " + e.getMessage(), e);
    } catch (ResponseTimeoutException | InvalidResponseException e) {
      throw new IOException("no good answer to deliver_sm: " + e.getMessage(), e);
    }
  }

  private void acceptConnections() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        threads.execute(() -> serve(socket));
      } catch (IOException | RejectedExecutionException e) {
        LOG.debug("not accepted: {}", e.toString());
      }
    }
  }

  private void serve(Socket socket) {
    try {
      SelectiveSender sender = new SelectiveSender();
      SMPPServerSession session =
          new SMPPServerSession(
              new SocketConnection(socket),
              (now, before, source) -> {},
              new CarrierDesk(this::decide, sender),
              CarrierDesk.NO_DELIVERY_LISTENER,
              1,
              1_000_000,
              sender,
              new PatientReader());
      session.setTransactionTimer(ANSWER_LIMIT.toMillis());
      BindRequest bind = session.waitForBind(BIND_LIMIT.toMillis());
      int status = bindAnswers.applyAsInt(bind);
      if (status != 0) {
        bind.reject(status);
        return;
      }
      sessions.add(session);
      bind.accept("carrier", bind.getInterfaceVersion());
    } catch (IOException | TimeoutException | PDUStringException e) {
      closeQuietly(socket);
    }
  }

  private CarrierDesk.Decision decide(ReceivedMessage message, SMPPServerSession session) {
    Answer answer = answers.apply(message);
    String id = "%08x".formatted(ids.incrementAndGet());
    if (answer.status() == 0) {
      AcceptedSubmit submit = new AcceptedSubmit(id, message, session);
      submitted.add(submit);
      String stat = receiptStat;
      if (stat != null) {
        // On another thread: the answer to a receipt is read by the thread that is here now.
        threads.execute(() -> receiptQuietly(submit, stat));
      }
    }
    return new CarrierDesk.Decision(id, answer);
  }

  private void receiptQuietly(AcceptedSubmit submit, String stat) {
    try {
      receipt(submit, stat, "000");
    } catch (IOException | NegativeAnswer e) {
      // Tests that care about the answer send the receipt themselves.
      LOG.debug("receipt not delivered: {}", e.toString());
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("not closed: {}", e.toString());
    }
  }

  /** Ends every connection without unbind, as a crash would; new ones are accepted. */
  public void dropConnections() {
    for (SMPPServerSession session : sessions) {
      session.close();
    }
    sessions.clear();
  }

  /**
   * Unbinds and closes every session, waiting half a second for each answer, and stops listening.
   */
  @Override
  public void close() throws IOException {
    listener.close();
    for (SMPPServerSession session : sessions) {
      session.setTransactionTimer(GOODBYE_LIMIT.toMillis());
      session.unbindAndClose();
    }
    threads.shutdownNow();
  }
}
