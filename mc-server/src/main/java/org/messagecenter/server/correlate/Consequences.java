package org.messagecenter.server.correlate;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.server.deliver.StoredBody;
import org.messagecenter.server.dialect.CarrierReceipt;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.FindCallback;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a receipt whose message is found: its end, another attempt, or a notice of a
 * state on the way.
 */
final class Consequences {
  private static final Logger log = LoggerFactory.getLogger(Consequences.class);

  private final Means means;
  private final CorrelateCounters counters;
  private final CaseLane cases;
  private final RecentlyTaken recent;
  private final AfterEnd afterEnd;
  private final Notices notices;

  Consequences(Means means, CaseLane cases, RecentlyTaken recent, AfterEnd afterEnd) {
    this.means = means;
    this.counters = means.counters();
    this.cases = cases;
    this.recent = recent;
    this.afterEnd = afterEnd;
    this.notices = new Notices(means.receipts());
  }

  /** What the store found. */
  void stored(Case each, StoredMessage message) {
    SubmitSm submitted = null;
    if (message.kind() != MessageKind.PART) {
      try {
        submitted = StoredBody.read(message.kind(), message.body());
      } catch (BadBody | RuntimeException e) {
        // Only what was decoded once is ever stored: this is a bug or a damaged disk. The message
        // has its end all the same; nobody can be told.
        log.error("Message {} cannot be decoded from the store", message.messageId(), e);
      }
    }
    found(
        each,
        new Taken(
            message.key(), submitted, message.account(), message.messageId(), message.acceptedAt()),
        message);
  }

  /**
   * Here is the message.
   *
   * @param stored the same as the store knows it; null when nobody had to ask
   */
  void found(Case each, Taken taken, @Nullable StoredMessage stored) {
    CarrierReceipt receipt = each.receipt();
    boolean goesOn = receipt.state().isFinal() && asksForAnother(receipt);
    if (stored == null && (goesOn || taken.message() == null)) {
      load(each, taken);
      return;
    }
    means
        .history()
        .receipt(taken.key(), cases.carrier(), receipt.id(), receipt.state(), receipt.error());
    if (!receipt.state().isFinal()) {
      notify(each, taken);
    } else if (goesOn && stored != null && isElsewhere(stored, receipt)) {
      // One of two that were sent: the message goes on with the other, or was about to.
      recent.end(receipt.id(), receipt.state());
      counters.duplicate.increment();
      each.settled();
    } else if (!goesOn || stored == null || !tryAgain(each, taken, stored)) {
      end(each, taken, stored);
    }
  }

  /** Whether it was sent again since it was sent under the receipt's id, or is going to be. */
  private boolean isElsewhere(StoredMessage stored, CarrierReceipt receipt) {
    CarrierId last = stored.carrierId();
    return last == null
        || !last.carrier().equals(cases.carrier())
        || !last.id().equals(receipt.id());
  }

  private static boolean asksForAnother(CarrierReceipt receipt) {
    return receipt.state() != MessageState.DELIVERED
        && switch (receipt.failure()) {
          case TEMPORARY, THROTTLED, BILLING -> true;
          case PERMANENT, FATAL -> false;
        };
  }

  /** What is in memory does not suffice. */
  private void load(Case each, Taken taken) {
    means
        .store()
        .find(
            taken.key(),
            new FindCallback() {
              @Override
              public void found(@Nullable StoredMessage message) {
                cases.onLane(each, () -> loaded(each, taken, message));
              }

              @Override
              public void failed(StoreFailure why) {
                cases.onLane(each, () -> cases.storeFailed(each, why));
              }
            });
  }

  private void loaded(Case each, Taken taken, @Nullable StoredMessage message) {
    MessageState end = recent.end(each.receipt().id());
    if (end != null) {
      // The same receipt came before, and what followed from it became durable meanwhile: what the
      // store found may be on its way to another attempt already.
      afterEnd.afterReceipt(each, end);
    } else if (message == null) {
      afterEnd.endedBefore(each, taken);
    } else if (message.acceptedAt() != taken.acceptedAt()) {
      // Replaced since: what the carrier took is another text, and this one is still to be sent.
      recent.forget(each.receipt().id());
      each.stray(OrphanReason.UNKNOWN);
    } else {
      stored(each, message);
    }
  }

  // ---- a state that is not final --------------------------------------------------------------

  private void notify(Case each, Taken taken) {
    NewMail notice = notices.intermediate(each.receipt(), taken, means.wallMillis().getAsLong());
    if (notice == null) {
      counters.intermediate.increment();
      each.settled();
      return;
    }
    means
        .store()
        .post(
            notice.about(taken.key()),
            new DoneCallback() {
              @Override
              public void done(boolean changed) {
                cases.onLane(
                    each,
                    () -> {
                      counters.intermediate.increment();
                      each.settled();
                    });
              }

              @Override
              public void failed(StoreFailure why) {
                cases.onLane(each, () -> cases.storeFailed(each, why));
              }
            });
  }

  // ---- the carrier gave up, but not for good --------------------------------------------------

  private boolean tryAgain(Case each, Taken taken, StoredMessage message) {
    CarrierReceipt receipt = each.receipt();
    return means
        .reattempts()
        .again(
            message,
            receipt.failure(),
            receipt.error(),
            new DoneCallback() {
              @Override
              public void done(boolean changed) {
                cases.onLane(each, () -> goesOn(each, taken, changed));
              }

              @Override
              public void failed(StoreFailure why) {
                cases.onLane(each, () -> cases.storeFailed(each, why));
              }
            });
  }

  private void goesOn(Case each, Taken taken, boolean changed) {
    if (!changed) {
      afterEnd.endedBefore(each, taken);
      return;
    }
    recent.end(each.receipt().id(), each.receipt().state());
    counters.again.increment();
    each.settled();
  }

  // ---- a final state --------------------------------------------------------------------------

  private void end(Case each, Taken taken, @Nullable StoredMessage stored) {
    CarrierReceipt receipt = each.receipt();
    long now = means.wallMillis().getAsLong();
    DoneCallback done =
        new DoneCallback() {
          @Override
          public void done(boolean changed) {
            cases.onLane(each, () -> ended(each, taken, changed, stored));
          }

          @Override
          public void failed(StoreFailure why) {
            cases.onLane(each, () -> cases.storeFailed(each, why));
          }
        };
    if (stored != null && stored.kind() == MessageKind.PART) {
      means.parts().end(stored, receipt.state(), receipt.error(), now, done);
    } else {
      means
          .store()
          .finish(
              taken.key(),
              state(receipt.state()),
              receipt.error(),
              now,
              notices.finalReceipt(receipt, taken, now),
              done);
    }
  }

  private void ended(Case each, Taken taken, boolean changed, @Nullable StoredMessage stored) {
    if (!changed) {
      afterEnd.endedBefore(each, taken);
      return;
    }
    CarrierReceipt receipt = each.receipt();
    recent.end(receipt.id(), receipt.state());
    counters.matched.increment();
    if (stored == null || stored.kind() != MessageKind.PART) {
      means.ends().ended(receipt.state());
    }
    each.settled();
  }

  /** The store has the same states under its own names: it knows no protocol. */
  private static org.messagecenter.store.queue.MessageState state(MessageState state) {
    return org.messagecenter.store.queue.MessageState.of(state.value());
  }
}
