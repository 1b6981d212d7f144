package org.messagecenter.testkit;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLContext;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.Command;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SendCommandTask;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A carrier's message center that is not ours: jSMPP server sessions on a free loopback port, over
 * TLS or plain TCP.
 *
 * <p>It accepts every bind and every submit_sm unless {@link #answeringBinds} and {@link
 * #answering} say otherwise, numbers the messages it accepts ({@link #numbering}), and sends a
 * receipt only when it is told to: by {@link #receipt}, or by itself with {@link #receipting}.
 *
 * <pre>{@code
 * try (JsmppCarrier carrier =
 *     JsmppCarrier.plain()
 *         .numbering(CarrierIds.hexThenDecimal())
 *         .receipting(ReceiptPlan.of(ReceiptStyle.delivered()).beforeResponse())) {
 *   …
 *   CarrierSubmit submit = carrier.take(Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>What it took and what it refused stays listed until it is closed, over {@link #goDown()} and
 * {@link #comeUp()} too.
 */
public final class JsmppCarrier implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JsmppCarrier.class);
  private static final Duration BIND_LIMIT = Duration.ofSeconds(60);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final Duration GOODBYE_LIMIT = Duration.ofMillis(500);

  private final Map<Integer, Bound> sessions = new ConcurrentSkipListMap<>();
  private final Inbox<CarrierBind> binds = new Inbox<>("bind");
  private final Inbox<CarrierSubmit> submitted = new Inbox<>("submit_sm");
  private final Map<Integer, CarrierBind> allBinds = new ConcurrentHashMap<>();
  private final Listed<CarrierSubmit> taken = new Listed<>();
  private final Listed<ReceivedMessage> refused = new Listed<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong numbers = new AtomicLong();
  private final Deliveries deliveries = new Deliveries();
  private final CarrierPost post = new CarrierPost(this::sendReceipt);
  private final CarrierListener listener;

  private volatile ToIntFunction<BindRequest> bindAnswers = bind -> 0;
  private volatile Function<ReceivedMessage, Answer> answers = message -> Answer.OK;
  private volatile CarrierIds ids = CarrierIds.hex();

  /** A session that is bound, or was a moment ago. */
  private record Bound(CarrierBind bind, SMPPServerSession session, SelectiveSender sender) {
    boolean receives() {
      return session.getSessionState().isReceivable();
    }
  }

  /**
   * What became of a receipt that was sent by plan.
   *
   * @param status the command_status of its answer, {@link #NONE} where none came
   */
  public record ReceiptAnswer(CarrierSubmit submit, int status) {
    /** The connection ended, no answer came in time, or there was no bind to send it over. */
    public static final int NONE = -1;
  }

  private JsmppCarrier(CarrierListener.Safety safety) throws IOException {
    listener = new CarrierListener(safety, this::serve);
  }

  /** Listens on a free port for plain TCP. */
  public static JsmppCarrier plain() throws IOException {
    return new JsmppCarrier(CarrierListener.Safety.NONE);
  }

  /** Listens on a free port for TLS, showing the context's certificate. */
  public static JsmppCarrier tls(SSLContext context) throws IOException {
    return new JsmppCarrier(new CarrierListener.Safety(context, false));
  }

  /** The same, and only for clients with a certificate that the context trusts. */
  public static JsmppCarrier mutualTls(SSLContext context) throws IOException {
    return new JsmppCarrier(new CarrierListener.Safety(context, true));
  }

  /** The port it listens on, on the loopback address; the same after {@link #comeUp()}. */
  public int port() {
    return listener.port();
  }

  /** The submit_sm that came in and were not refused, each until it is taken out. */
  public Inbox<CarrierSubmit> submitted() {
    return submitted;
  }

  /**
   * Takes the oldest submit_sm that was not refused and not taken yet.
   *
   * @throws AssertionError when none comes within the limit
   */
  public CarrierSubmit take(Duration limit) {
    return submitted.take(limit);
  }

  /** Every submit_sm since the start that was not refused, in the order they came. */
  public List<CarrierSubmit> taken() {
    return taken.all();
  }

  /** Every submit_sm since the start that was refused, in the order they came. */
  public List<ReceivedMessage> refused() {
    return refused.all();
  }

  /** The binds that were accepted, each until it is taken out. */
  public Inbox<CarrierBind> binds() {
    return binds;
  }

  /** How many sessions are bound now. */
  public int bound() {
    return sessions.size();
  }

  /** Decides each bind from now on: 0, or the command_status it is refused with. */
  public JsmppCarrier answeringBinds(ToIntFunction<BindRequest> answer) {
    bindAnswers = answer;
    return this;
  }

  /** Decides the answer to each submit_sm from now on, on the thread of its session. */
  public JsmppCarrier answering(Function<ReceivedMessage, Answer> answer) {
    answers = answer;
    return this;
  }

  /** Writes the message_ids from now on in this form; plain hexadecimal unless set. */
  public JsmppCarrier numbering(CarrierIds form) {
    ids = form;
    return this;
  }

  /** Sends receipts by this plan for the messages accepted from now on. */
  public JsmppCarrier receipting(ReceiptPlan plan) {
    post.follow(plan);
    return this;
  }

  /**
   * Sends a receipt for each message accepted from now on, whether it asks for one or not.
   *
   * @param stat the final state in seven letters, "DELIVRD"
   */
  public JsmppCarrier receiptingAll(String stat) {
    return receipting(ReceiptPlan.of(ReceiptStyle.of(stat, "000")));
  }

  /** The receipts of the plan that are not done with, those included that wait for their time. */
  public int receiptsOwed() {
    return post.owed();
  }

  /**
   * What became of each receipt that was sent by plan, repeated ones as often as they were sent.
   */
  public List<ReceiptAnswer> receiptAnswers() {
    return post.answers();
  }

  /**
   * Sends the receipt of a message and waits for the answer.
   *
   * @param stat the final state in seven letters
   * @param err the error code, three characters
   * @throws NegativeAnswer when the answer carries another status than ESME_ROK
   * @throws IOException when the connection ends, or no answer comes in time
   */
  public void receipt(CarrierSubmit submit, String stat, String err) throws IOException {
    receipt(submit, ReceiptStyle.of(stat, err));
  }

  /**
   * Sends the receipt of a message over the bind it came from, or another when that is gone or does
   * not receive, and waits for the answer.
   *
   * @throws NegativeAnswer when the answer carries another status than ESME_ROK
   * @throws IOException when there is no bind for it, the connection ends, or no answer comes
   */
  public void receipt(CarrierSubmit submit, ReceiptStyle style) throws IOException {
    receipt(submit, style, home(submit), () -> {});
  }

  /**
   * Sends the receipt of a message over another bind than it came from, and waits for the answer.
   *
   * @throws NegativeAnswer when the answer carries another status than ESME_ROK
   * @throws IOException when there is no other bind, the connection ends, or no answer comes
   */
  public void receiptElsewhere(CarrierSubmit submit, ReceiptStyle style) throws IOException {
    receipt(submit, style, elsewhere(submit), () -> {});
  }

  private int sendReceipt(
      CarrierSubmit submit, ReceiptStyle style, boolean otherBind, Runnable left)
      throws IOException {
    try {
      receipt(submit, style, otherBind ? elsewhere(submit) : home(submit), left);
      return 0;
    } catch (NegativeAnswer e) {
      return e.status();
    }
  }

  private void receipt(CarrierSubmit submit, ReceiptStyle style, Bound over, Runnable left)
      throws IOException {
    ReceiptStyle.Wire wire = style.of(submit);
    Submission message = wire.message(submit);
    deliveries.deliver(over.session, wire.dataSm(), message, () -> over.sender.whenNextLeft(left));
  }

  private Bound home(CarrierSubmit submit) throws IOException {
    Bound own = sessions.get(submit.bind().number());
    return own != null && own.receives() ? own : elsewhere(submit);
  }

  private Bound elsewhere(CarrierSubmit submit) throws IOException {
    return sessions.values().stream()
        .filter(bound -> bound.bind.number() != submit.bind().number() && bound.receives())
        .findFirst()
        .orElseThrow(() -> new IOException("no other bind receives"));
  }

  /**
   * Sends a text as from a handset, over the receiving bind made last, and waits for the answer.
   *
   * @throws NegativeAnswer when deliver_sm_resp carries another status than ESME_ROK
   * @throws IOException when the connection ends, or no answer comes in time
   */
  public void text(String source, String destination, String text) throws IOException {
    deliver(Submission.to(destination).from(PeerAddress.international(source)).text(text));
  }

  /**
   * Sends a message of any kind in a deliver_sm, over the receiving bind made last, and waits for
   * the answer.
   *
   * @throws NegativeAnswer when deliver_sm_resp carries another status than ESME_ROK
   * @throws IOException when there is no bind, the connection ends, or no answer comes in time
   */
  public void deliver(Submission message) throws IOException {
    deliveries.deliver(newestReceiver(), false, message, () -> {});
  }

  /**
   * The same in a data_sm; the text must stand in message_payload.
   *
   * @throws NegativeAnswer when data_sm_resp carries another status than ESME_ROK
   * @throws IOException when there is no bind, the connection ends, or no answer comes in time
   */
  public void deliverData(Submission message) throws IOException {
    deliveries.deliver(newestReceiver(), true, message, () -> {});
  }

  private SMPPServerSession newestReceiver() throws IOException {
    return sessions.values().stream()
        .filter(Bound::receives)
        .reduce((older, newer) -> newer)
        .orElseThrow(() -> new IOException("no bind receives"))
        .session;
  }

  private void serve(Socket socket) {
    int number = connections.incrementAndGet();
    try {
      SelectiveSender sender = new SelectiveSender();
      PatientReader reader = new PatientReader();
      SMPPServerSession session =
          new SMPPServerSession(
              new SocketConnection(socket),
              (now, before, source) -> {
                if (now == SessionState.CLOSED) {
                  sessions.remove(number);
                  listener.ended(socket);
                }
              },
              new CarrierDesk(message -> decide(message, number), sender, number),
              CarrierDesk.NO_DELIVERY_LISTENER,
              1,
              1_000_000,
              sender,
              reader) {
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
      session.setTransactionTimer(ANSWER_LIMIT.toMillis());
      BindRequest request = session.waitForBind(BIND_LIMIT.toMillis());
      int status = bindAnswers.applyAsInt(request);
      if (status != 0) {
        request.reject(status);
        return;
      }
      CarrierBind bind = CarrierBind.of(number, request, socket);
      allBinds.put(number, bind);
      sessions.put(number, new Bound(bind, session, sender));
      request.accept("carrier", request.getInterfaceVersion());
      binds.add(bind);
      if (session.getSessionState() == SessionState.CLOSED) {
        // It ended before it was listed.
        sessions.remove(number);
      }
    } catch (IOException | TimeoutException | PDUStringException | IllegalStateException e) {
      LOG.debug("connection {} came to nothing: {}", number, e.toString());
      sessions.remove(number);
      listener.ended(socket);
    }
  }

  private CarrierDesk.Decision decide(ReceivedMessage message, int number) {
    Answer answer = answers.apply(message);
    if (answer.status() != 0) {
      refused.add(message);
      return new CarrierDesk.Decision("", answer);
    }
    long next = numbers.incrementAndGet();
    String id = answer.id();
    String receiptId = answer.receiptId();
    CarrierSubmit submit =
        new CarrierSubmit(
            id == null ? ids.response().apply(next) : id,
            receiptId == null ? ids.receipt().apply(next) : receiptId,
            message,
            bind(number));
    taken.add(submit);
    submitted.add(submit);
    post.taken(submit);
    return new CarrierDesk.Decision(submit.id(), answer);
  }

  private CarrierBind bind(int number) {
    return Objects.requireNonNull(allBinds.get(number));
  }

  /** Resets every connection without unbind, as a crash would; new ones are accepted. */
  public void dropConnections() {
    sessions.clear();
    listener.resetConnections();
  }

  /** Unbinds and closes every session, waiting half a second for each answer; goes on listening. */
  public void unbind() {
    for (Bound bound : sessions.values()) {
      bound.session.setTransactionTimer(GOODBYE_LIMIT.toMillis());
      bound.session.unbindAndClose();
    }
  }

  /** Dies: every connection is reset, and new ones are refused. */
  public void goDown() {
    sessions.clear();
    listener.down();
  }

  /**
   * Listens again on the same port.
   *
   * @throws IOException when another has taken the port
   */
  public void comeUp() throws IOException {
    listener.up();
  }

  /**
   * The same over TLS with the certificate of this context, whatever it showed before.
   *
   * @throws IOException when another has taken the port
   */
  public void comeUp(SSLContext context) throws IOException {
    listener.secure(new CarrierListener.Safety(context, false));
    listener.up();
  }

  /** Unbinds and closes every session, as {@link #unbind()}, and stops listening. */
  @Override
  public void close() throws IOException {
    post.close();
    unbind();
    listener.close();
    deliveries.close();
  }
}
