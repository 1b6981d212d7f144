package org.messagecenter.server.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.dialect.CarrierDialect;
import org.messagecenter.server.dialect.UnsendableException;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.listen.SmppChannel;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.receipt.DeliveryError;
import org.messagecenter.server.route.CarrierHealth;
import org.messagecenter.server.upstream.BindStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One carrier: its binds, and the messages that are under way over them. It stands on one lane, so
 * nothing of it needs a lock; {@link #health} and {@link #status} are for any thread.
 */
final class Carrier implements CarrierPort, BindEvents {
  private static final Logger log = LoggerFactory.getLogger(Carrier.class);

  private static final int USUAL_BODY = 256;
  private static final long PUBLISH_SECONDS = 1;

  /** Most messages over one bind in a row, while another one has room. */
  private static final int BURST = 16;

  private final CarrierSettings settings;
  private final Lane lane;
  private final CarrierSink sink;
  private final OutgoingForm form;
  private final Answers answers;
  private final CarrierCounters counters;
  private final RateLimitedLog lines;
  private final LongSupplier nanoTime;
  private final List<CarrierBind> binds = new ArrayList<>();
  private final HealthWindow window;
  private final FatalAnswers fatals = new FatalAnswers();
  private final ByteBuf scratch = Unpooled.buffer(USUAL_BODY);
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /** What each bind would take now, and all together. */
  private final int[] free;

  private int room;

  /** Attempts that the store is told of before they are sent; each has a place in a window. */
  private int announced;

  /** There was no room, and nobody has been told of any since. */
  private boolean starved = true;

  private int turn;

  /** The bind that was sent over last, and over which so many went in a row; -1 for none. */
  private int last = -1;

  private int inARow;
  private int outstanding;
  private int up;
  private int sendersUp;
  private boolean stopping;
  private boolean unbinding;
  private long unbindTime;
  private Runnable listener = () -> {};
  private @Nullable ScheduledFuture<?> publishing;

  // Written by the lane, read by anybody.
  private volatile CarrierHealth health = new CarrierHealth(false, 0, 0);
  private volatile int publishedUp;
  private volatile int publishedOutstanding;

  /**
   * @param random shortens the waits between attempts to bind
   */
  Carrier(
      CarrierSettings settings,
      Lane lane,
      BindDialer dialer,
      CarrierSink sink,
      MeterRegistry registry,
      RateLimitedLog lines,
      LongSupplier nanoTime,
      LongSupplier wallMillis,
      RandomGenerator random) {
    this.settings = settings;
    this.lane = lane;
    this.sink = sink;
    this.form = new OutgoingForm(settings, wallMillis);
    this.answers = new Answers(settings.name(), settings.dialect());
    this.counters = new CarrierCounters(settings.name(), registry);
    this.lines = lines;
    this.nanoTime = nanoTime;
    this.window = new HealthWindow(nanoTime.getAsLong());
    boolean pairs = settings.bindAs() == CarrierSettings.BindAs.TRANSMITTER_RECEIVER;
    for (int i = 0; i < settings.binds(); i++) {
      int home = i % settings.hosts().size();
      for (CommandId command :
          pairs
              ? List.of(CommandId.BIND_TRANSMITTER, CommandId.BIND_RECEIVER)
              : List.of(CommandId.BIND_TRANSCEIVER)) {
        binds.add(
            new CarrierBind(
                binds.size(),
                (i + 1) + suffix(command),
                command,
                home,
                settings,
                lane,
                dialer,
                this,
                new Backoff(settings.reconnect(), random),
                counters,
                lines,
                nanoTime,
                wallMillis));
      }
    }
    this.free = new int[binds.size()];
    CarrierCounters.gauge(
        registry, settings.name(), "binds", "binds that stand", () -> publishedUp);
    CarrierCounters.gauge(
        registry,
        settings.name(),
        "outstanding",
        "submit_sm that wait for an answer",
        () -> publishedOutstanding);
  }

  private static String suffix(CommandId command) {
    return switch (command) {
      case BIND_TRANSMITTER -> "t";
      case BIND_RECEIVER -> "r";
      default -> "";
    };
  }

  @Override
  public String name() {
    return settings.name();
  }

  CarrierSettings settings() {
    return settings;
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public CarrierDialect dialect() {
    return settings.dialect();
  }

  @Override
  public boolean bound() {
    return sendersUp > 0 && !stopping;
  }

  @Override
  public int room() {
    return Math.max(0, room - announced);
  }

  @Override
  public void whenRoom(Runnable told) {
    listener = told;
  }

  /** The health as of the last second. Any thread. */
  CarrierHealth health() {
    return health;
  }

  /** Everything at a moment soon. Any thread. */
  CompletableFuture<CarrierStatus> status() {
    CompletableFuture<CarrierStatus> result = new CompletableFuture<>();
    try {
      lane.loop().execute(() -> result.complete(statusNow()));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(e);
    }
    return result;
  }

  private CarrierStatus statusNow() {
    return new CarrierStatus(
        name(),
        window.health(nanoTime.getAsLong(), sendersUp > 0),
        sendersUp * settings.window(),
        outstanding,
        room,
        binds.stream().map(CarrierBind::status).toList());
  }

  // ---- start and stop -------------------------------------------------------------------------

  /** Begins to bind. On the lane. */
  void start() {
    publishing =
        lane.loop()
            .scheduleAtFixedRate(this::publish, PUBLISH_SECONDS, PUBLISH_SECONDS, TimeUnit.SECONDS);
    binds.forEach(CarrierBind::start);
  }

  /**
   * Sends nothing more; unbinds once all is answered or the first time has passed, and cuts what is
   * left when the second has passed after that. On the lane.
   *
   * @return completes when no bind is left
   */
  CompletableFuture<Void> stop(long answersNanos, long unbindNanos) {
    if (!stopping) {
      stopping = true;
      for (CarrierBind bind : binds) {
        free(bind, 0);
      }
      unbindTime = unbindNanos;
      lane.loop().schedule(this::unbind, answersNanos, TimeUnit.NANOSECONDS);
      unbindWhenAnswered();
    }
    return stopped;
  }

  /** What was announced is not sent any more, but the store has to hear that it was not. */
  private void unbindWhenAnswered() {
    if (stopping && outstanding == 0 && announced == 0) {
      unbind();
    }
  }

  private void unbind() {
    if (!unbinding) {
      unbinding = true;
      binds.forEach(CarrierBind::stop);
      lane.loop().schedule(() -> binds.forEach(CarrierBind::cut), unbindTime, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void stopped(CarrierBind bind) {
    if (binds.stream().allMatch(each -> each.state() == State.STOPPED)) {
      ScheduledFuture<?> task = publishing;
      if (task != null) {
        task.cancel(false);
      }
      publish();
      stopped.complete(null);
    }
  }

  // ---- sending --------------------------------------------------------------------------------

  @Override
  public void send(Attempt attempt) {
    if (settings.onUnknown() == CarrierSettings.OnUnknown.RETRY
        || attempt.direct()
        || !isOnePart(attempt)) {
      transmit(attempt);
    } else if (room() == 0) {
      attempt.complete(new Outcome.NotSent());
    } else {
      announced++;
      starved |= room() == 0;
      attempt.announce(
          may -> {
            announced--;
            try {
              if (may) {
                transmit(attempt);
              }
            } finally {
              settled();
              unbindWhenAnswered();
            }
          });
    }
  }

  /** Whether it goes as it is; what cannot be cut does not go at all. */
  private boolean isOnePart(Attempt attempt) {
    try {
      return form.parts(attempt).size() == 1;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void transmit(Attempt attempt) {
    CarrierBind bind = freest();
    if (bind == null) {
      attempt.complete(new Outcome.NotSent());
      return;
    }
    byte[] body;
    boolean receiptAsked;
    try {
      List<SubmitSm> parts = form.parts(attempt);
      if (parts.size() > 1) {
        attempt.complete(new Outcome.TooLong(parts));
        return;
      }
      SubmitSm message = form.of(attempt, parts.get(0), bind.version());
      receiptAsked = OutgoingForm.asksReceipt(message);
      scratch.clear();
      PduCodec.encodeBody(scratch, message);
      body = ByteBufUtil.getBytes(scratch);
    } catch (UnsendableException e) {
      lines.info(log, "{}: {} cannot be sent: {}", name(), attempt.messageId(), Causes.words(e));
      attempt.complete(new Outcome.Final(MessageState.REJECTED, e.error()));
      return;
    } catch (IllegalArgumentException e) {
      lines.info(log, "{}: {} cannot be written: {}", name(), attempt.messageId(), Causes.words(e));
      attempt.complete(new Outcome.Temporary(DeliveryError.SYSTEM_ERROR, -1));
      return;
    }
    attempt.sentOver(bind.name());
    outstanding++;
    if (bind.submit(body, new Sent(attempt, nanoTime.getAsLong(), receiptAsked))) {
      counters.submits.increment();
    } else {
      outstanding--;
      attempt.complete(new Outcome.NotSent());
    }
  }

  /**
   * The bind that has something to write already, for a while: what joins that costs no write of
   * its own. Else the one with most room; of several the one whose turn it is. Null when there is
   * none.
   */
  private @Nullable CarrierBind freest() {
    if (room == 0) {
      return null;
    }
    if (last >= 0 && inARow < BURST && free[last] > 0 && binds.get(last).isWriting()) {
      inARow++;
      return binds.get(last);
    }
    int best = -1;
    int most = 0;
    int at = turn;
    for (int i = 0; i < free.length; i++) {
      if (free[at] > most) {
        most = free[at];
        best = at;
      }
      at++;
      if (at == free.length) {
        at = 0;
      }
    }
    if (best < 0) {
      return null;
    }
    turn = best + 1 == free.length ? 0 : best + 1;
    last = best;
    inARow = 1;
    return binds.get(best);
  }

  // ---- what the binds tell --------------------------------------------------------------------

  @Override
  public void free(CarrierBind bind, int requests) {
    int now = stopping ? 0 : requests;
    room += now - free[bind.index()];
    free[bind.index()] = now;
    if (room() == 0) {
      starved = true;
    }
  }

  @Override
  public void settled() {
    if (starved && room() > 0) {
      starved = false;
      try {
        listener.run();
      } catch (RuntimeException e) {
        log.error("{}: what waits could not be sent on", name(), e);
      }
    }
  }

  @Override
  public void turned(CarrierBind bind, boolean isUp) {
    up += isUp ? 1 : -1;
    if (bind.sends()) {
      sendersUp += isUp ? 1 : -1;
    }
    publish();
  }

  @Override
  public void answered(CarrierBind bind, Sent sent, Packet answer) {
    long now = nanoTime.getAsLong();
    outstanding--;
    int status = answer.commandStatus();
    Answers.Meaning meaning = understood(answer, sent);
    counters.answers(meaning.kind()).increment();
    counters.latency.record(now - sent.at(), TimeUnit.NANOSECONDS);
    window.answered(now, now - sent.at(), meaning.isError());
    sent.attempt().answered(status);
    Outcome outcome = meaning.outcome();
    if (meaning.kind() == Answers.Kind.FATAL) {
      bind.giveUp(status);
      if (fatals.blame(sent.attempt().messageId())) {
        outcome = blamed(sent.attempt(), status);
      }
    } else {
      fatals.forget(sent.attempt().messageId());
    }
    complete(sent.attempt(), outcome);
    unbindWhenAnswered();
  }

  private Outcome blamed(Attempt attempt, int status) {
    lines.info(
        log,
        "{}: {} was answered with {} over one bind after the other, and goes on as if it had"
            + " failed for now",
        name(),
        attempt.messageId(),
        CommandStatus.describe(status));
    return answers.blamed(status);
  }

  /** An answer that its dialect fails at is none that anything could be known from. */
  private Answers.Meaning understood(Packet answer, Sent sent) {
    try {
      return answers.of(answer, sent.receiptAsked());
    } catch (RuntimeException e) {
      log.error("{}: the answer to {} cannot be read", name(), sent.attempt().messageId(), e);
      return new Answers.Meaning(Answers.Kind.TEMPORARY, unknown());
    }
  }

  private Outcome unknown() {
    return settings.onUnknown() == CarrierSettings.OnUnknown.RETRY
        ? new Outcome.Unknown(DeliveryError.TEMPORARY_CARRIER_ERROR)
        : new Outcome.Final(MessageState.UNKNOWN, DeliveryError.TEMPORARY_CARRIER_ERROR);
  }

  @Override
  public void unanswered(Sent sent) {
    outstanding--;
    counters.unknown.increment();
    window.unanswered(nanoTime.getAsLong());
    complete(sent.attempt(), unknown());
    unbindWhenAnswered();
  }

  @Override
  public void answeredLate(Sent sent, Packet answer) {
    counters.late.increment();
    Attempt attempt = sent.attempt();
    attempt.answered(answer.commandStatus());
    Outcome outcome = understood(answer, sent).outcome();
    try {
      attempt.completeLate(outcome);
    } catch (RuntimeException e) {
      log.error("The late outcome of {} could not be told", attempt.messageId(), e);
    }
  }

  /** What fails behind an outcome must not end the connection that brought it. */
  private static void complete(Attempt attempt, Outcome outcome) {
    try {
      attempt.complete(outcome);
    } catch (RuntimeException e) {
      log.error("The outcome of {} could not be told", attempt.messageId(), e);
    }
  }

  @Override
  public void arrived(CarrierBind bind, SmppChannel channel, Packet request) {
    int unanswered = channel.unansweredFromPeer();
    try {
      sink.arrived(this, bind.name(), channel, request);
    } catch (RuntimeException e) {
      CommandId command = request.pdu().commandId();
      log.error("#{} a {} could not be served", channel.id(), command.wireName(), e);
      if (channel.unansweredFromPeer() == unanswered) {
        channel.respond(request, PduTable.blank(command.response()), CommandStatus.ESME_RX_T_APPN);
      }
    }
  }

  private void publish() {
    publishedUp = up;
    publishedOutstanding = outstanding;
    health = window.health(nanoTime.getAsLong(), sendersUp > 0);
  }
}
