package org.messagecenter.server.correlate;

import java.util.List;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.receipt.DeliveryError;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.LookupCallback;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the receipts for messages that have their end already. */
final class AfterEnd {
  private static final Logger log = LoggerFactory.getLogger(AfterEnd.class);

  private final Means means;
  private final CorrelateCounters counters;
  private final CaseLane cases;
  private final RecentlyTaken recent;

  AfterEnd(Means means, CaseLane cases, RecentlyTaken recent) {
    this.means = means;
    this.counters = means.counters();
    this.cases = cases;
    this.recent = recent;
  }

  /** A receipt said before that this is its end. */
  void afterReceipt(Case each, MessageState end) {
    afterEnd(each, end, DeliveryError.NONE);
  }

  /** The store knows how it ended. */
  void afterEnd(Case each, EndedMessage message) {
    afterEnd(each, state(message.state()), message.error());
  }

  /**
   * The message has its end, and no receipt changes that.
   *
   * @param end its final state
   * @param error the code it ended with
   */
  private void afterEnd(Case each, MessageState end, int error) {
    MessageState state = each.receipt().state();
    if (state == end || !state.isFinal()) {
      counters.duplicate.increment();
      each.settled();
    } else if (error == DeliveryError.NO_FINAL_RECEIPT
        || end == MessageState.EXPIRED
        || (end == MessageState.UNKNOWN && error == DeliveryError.TEMPORARY_CARRIER_ERROR)) {
      // We had given it up. The truth is worth keeping, even where nobody is told of it any more.
      each.stray(OrphanReason.LATE);
    } else {
      counters.contradicting.increment();
      means
          .troubles()
          .info(log, "Carrier {} reports {} of a message that is {}", cases.carrier(), state, end);
      each.settled();
    }
  }

  /** Somebody else ended it: another receipt, the end of its validity, a cancellation. */
  void endedBefore(Case each, Taken taken) {
    String id = each.receipt().id();
    MessageState end = recent.end(id);
    if (end != null) {
      afterReceipt(each, end);
      return;
    }
    recent.forget(id);
    // Not by the carrier's id: a message that went out twice had another one when it ended.
    means
        .store()
        .lookup(
            taken.messageId(),
            new LookupCallback() {
              @Override
              public void found(List<StoredMessage> pending, List<EndedMessage> ended) {
                cases.onLane(each, () -> foundEnd(each, taken, ended));
              }

              @Override
              public void failed(StoreFailure why) {
                cases.onLane(each, () -> cases.storeFailed(each, why));
              }
            });
  }

  private void foundEnd(Case each, Taken taken, List<EndedMessage> ended) {
    for (EndedMessage message : ended) {
      if (message.key() == taken.key()) {
        afterEnd(each, message);
        return;
      }
    }
    // It was ours and has ended; how, nobody remembers.
    counters.duplicate.increment();
    each.settled();
  }

  /** The store has the same states under its own names; one that is new to us says nothing. */
  private static MessageState state(org.messagecenter.store.queue.MessageState state) {
    MessageState same = MessageState.of(state.code());
    return same == null ? MessageState.UNKNOWN : same;
  }
}
