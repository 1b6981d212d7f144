package org.messagecenter.server.deliver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.history.History;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.LaneTask;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.receipt.DeliveryError;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.WorkSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due messages from the store, has each routed and sent, and records how the attempt ended.
 *
 * <p>The store pushes at most {@link DeliverSettings#inFlight()} messages at once. Each goes to the
 * simulated network and ends in one store operation: {@code finish} with the receipt in the same
 * record, or {@code attempted} with the next due time; then its credit goes back. Or it goes to a
 * carrier's queue, which bounds what it holds by itself: then the credit goes back at once. An
 * attempt in which something throws is no exception: it ends as a temporary failure, or as
 * undeliverable when even that cannot be recorded.
 */
public final class Dispatcher implements WorkSink, AttemptKeeper {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private static final long SOON_MILLIS = 1000;

  /** After a failure that is this process's own: it rarely passes soon. */
  private static final long LATER_MILLIS = 60_000;

  /** Makes a message of what the store has of it. */
  @FunctionalInterface
  interface Bodies {
    SubmitSm read(MessageKind kind, byte[] octets) throws BadBody;
  }

  private final MessageStore store;
  private final Lanes lanes;
  private final Departures departures;
  private final CarrierQueues queues;
  private final History history;
  private final ReceiptDesk receipts;
  private final PartDesk parts;
  private final AlertDesk alerts;
  private final Retries retries;
  private final TakenListener taken;
  private final LateOutcomes late;
  private final DeliverSettings settings;
  private final DeliverCounters counters;
  private final LongSupplier wallMillis;
  private final Bodies bodies;

  /** Credit to give back at the end of a batch, by lane; each entry is used by its loop only. */
  private final int[][] ended;

  /** By account; the store's thread only. */
  private final Map<String, Passage> passages = new HashMap<>();

  public Dispatcher(
      MessageStore store,
      Lanes lanes,
      Departures departures,
      ReceiptDesk receipts,
      PartDesk parts,
      AlertDesk alerts,
      Retries retries,
      TakenListener taken,
      DeliverSettings settings,
      DeliverCounters counters,
      LongSupplier wallMillis) {
    this(
        store,
        lanes,
        departures,
        receipts,
        parts,
        alerts,
        retries,
        taken,
        settings,
        counters,
        wallMillis,
        StoredBody::read);
  }

  Dispatcher(
      MessageStore store,
      Lanes lanes,
      Departures departures,
      ReceiptDesk receipts,
      PartDesk parts,
      AlertDesk alerts,
      Retries retries,
      TakenListener taken,
      DeliverSettings settings,
      DeliverCounters counters,
      LongSupplier wallMillis,
      Bodies bodies) {
    this.bodies = bodies;
    this.store = store;
    this.lanes = lanes;
    this.departures = departures;
    this.queues = departures.queues();
    this.history = departures.history();
    this.receipts = receipts;
    this.parts = parts;
    this.alerts = alerts;
    this.retries = retries;
    this.taken = taken;
    this.settings = settings;
    this.counters = counters;
    this.wallMillis = wallMillis;
    this.late = new LateOutcomes(store, history, taken, settings.noReceipt(), wallMillis);
    List<Lane> all = lanes.all();
    this.ended = new int[all.size()][];
    for (Lane lane : all) {
      // One array for each lane, wide enough that two lanes never share a cache line.
      ended[lane.index()] = new int[32];
    }
  }

  /** Asks the store for the first work. */
  public void start() {
    store.requestWork(settings.inFlight());
  }

  /** Store thread: a message within the credit that was asked for. */
  @Override
  public void due(DueMessage due) {
    Lane ofLine = due.line() == 0 ? null : queues.laneOf(due.line());
    if (ofLine != null) {
      ofLine.dispatch(new Arrival(due, null));
      return;
    }
    Passage passage = passages.get(due.account());
    if (passage == null) {
      passage = new Passage();
      passages.put(due.account(), passage);
    }
    if (passage.isHolding() && isOrdered(due)) {
      passage.hold(due);
    } else if (!dispatch(passage, due)) {
      passage.hold(due);
      release(passage);
    }
  }

  /**
   * Whether it must not be overtaken, nor overtake: first attempts. Parts come when their message
   * has got through, whatever that had before it.
   */
  private static boolean isOrdered(DueMessage due) {
    return due.attempts() == 0
        && due.kind() != MessageKind.PART
        && (due.reason() == DueReason.FIRST || due.reason() == DueReason.RETRY);
  }

  /** Store thread: brings a message on its way, unless earlier ones have to pass before. */
  private boolean dispatch(Passage passage, DueMessage due) {
    if (due.attachment() instanceof InMemory message) {
      if (!passage.enter(message.lane())) {
        return false;
      }
      Attempt attempt = new Attempt(this, message.lane(), due, message.message(), false);
      attempt.holdsCredit = true;
      attempt.passage = passage;
      message.lane().dispatch(attempt);
      return true;
    }
    boolean ordered = isOrdered(due);
    if (ordered && !passage.enterReadBack()) {
      return false;
    }
    passage.lane(due, lanes).dispatch(new Arrival(due, ordered ? passage : null));
    return true;
  }

  /** Store thread: those that are held go on, as far as they may. */
  private void release(Passage passage) {
    DueMessage first;
    while ((first = passage.firstHeld()) != null) {
      if (dispatch(passage, first)) {
        passage.release();
      } else if (!passage.await()) {
        return;
      }
    }
  }

  /** Nobody behind it overtakes it any more. */
  private void passed(Attempt attempt) {
    Passage passage = attempt.passage;
    if (passage != null) {
      attempt.passage = null;
      passed(passage);
    }
  }

  private void passed(Passage passage) {
    if (!passage.passed()) {
      return;
    }
    // Not run by a store that is broken or closed: the journal has those that are held, and nothing
    // is sent any more.
    store.onStoreThread(() -> release(passage));
  }

  @Override
  public void left(int line) {
    queues.left(line);
  }

  @Override
  public void unused(int line, int n) {
    queues.unused(line, n);
  }

  /** A message that was read from the store, before it is decoded. */
  private final class Arrival implements LaneTask {
    private final DueMessage due;
    private final @Nullable Passage passage;

    /**
     * @param passage in which it is counted as under way; null for none
     */
    Arrival(DueMessage due, @Nullable Passage passage) {
      this.due = due;
      this.passage = passage;
    }

    @Override
    public void run(Lane lane) {
      // What a line was asked for is no part of the general credit; what expired in it is.
      boolean fromLine = due.line() != 0 && due.reason() != DueReason.EXPIRED;
      if (fromLine) {
        queues.arrived(due.line());
      }
      Attempt attempt;
      try {
        attempt = decode(lane);
      } catch (BadBody | RuntimeException | Error e) {
        log.error("Message {} cannot be decoded from the store", due.messageId(), e);
        try {
          if (e instanceof Error) {
            // Such as a class that is not to be had any more: the message is as good as ever.
            later(due);
          } else {
            // Only what was decoded once is ever stored: a bug or a damaged disk, not an input.
            abandon(due);
          }
        } finally {
          // Whatever happened: those behind it wait for all that are under way.
          if (passage != null) {
            passed(passage);
          }
          if (!fromLine) {
            returnCredit(lane);
          }
        }
        return;
      }
      attempt.holdsCredit = !fromLine;
      attempt.passage = passage;
      begin(attempt);
    }

    private Attempt decode(Lane lane) throws BadBody {
      if (due.kind() == MessageKind.PART) {
        PartBody part = PartBody.read(due.body());
        Attempt attempt = new Attempt(Dispatcher.this, lane, due, part.message(), true);
        attempt.routed(part.carrier(), part.message());
        return attempt;
      }
      SubmitSm message = bodies.read(due.kind(), due.body());
      return new Attempt(Dispatcher.this, lane, due, message, false);
    }
  }

  /** It is due once more, for whatever reason it was; no attempt is counted. */
  private void later(DueMessage due) {
    store.attempted(due.key(), due.attempts(), wallMillis.getAsLong() + LATER_MILLIS, null);
  }

  private void abandon(DueMessage due) {
    if (due.kind() == MessageKind.PART) {
      // The whole waits for nothing but the ends of its parts.
      long now = wallMillis.getAsLong();
      finishPart(due, MessageState.UNDELIVERABLE, DeliveryError.SYSTEM_ERROR, now);
      return;
    }
    store.finish(
        due.key(),
        stored(MessageState.UNDELIVERABLE),
        DeliveryError.SYSTEM_ERROR,
        wallMillis.getAsLong(),
        null,
        null);
  }

  @Override
  public void begin(Attempt attempt) {
    try {
      DueReason reason = attempt.due().reason();
      if (reason == DueReason.EXPIRED) {
        attempt.complete(new Outcome.Final(MessageState.EXPIRED, DeliveryError.EXPIRED));
      } else if (reason == DueReason.SILENT) {
        silent(attempt);
      } else if (attempt.isPart()) {
        departures.toCarrier(attempt, attempt.carrier());
      } else {
        departures.depart(attempt, wallMillis.getAsLong());
      }
    } catch (RuntimeException | Error e) {
      brokeOff(attempt, e);
    }
  }

  /**
   * The carrier that took it never said what became of it; or said late that nothing more is to
   * come; or it went in parts; or it was being sent when an earlier process died.
   */
  private void silent(Attempt attempt) {
    releaseCredit(attempt);
    parts.silent(
        attempt,
        id -> {
          if (id != null && SentNotes.is(id)) {
            attempt.complete(noted(attempt, id));
          } else {
            attempt.complete(
                new Outcome.Final(settings.noReceiptState(), DeliveryError.NO_FINAL_RECEIPT));
          }
        });
  }

  /** The end of a message that has a note in the place of a carrier's id. */
  private Outcome noted(Attempt attempt, CarrierId note) {
    Outcome.Final told = SentNotes.end(note);
    if (told != null) {
      return told;
    }
    history.note(attempt.key(), "was being sent when the process died");
    return new Outcome.Final(MessageState.UNKNOWN, DeliveryError.TEMPORARY_CARRIER_ERROR);
  }

  @Override
  public Dialect sender(Attempt attempt) {
    return departures.dialectOf(attempt);
  }

  @Override
  public void send(Attempt attempt, Outlet outlet) {
    boolean toCarrier = !attempt.carrier().isEmpty();
    if (toCarrier && wallMillis.getAsLong() >= attempt.expiresAt()) {
      // It waited in memory, where the store does not look.
      attempt.complete(new Outcome.Final(MessageState.EXPIRED, DeliveryError.EXPIRED));
      return;
    }
    counters.attempts.increment();
    try {
      outlet.send(attempt);
    } catch (RuntimeException | Error e) {
      brokeOff(attempt, e);
    } finally {
      passed(attempt);
    }
  }

  /**
   * An Error too: whoever waits for the outcome, the credit or the passage would do so for ever.
   */
  private void brokeOff(Attempt attempt, Throwable e) {
    try {
      log.error("The attempt of message {} broke off", attempt.messageId(), e);
      attempt.complete(new Outcome.Temporary(DeliveryError.SYSTEM_ERROR, -1));
    } finally {
      passed(attempt);
    }
  }

  @Override
  public void queued(Attempt attempt) {
    passed(attempt);
    releaseCredit(attempt);
  }

  @Override
  public void goesOver(Attempt attempt) {
    history.sent(attempt.key(), attempt.number(), attempt.carrier(), attempt.bind());
  }

  @Override
  public void announced(Attempt attempt, Consumer<Boolean> then) {
    attempt.noted = true;
    store.note(
        attempt.key(),
        SentNotes.of(attempt.key()),
        new DoneCallback() {
          @Override
          public void done(boolean changed) {
            attempt.lane().loop().execute(() -> noted(attempt, changed, then));
          }

          @Override
          public void failed(StoreFailure why) {
            attempt.lane().loop().execute(() -> notNoted(attempt, then));
          }
        });
  }

  private void noted(Attempt attempt, boolean pending, Consumer<Boolean> then) {
    if (!pending) {
      // It ended while it waited for its turn: by a receipt for an earlier attempt.
      history.note(attempt.key(), "not sent, it has ended");
      queues.answered(attempt);
    }
    try {
      then.accept(pending);
    } catch (RuntimeException | Error e) {
      // As in send(), which this is what is left of.
      brokeOff(attempt, e);
    }
  }

  /** The store is broken or closed: this process takes nothing further. */
  private void notNoted(Attempt attempt, Consumer<Boolean> then) {
    then.accept(false);
    attempt.complete(new Outcome.Throttled(SOON_MILLIS));
  }

  /** It was not sent: what the store was told before is not true. */
  private void forgetNote(Attempt attempt) {
    if (attempt.noted) {
      attempt.noted = false;
      store.note(attempt.key(), null, null);
    }
  }

  private void releaseCredit(Attempt attempt) {
    if (attempt.holdsCredit) {
      attempt.holdsCredit = false;
      returnCredit(attempt.lane());
    }
  }

  @Override
  public void completed(Attempt attempt, Outcome outcome) {
    passed(attempt);
    boolean toCarrier = !attempt.carrier().isEmpty();
    if (toCarrier && outcome instanceof Outcome.Throttled throttled) {
      noteOutcome(attempt, "throttled", 0);
      forgetNote(attempt);
      attempt.again();
      queues.back(attempt, throttled.pauseMillis());
      return;
    }
    if (toCarrier && outcome instanceof Outcome.NotSent) {
      if (!attempt.bind().isEmpty()) {
        noteOutcome(attempt, "not sent", 0);
      }
      forgetNote(attempt);
      attempt.again();
      queues.back(attempt, 0);
      return;
    }
    try {
      long now = wallMillis.getAsLong();
      record(attempt, outcome, now);
      tell(attempt, outcome, now);
    } finally {
      releaseCredit(attempt);
      if (outcome instanceof Outcome.TooLong) {
        queues.cut(attempt);
      } else if (!attempt.bind().isEmpty()) {
        // What was not sent is no answer, and need not even be on the carrier's lane.
        queues.answered(attempt);
      }
    }
  }

  @Override
  public void completedLate(Attempt attempt, Outcome outcome) {
    late.told(attempt, outcome);
  }

  /** Has the store keep how the attempt ended: exactly one operation, whatever goes wrong here. */
  private void record(Attempt attempt, Outcome outcome, long now) {
    DueMessage due = attempt.due();
    try {
      settle(attempt, outcome, now);
    } catch (RuntimeException e) {
      log.error("The end of an attempt of message {} cannot be recorded", due.messageId(), e);
      abandon(due);
    }
  }

  /** What throws here does so before the store is called: that comes last everywhere. */
  private void settle(Attempt attempt, Outcome outcome, long now) {
    int tries = attempt.due().attempts();
    if (outcome instanceof Outcome.Final end) {
      finish(attempt, end.state(), end.error(), now);
    } else if (outcome instanceof Outcome.Temporary failed) {
      counters.temporary.increment();
      if (failed.retryAfterMillis() >= 0) {
        again(
            attempt,
            new Retries.Next(Tries.oneMoreGeneral(tries), failed.retryAfterMillis()),
            "failed for now",
            now);
      } else {
        againOrRejected(attempt, retries.general(tries), failed.error(), "failed for now", now);
      }
    } else if (outcome instanceof Outcome.Unknown lost) {
      counters.unknown.increment();
      againOrRejected(attempt, retries.general(tries), lost.error(), "no answer", now);
    } else if (outcome instanceof Outcome.Billing unpaid) {
      counters.billing.increment();
      Retries.Next next = retries.billing(tries, attempt.account(), attempt.submitted());
      againOrRejected(attempt, next, unpaid.error(), "not billed", now);
    } else if (outcome instanceof Outcome.NoAnswer) {
      store.attempted(attempt.key(), Tries.oneMoreGeneral(tries), Long.MAX_VALUE, null);
    } else if (outcome instanceof Outcome.Taken by) {
      history.outcome(attempt.key(), attempt.number(), attempt.status(), "taken", 0);
      long silentAt = now + settings.noReceipt().toMillis();
      store.attempted(attempt.key(), Tries.oneMoreGeneral(tries), silentAt, by.carrierId());
    } else if (outcome instanceof Outcome.TooLong longer) {
      if (attempt.isPart()) {
        throw new IllegalStateException("a part that does not fit");
      }
      parts.split(attempt, longer.parts());
    } else {
      // Throttled and not sent: the simulated network has no queue to go back to.
      again(
          attempt,
          new Retries.Next(Tries.oneMoreGeneral(tries), SOON_MILLIS),
          outcome.getClass().getSimpleName(),
          now);
    }
  }

  private void againOrRejected(
      Attempt attempt, Retries.@Nullable Next next, int error, String word, long now) {
    if (next == null) {
      finish(attempt, MessageState.REJECTED, error, word + ", no attempt is left", now);
    } else {
      again(attempt, next, word, now);
    }
  }

  private void again(Attempt attempt, Retries.Next next, String word, long now) {
    long at = now + next.waitMillis();
    noteOutcome(attempt, word, at);
    if (attempt.noted) {
      store.retry(attempt.key(), next.tries(), at);
    } else {
      store.attempted(attempt.key(), next.tries(), at, null);
    }
  }

  private void noteOutcome(Attempt attempt, String word, long nextAt) {
    history.outcome(attempt.key(), attempt.number(), attempt.status(), word, nextAt);
  }

  /** Without a status the carrier did not answer, or was not asked: the history says which. */
  private void finish(Attempt attempt, MessageState state, int error, long now) {
    String word =
        attempt.status() != -1
            ? "ended"
            : attempt.bind().isEmpty() ? "ended, not sent" : "ended, no answer";
    finish(attempt, state, error, word, now);
  }

  private void finish(Attempt attempt, MessageState state, int error, String word, long now) {
    DueMessage due = attempt.due();
    if (!attempt.carrier().isEmpty() && due.reason() != DueReason.SILENT) {
      noteOutcome(attempt, word, 0);
    }
    if (due.kind() == MessageKind.PART) {
      finishPart(due, state, error, now);
      return;
    }
    @Nullable NewMail receipt = receipt(attempt, state, error, now);
    counters.ended(state);
    store.finish(due.key(), stored(state), error, now, receipt, null);
  }

  private void finishPart(DueMessage due, MessageState state, int error, long now) {
    long whole = PartBody.whole(due.body());
    parts.end(due.key(), due.messageId(), whole, state, error, now, null);
  }

  /** A message that has its end keeps it when no receipt can be made: it must not go out again. */
  private @Nullable NewMail receipt(Attempt attempt, MessageState state, int error, long now) {
    DueMessage due = attempt.due();
    try {
      return receipts.finalReceipt(
          attempt.submitted(), due.account(), due.messageId(), state, error, due.acceptedAt(), now);
    } catch (RuntimeException e) {
      log.error("Message {} ends as {} without a receipt", due.messageId(), state, e);
      return null;
    }
  }

  /** Whoever wants to hear of the attempt does; nothing depends on it. */
  private void tell(Attempt attempt, Outcome outcome, long now) {
    DueMessage due = attempt.due();
    if (due.kind() == MessageKind.PART) {
      if (outcome instanceof Outcome.Taken by) {
        taken.taken(attempt, by.carrierId());
      }
      return;
    }
    try {
      if (outcome instanceof Outcome.Taken by) {
        taken.taken(attempt, by.carrierId());
      } else if (outcome instanceof Outcome.Final end) {
        if (end.state() == MessageState.DELIVERED
            && due.attempts() > 0
            && due.reason() != DueReason.SILENT
            && AlertDesk.wanted(attempt.submitted())) {
          alerts.now(attempt.submitted(), due.account());
        }
      } else if (outcome instanceof Outcome.Temporary failed) {
        if (failed.retryAfterMillis() >= 0 || retries.general(due.attempts()) != null) {
          notifyIntermediate(attempt, failed.error(), now);
        }
      } else if (outcome instanceof Outcome.NoAnswer silent) {
        notifyIntermediate(attempt, silent.error(), now);
      }
    } catch (RuntimeException e) {
      log.error("The sender of message {} cannot be told of an attempt", due.messageId(), e);
    }
  }

  private void notifyIntermediate(Attempt attempt, int error, long now) {
    DueMessage due = attempt.due();
    NewMail notification =
        receipts.intermediate(
            attempt.submitted(), due.account(), due.messageId(), error, due.acceptedAt(), now);
    if (notification != null) {
      store.post(notification.about(attempt.key()), null);
    }
  }

  /** The store has the same states under its own names: it knows no protocol. */
  static org.messagecenter.store.queue.MessageState stored(MessageState state) {
    return org.messagecenter.store.queue.MessageState.of(state.value());
  }

  /** Credit goes back in handfuls: one call for each would cost a lock for each. */
  private void returnCredit(Lane lane) {
    int[] count = ended[lane.index()];
    if (count[0]++ == 0) {
      lane.loop().execute(() -> flushCredit(count));
    }
  }

  private void flushCredit(int[] count) {
    int n = count[0];
    count[0] = 0;
    store.requestWork(n);
  }
}
