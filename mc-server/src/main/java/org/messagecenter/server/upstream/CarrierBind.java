package org.messagecenter.server.upstream;

import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.ErrorBody;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.config.DurationText;
import org.messagecenter.server.flight.SessionEvent;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.listen.SessionHandler;
import org.messagecenter.server.listen.SmppChannel;
import org.messagecenter.server.listen.TurnedAway;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.upstream.BindStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of a carrier's binds, over all its connections: it is made, stands, ends, and is made again.
 *
 * <pre>
 * state       event                          next
 * ---------   ----------------------------   ----------------------------------------------
 * NEW         start                          CONNECTING, to the bind's own host
 * CONNECTING  connected                      BINDING: the bind is sent
 * CONNECTING  no connection                  WAITING
 * BINDING     good answer                    BOUND
 * BINDING     any other, none, or the end    WAITING
 * BOUND       the carrier's unbind, the end  WAITING
 * BOUND       an answer that is fatal        UNBINDING: unbinds once all that is outstanding is
 *                                            answered, or is not in time
 * BOUND       a message is not answered in   BOUND: nothing is sent until the carrier is heard of,
 *             time, in silence               which is asked by enquire_link
 * UNBINDING   the end                        WAITING
 * WAITING     time                           CONNECTING, to the next host after a failure
 * any         stop                           UNBINDING or STOPPED
 * </pre>
 *
 * <p>On the carrier's lane only.
 */
final class CarrierBind implements SessionHandler {
  private static final Logger log = LoggerFactory.getLogger(CarrierBind.class);
  private static final int V5_0 = 0x50;

  /** Messages that were not answered in time, and how long their answers are still listened to. */
  private static final int MOST_OVERDUE = 1000;

  private static final long OVERDUE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final int index;
  private final String name;
  private final CommandId command;
  private final CarrierSettings settings;
  private final int home;
  private final Lane lane;
  private final BindDialer dialer;
  private final BindEvents events;
  private final Backoff backoff;
  private final CarrierCounters counters;
  private final RateLimitedLog lines;
  private final LongSupplier nanoTime;
  private final LongSupplier wallMillis;
  private final byte[] body;

  private State state = State.NEW;
  private long since;
  private long dials;
  private boolean stopping;
  private @Nullable SmppChannel channel;
  private @Nullable ScheduledFuture<?> next;
  private String lastError = "";
  private long lastErrorAt;

  // Of the connection that is there.
  private CarrierHost host;
  private long boundAt;
  private boolean wasBound;
  private boolean unknownToCarrier;

  /** The carrier may not be there any more: nothing is sent until it is heard of. */
  private boolean doubted;

  private String why = "";

  /**
   * @param index position among the carrier's binds, from 0
   * @param number what its name ends with
   * @param home position of the host that it is for
   */
  CarrierBind(
      int index,
      String number,
      CommandId command,
      int home,
      CarrierSettings settings,
      Lane lane,
      BindDialer dialer,
      BindEvents events,
      Backoff backoff,
      CarrierCounters counters,
      RateLimitedLog lines,
      LongSupplier nanoTime,
      LongSupplier wallMillis) {
    this.index = index;
    this.name = settings.name() + "/" + number;
    this.command = command;
    this.home = home;
    this.settings = settings;
    this.lane = lane;
    this.dialer = dialer;
    this.events = events;
    this.backoff = backoff;
    this.counters = counters;
    this.lines = lines;
    this.nanoTime = nanoTime;
    this.wallMillis = wallMillis;
    this.body = settings.login().body();
    this.host = settings.hosts().get(home);
    this.since = wallMillis.getAsLong();
  }

  int index() {
    return index;
  }

  String name() {
    return name;
  }

  State state() {
    return state;
  }

  /** Whether messages may go over it once it stands. */
  boolean sends() {
    return command != CommandId.BIND_RECEIVER;
  }

  /** The version both sides agreed on. */
  int version() {
    SmppChannel current = channel;
    return current == null ? settings.login().version() : current.interfaceVersion();
  }

  BindStatus status() {
    SmppChannel current = channel;
    return new BindStatus(
        name,
        host.toString(),
        state,
        since,
        current == null ? 0 : current.id(),
        current == null || state != State.BOUND ? 0 : current.interfaceVersion(),
        lastError,
        lastErrorAt,
        settings.window(),
        current == null || !wasBound ? 0 : current.outstanding());
  }

  // ---- what the carrier does ------------------------------------------------------------------

  void start() {
    dial();
  }

  /** Sends a submit_sm; false when that is not possible now. */
  boolean submit(byte[] submit, Sent sent) {
    SmppChannel current = channel;
    boolean written =
        current != null
            && state == State.BOUND
            && current.request(CommandId.SUBMIT_SM, submit, sent);
    measure();
    return written;
  }

  /** Whether something was sent that leaves with the next write. */
  boolean isWriting() {
    SmppChannel current = channel;
    return current != null && current.isWriting();
  }

  /** The carrier's answer says that this bind is of no use any more: ends it, to make it anew. */
  void giveUp(int status) {
    SmppChannel current = channel;
    if (current == null || state != State.BOUND) {
      return;
    }
    why = "a message was answered with " + CommandStatus.describe(status);
    turn(State.UNBINDING);
    measure();
    leave();
  }

  /**
   * Unbinds when it is given up and nothing is under way any more: a carrier that closes at once
   * would leave us without the answers that it owes.
   */
  private void leave() {
    SmppChannel current = channel;
    if (current != null && state == State.UNBINDING && current.outstanding() == 0) {
      current.unbind();
    }
  }

  /** Ends it for good: politely if it stands. */
  void stop() {
    if (stopping) {
      return;
    }
    stopping = true;
    SmppChannel current = channel;
    if (current == null) {
      ScheduledFuture<?> planned = next;
      if (planned != null) {
        planned.cancel(false);
      }
      finish();
    } else if (wasBound) {
      turn(State.UNBINDING);
      measure();
      current.unbind();
    } else {
      cut();
    }
  }

  /** Ends it at once. */
  void cut() {
    SmppChannel current = channel;
    if (current != null) {
      current.cut(CloseReason.SHUTDOWN);
    }
  }

  // ---- connecting -----------------------------------------------------------------------------

  private void dial() {
    next = null;
    List<CarrierHost> hosts = settings.hosts();
    int misses = backoff.failures();
    host = hosts.get((home + misses) % hosts.size());
    wasBound = false;
    unknownToCarrier = false;
    why = "";
    turn(State.CONNECTING);
    counters.connects.increment();
    long number = ++dials;
    dialer.dial(host, misses / hosts.size(), this, cause -> ended(number, cause));
  }

  /** There was no connection; the end of one that was there is told by {@link #closed}. */
  private void ended(long number, @Nullable Throwable cause) {
    if (number == dials && state == State.CONNECTING) {
      failed(cause == null ? "closed at once" : Causes.words(cause));
    }
  }

  @Override
  public void opened(SmppChannel connected) {
    if (stopping || state != State.CONNECTING) {
      connected.cut(CloseReason.SHUTDOWN);
      return;
    }
    channel = connected;
    turn(State.BINDING);
    if (!connected.request(command, body, this)) {
      connected.cut(CloseReason.SHUTDOWN);
    }
  }

  private void bindAnswered(SmppChannel connected, Packet answer) {
    if (!connected.state().isBound()) {
      int status = answer.commandStatus();
      counters.refused.increment();
      unknownToCarrier = saysUnknown(status);
      why =
          "refused with "
              + CommandStatus.describe(status)
              + (unknownToCarrier ? "; are system-id, password and system-type right?" : "");
      return;
    }
    wasBound = true;
    boundAt = nanoTime.getAsLong();
    turn(State.BOUND);
    counters.bound.increment();
    SessionEvent.record(connected.id(), name, "bound to " + host);
    connected.named(settings.name());
    connected.rememberUnanswered(MOST_OVERDUE, OVERDUE_NANOS);
    // Before 5.0 deliver_sm_resp and data_sm_resp have a message_id whatever their status
    // (34:4.6.2, 34:4.7.2), and there are carriers that read it.
    connected.errorForm(
        connected.interfaceVersion() < V5_0 ? ErrorBody.NUL : ErrorBody.NONE,
        CommandStatus.ESME_RTHROTTLED);
    log.info(
        "#{} {} bound as {} version {} to {}{}",
        connected.id(),
        name,
        words(),
        CarrierLogin.words(connected.interfaceVersion()),
        connected.peer(),
        connected.tls() ? " over TLS" : "");
    events.turned(this, true);
    if (stopping) {
      turn(State.UNBINDING);
      connected.unbind();
      return;
    }
    measure();
    events.settled();
  }

  /** Statuses by which message centers say that they do not know who binds. */
  private static boolean saysUnknown(int status) {
    CommandStatus known = CommandStatus.of(status);
    return known == CommandStatus.ESME_RBINDFAIL
        || known == CommandStatus.ESME_RINVPASWD
        || known == CommandStatus.ESME_RINVSYSID
        || known == CommandStatus.ESME_RINVSYSTYP;
  }

  // ---- what the session tells -----------------------------------------------------------------

  @Override
  public void answered(SmppChannel from, Object context, Packet response) {
    if (context instanceof Sent sent) {
      measure();
      events.answered(this, sent, response);
      leave();
    } else if (context == this) {
      bindAnswered(from, response);
    }
  }

  @Override
  public void unanswered(SmppChannel from, Object context, CommandId request, boolean timedOut) {
    measure();
    if (context instanceof Sent sent) {
      events.unanswered(sent);
      if (timedOut) {
        leave();
        events.settled();
      }
    } else if (context == this && timedOut) {
      why = "the bind was not answered";
    }
  }

  @Override
  public void answeredLate(SmppChannel from, Object context, Packet response) {
    if (context instanceof Sent sent) {
      events.answeredLate(sent, response);
    }
  }

  @Override
  public void requested(SmppChannel from, Packet request) {
    CommandId asked = request.pdu().commandId();
    switch (asked) {
      case DELIVER_SM, DATA_SM -> {
        counters.arrived.increment();
        events.arrived(this, from, request);
      }
      case ALERT_NOTIFICATION -> counters.alerts.increment();
      default -> {
        // The session lets through what a message center may send; the rest of it we do not use.
        if (asked.hasResponse()) {
          from.respond(request, PduTable.blank(asked.response()), CommandStatus.ESME_RINVCMDID);
        }
      }
    }
  }

  @Override
  public void malformed(SmppChannel from, BadPdu bad, int statusAnswered) {
    counters.malformed.increment();
    lines.info(
        log,
        "#{} {} sent a malformed PDU (command_id 0x{}, command_length {}): {}; {}",
        from.id(),
        name,
        String.format(Locale.ROOT, "%08x", bad.commandId()),
        Integer.toUnsignedString(bad.commandLength()),
        bad.reason(),
        bad.usable() != null
            ? "it counts all the same"
            : "answered " + CommandStatus.describe(statusAnswered));
  }

  @Override
  public void outOfState(SmppChannel from, Packet request, int statusAnswered) {
    counters.malformed.increment();
    lines.info(
        log,
        "#{} {} sent a {} that its session does not allow; answered {}",
        from.id(),
        name,
        request.pdu().commandId().wireName(),
        CommandStatus.describe(statusAnswered));
  }

  @Override
  public void readComplete(SmppChannel from) {
    if (doubted) {
      // Something was heard.
      measure();
    }
    events.settled();
  }

  @Override
  public void drained(SmppChannel from) {
    measure();
    events.settled();
  }

  @Override
  public void turnedAway(String peer, TurnedAway reason) {
    // Only listeners turn anybody away.
  }

  @Override
  public void closed(SmppChannel from, CloseReason reason, @Nullable Throwable cause) {
    if (from != channel) {
      return;
    }
    channel = null;
    if (why.isEmpty()) {
      // What broke the connection says more than that it is gone.
      why =
          cause != null && reason == CloseReason.PEER_CLOSED ? Causes.words(cause) : words(reason);
    }
    if (wasBound) {
      turn(stopping ? State.UNBINDING : State.WAITING);
      measure();
      events.turned(this, false);
      SessionEvent.record(from.id(), name, why);
      log.info("#{} {} closed: {}", from.id(), name, why);
    }
    if (stopping) {
      finish();
    } else if (wasBound) {
      counters.lost.increment();
      retry(backoff.ended(nanoTime.getAsLong() - boundAt));
    } else {
      failed(why);
    }
  }

  // ---- the end of an attempt ------------------------------------------------------------------

  private void failed(String reason) {
    if (stopping) {
      finish();
      return;
    }
    why = reason;
    counters.failed.increment();
    long wait = unknownToCarrier ? backoff.refused() : backoff.failed();
    lines.info(
        log,
        "{} could not bind as {} to {}: {}; tried again in {}",
        name,
        words(),
        host,
        why,
        DurationText.of(Duration.ofNanos(wait)));
    retry(wait);
  }

  private void retry(long wait) {
    lastError = why;
    lastErrorAt = wallMillis.getAsLong();
    turn(State.WAITING);
    next = lane.loop().schedule(this::dial, wait, TimeUnit.NANOSECONDS);
  }

  private void finish() {
    if (state != State.STOPPED) {
      turn(State.STOPPED);
      events.stopped(this);
    }
  }

  private void turn(State to) {
    if (state != to) {
      state = to;
      since = wallMillis.getAsLong();
    }
  }

  private void measure() {
    SmppChannel current = channel;
    doubted = current != null && current.doubted();
    boolean open = state == State.BOUND && sends() && !doubted;
    events.free(this, open && current != null && !current.congested() ? current.windowFree() : 0);
  }

  private String words() {
    return switch (command) {
      case BIND_TRANSMITTER -> "transmitter";
      case BIND_RECEIVER -> "receiver";
      default -> "transceiver";
    };
  }

  private static String words(CloseReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
