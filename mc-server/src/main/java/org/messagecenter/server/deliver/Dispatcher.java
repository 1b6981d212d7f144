package org.messagecenter.server.deliver;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.receipt.DeliveryError;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.WorkSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due messages from the store, gives each to the outlet, and records how the attempt ended.
 *
 * <p>The store pushes at most {@link DeliverSettings#inFlight()} messages at once. Each ends in one
 * store operation: {@code finish} with the receipt in the same record, or {@code attempted} with
 * the next due time; then its credit goes back. An attempt in which something throws is no
 * exception: it ends as a temporary failure, or as undeliverable when even that cannot be recorded.
 */
public final class Dispatcher implements WorkSink, AttemptKeeper {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final MessageStore store;
  private final Lanes lanes;
  private final Outlet outlet;
  private final ReceiptDesk receipts;
  private final AlertDesk alerts;
  private final DeliverSettings settings;
  private final DeliverCounters counters;
  private final LongSupplier wallMillis;

  /** Credit to give back at the end of a batch, by lane; each entry is used by its loop only. */
  private final int[][] ended;

  public Dispatcher(
      MessageStore store,
      Lanes lanes,
      Outlet outlet,
      ReceiptDesk receipts,
      AlertDesk alerts,
      DeliverSettings settings,
      DeliverCounters counters,
      LongSupplier wallMillis) {
    this.store = store;
    this.lanes = lanes;
    this.outlet = outlet;
    this.receipts = receipts;
    this.alerts = alerts;
    this.settings = settings;
    this.counters = counters;
    this.wallMillis = wallMillis;
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
    if (due.attachment() instanceof InMemory message) {
      message.lane().dispatch(new Attempt(this, message.lane(), due, message.message()));
      return;
    }
    SubmitSm sm;
    try {
      sm = StoredBody.read(due.kind(), due.body());
    } catch (BadBody | RuntimeException e) {
      // Only what was decoded once is ever stored: this is a bug or a damaged disk, not an input.
      log.error("Message {} cannot be decoded from the store", due.messageId(), e);
      store.finish(
          due.key(),
          stored(MessageState.UNDELIVERABLE),
          DeliveryError.SYSTEM_ERROR,
          wallMillis.getAsLong(),
          null,
          null);
      store.requestWork(1);
      return;
    }
    Lane lane = lanes.forKey(due.key());
    lane.dispatch(new Attempt(this, lane, due, sm));
  }

  @Override
  public void begin(Attempt attempt) {
    DueMessage due = attempt.due();
    if (due.reason() == DueReason.EXPIRED) {
      attempt.complete(new Outcome.Final(MessageState.EXPIRED, DeliveryError.EXPIRED));
    } else if (due.reason() == DueReason.SILENT) {
      attempt.complete(new Outcome.Final(MessageState.EXPIRED, DeliveryError.NO_FINAL_RECEIPT));
    } else {
      counters.attempts.increment();
      try {
        outlet.send(attempt);
      } catch (RuntimeException e) {
        log.error("The attempt of message {} broke off", due.messageId(), e);
        attempt.complete(new Outcome.Temporary(DeliveryError.SYSTEM_ERROR, -1));
      }
    }
  }

  @Override
  public void completed(Attempt attempt, Outcome outcome) {
    try {
      long now = wallMillis.getAsLong();
      record(attempt, outcome, now);
      tell(attempt, outcome, now);
    } finally {
      returnCredit(attempt.lane());
    }
  }

  /** Has the store keep how the attempt ended: exactly one operation, whatever goes wrong here. */
  private void record(Attempt attempt, Outcome outcome, long now) {
    DueMessage due = attempt.due();
    try {
      settle(attempt, outcome, now);
    } catch (RuntimeException e) {
      log.error("The end of an attempt of message {} cannot be recorded", due.messageId(), e);
      store.finish(
          due.key(),
          stored(MessageState.UNDELIVERABLE),
          DeliveryError.SYSTEM_ERROR,
          now,
          null,
          null);
    }
  }

  /** What throws here does so before the store is called: that comes last everywhere. */
  private void settle(Attempt attempt, Outcome outcome, long now) {
    DueMessage due = attempt.due();
    if (outcome instanceof Outcome.Final end) {
      finish(attempt, end.state(), end.error(), now);
    } else if (outcome instanceof Outcome.Temporary failed) {
      counters.temporary.increment();
      int made = attempt.number();
      if (!goesOn(attempt, failed)) {
        finish(attempt, MessageState.REJECTED, failed.error(), now);
      } else {
        long delay =
            failed.retryAfterMillis() >= 0
                ? failed.retryAfterMillis()
                : settings.retry().delayMillis(made);
        store.attempted(due.key(), made, now + delay, null);
      }
    } else if (outcome instanceof Outcome.NoAnswer) {
      store.attempted(due.key(), attempt.number(), Long.MAX_VALUE, null);
    } else if (outcome instanceof Outcome.Taken taken) {
      store.attempted(
          due.key(), attempt.number(), now + settings.noReceipt().toMillis(), taken.carrierId());
    }
  }

  private void finish(Attempt attempt, MessageState state, int error, long now) {
    DueMessage due = attempt.due();
    @Nullable NewMail receipt = receipt(attempt, state, error, now);
    counters.ended(state);
    store.finish(due.key(), stored(state), error, now, receipt, null);
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
    try {
      if (outcome instanceof Outcome.Final end) {
        if (end.state() == MessageState.DELIVERED
            && due.attempts() > 0
            && AlertDesk.wanted(attempt.submitted())) {
          alerts.now(attempt.submitted(), due.account());
        }
      } else if (outcome instanceof Outcome.Temporary failed) {
        if (goesOn(attempt, failed)) {
          notifyIntermediate(attempt, failed.error(), now);
        }
      } else if (outcome instanceof Outcome.NoAnswer silent) {
        notifyIntermediate(attempt, silent.error(), now);
      }
    } catch (RuntimeException e) {
      log.error("The sender of message {} cannot be told of an attempt", due.messageId(), e);
    }
  }

  private boolean goesOn(Attempt attempt, Outcome.Temporary failed) {
    return failed.retryAfterMillis() >= 0 || settings.retry().allowsAfter(attempt.number());
  }

  private void notifyIntermediate(Attempt attempt, int error, long now) {
    DueMessage due = attempt.due();
    NewMail notification =
        receipts.intermediate(
            attempt.submitted(), due.account(), due.messageId(), error, due.acceptedAt(), now);
    if (notification != null) {
      store.post(notification, null);
    }
  }

  /** The store has the same states under its own names: it knows no protocol. */
  private static org.messagecenter.store.queue.MessageState stored(MessageState state) {
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
