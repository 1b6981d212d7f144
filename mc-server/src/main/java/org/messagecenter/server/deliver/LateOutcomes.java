package org.messagecenter.server.deliver;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.history.History;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.StoredMessage;

/**
 * What follows when a carrier took a message, and said so when its answer was waited for no longer.
 *
 * <pre>
 * the message meanwhile       then
 * -------------------------   --------------------------------------------------------------
 * waits for another attempt   there is none: it waits for the receipt, or ends where none comes
 * was sent again, has ended   it stays so; a receipt for this attempt, too, is known as its own
 * was replaced                nothing: what the carrier took is another text
 * </pre>
 */
final class LateOutcomes {
  private final MessageStore store;
  private final History history;
  private final TakenListener taken;
  private final Duration noReceipt;
  private final LongSupplier wallMillis;

  /**
   * @param noReceipt how long a receipt is waited for
   */
  LateOutcomes(
      MessageStore store,
      History history,
      TakenListener taken,
      Duration noReceipt,
      LongSupplier wallMillis) {
    this.store = store;
    this.history = history;
    this.taken = taken;
    this.noReceipt = noReceipt;
    this.wallMillis = wallMillis;
  }

  /** On the attempt's lane. */
  void told(Attempt attempt, Outcome outcome) {
    if (outcome instanceof Outcome.Taken by) {
      took(attempt, by.carrierId(), null);
    } else if (outcome instanceof Outcome.Final end && isTaken(end.state())) {
      took(attempt, null, end);
    } else {
      note(attempt, "refused late");
    }
  }

  /** Whether it has arrived, and would arrive twice if it were sent again. */
  private static boolean isTaken(MessageState end) {
    return end == MessageState.ACCEPTED || end == MessageState.DELIVERED;
  }

  /**
   * @param id null when no receipt is to come
   * @param end what it ends as then; else null
   */
  private void took(Attempt attempt, @Nullable CarrierId id, Outcome.@Nullable Final end) {
    long now = wallMillis.getAsLong();
    // Where no receipt is to come the store is told the end with the news, and has the message due
    // at once to be ended so: if the process dies in between, whoever finds it does the same.
    store.takenLate(
        attempt.key(),
        made(attempt),
        end == null ? now + noReceipt.toMillis() : now,
        end == null ? Objects.requireNonNull(id) : SentNotes.of(attempt.key(), end),
        inTime -> {
          if (!inTime) {
            store.find(attempt.key(), found -> tooLate(attempt, id, found));
            return;
          }
          note(attempt, "taken late");
          if (id != null) {
            onLane(attempt, () -> taken.taken(attempt, id));
          }
        });
  }

  private void tooLate(Attempt attempt, @Nullable CarrierId id, @Nullable StoredMessage now) {
    if (now != null
        && (now.attempts() < made(attempt) || now.acceptedAt() != attempt.acceptedAt())) {
      note(attempt, "taken late, replaced before");
      return;
    }
    note(attempt, now == null ? "taken late, ended before" : "taken late, sent again before");
    // A carrier that knows the copy for what it is gives it the same id: the message has that.
    if (id != null && !(now != null && id.equals(now.carrierId()))) {
      onLane(attempt, () -> taken.takenToo(attempt, id));
    }
  }

  /** What the store keeps of the attempts that were made when this one was over. */
  private static int made(Attempt attempt) {
    return Tries.oneMoreGeneral(attempt.due().attempts());
  }

  private void note(Attempt attempt, String words) {
    history.outcome(attempt.key(), attempt.number(), attempt.status(), words, 0);
  }

  private static void onLane(Attempt attempt, Runnable next) {
    attempt.lane().loop().execute(next);
  }
}
