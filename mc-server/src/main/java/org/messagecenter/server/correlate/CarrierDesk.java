package org.messagecenter.server.correlate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.deliver.StoredBody;
import org.messagecenter.server.dialect.CarrierReceipt;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.EndedCallback;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.FindCallback;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the receipts of one carrier to their messages. Everything here runs on the carrier's lane;
 * what the store answers comes back to it.
 */
final class CarrierDesk {
  private static final Logger log = LoggerFactory.getLogger(CarrierDesk.class);

  /** Longer ones may have more octets than the store looks for. */
  private static final int LONGEST_ID = 127;

  private final CarrierPort carrier;
  private final Means means;
  private final CaseLane cases;
  private final CorrelateCounters counters;
  private final RecentlyTaken recent;
  private final EarlyReceipts early;
  private final AfterEnd afterEnd;
  private final Notices notices;
  private final OrphanBox orphans;

  CarrierDesk(CarrierPort carrier, Means means) {
    this.carrier = carrier;
    this.means = means;
    this.cases = new CaseLane(carrier, means);
    this.counters = means.counters();
    CorrelateSettings settings = means.settings();
    this.recent = new RecentlyTaken(settings.recentMost(), settings.recentBytes());
    this.early =
        new EarlyReceipts(
            carrier.lane().timer(),
            means.nanoTime(),
            settings.early().toNanos(),
            settings.earlyMost(),
            this::waitedLongEnough);
    this.afterEnd = new AfterEnd(means, cases, recent);
    this.notices = new Notices(means.receipts());
    this.orphans = new OrphanBox(this, means);
  }

  String name() {
    return carrier.name();
  }

  Lane lane() {
    return carrier.lane();
  }

  /** What the dialect reads in a PDU now; null for nothing. From any thread. */
  @Nullable CarrierReceipt read(Pdu pdu) {
    try {
      return carrier.dialect().receipt(pdu).orElse(null);
    } catch (RuntimeException e) {
      means.troubles().info(log, "The dialect of carrier {} fails at a receipt", name(), e);
      return null;
    }
  }

  OrphanBox orphans() {
    return orphans;
  }

  /** The carrier took a message; the store was told. */
  void taken(String id, Taken taken) {
    recent.put(id, taken);
    List<Case> waiting = early.take(id);
    for (Case each : waiting) {
      cases.guarded(each, () -> found(each, taken, null));
    }
    if (!waiting.isEmpty()) {
      cases.flushLater();
    }
    orphans.taken(id);
  }

  /** A receipt came. */
  void look(Case each) {
    String id = each.receipt().id();
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      each.stray(OrphanReason.UNREADABLE);
    } else if (inMemory(each)) {
      counters.hits.increment();
    } else if (each.isKept()) {
      // Whoever loses its binds sooner than an early receipt is answered would repeat it for ever.
      counters.duplicate.increment();
      each.settled();
    } else {
      counters.misses.increment();
      search(each);
    }
  }

  /** A receipt came up again. From any thread. */
  void lookAgain(Case each) {
    cases.onLane(each, () -> look(each));
  }

  private boolean inMemory(Case each) {
    String id = each.receipt().id();
    Taken taken = recent.find(id);
    if (taken != null) {
      found(each, taken, null);
      return true;
    }
    MessageState end = recent.end(id);
    if (end != null) {
      afterEnd.afterReceipt(each, end);
      return true;
    }
    return false;
  }

  private void search(Case each) {
    means
        .store()
        .findByCarrierId(
            name(),
            each.receipt().id(),
            new FindCallback() {
              @Override
              public void found(@Nullable StoredMessage message) {
                cases.onLane(each, () -> searched(each, message));
              }

              @Override
              public void failed(StoreFailure why) {
                cases.onLane(each, () -> cases.storeFailed(each, why));
              }
            });
  }

  private void searched(Case each, @Nullable StoredMessage message) {
    if (message != null) {
      stored(each, message);
    } else if (!inMemory(each)) {
      // Not taken meanwhile either, and from here on taken() would tell.
      if (each.mayWait()) {
        counters.held.increment();
        early.hold(each);
      } else {
        searchEnded(each);
      }
    }
  }

  private void waitedLongEnough(Case each) {
    each.waitNoMore();
    cases.guarded(each, () -> search(each));
    cases.flushLater();
  }

  private void searchEnded(Case each) {
    means
        .store()
        .findEndedByCarrierId(
            name(),
            each.receipt().id(),
            new EndedCallback() {
              @Override
              public void found(@Nullable EndedMessage message) {
                cases.onLane(each, () -> searchedEnded(each, message));
              }

              @Override
              public void failed(StoreFailure why) {
                cases.onLane(each, () -> cases.storeFailed(each, why));
              }
            });
  }

  private void searchedEnded(Case each, @Nullable EndedMessage message) {
    if (inMemory(each)) {
      // Taken meanwhile: what the store found had the same id before.
      return;
    }
    if (message == null) {
      each.stray(OrphanReason.UNKNOWN);
      return;
    }
    CarrierReceipt receipt = each.receipt();
    means.history().receipt(message.key(), name(), receipt.id(), receipt.state(), receipt.error());
    afterEnd.afterEnd(each, message);
  }

  /** What the store found. */
  private void stored(Case each, StoredMessage message) {
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
  private void found(Case each, Taken taken, @Nullable StoredMessage stored) {
    CarrierReceipt receipt = each.receipt();
    boolean goesOn = receipt.state().isFinal() && asksForAnother(receipt);
    if (stored == null && (goesOn || taken.message() == null)) {
      load(each, taken);
      return;
    }
    means.history().receipt(taken.key(), name(), receipt.id(), receipt.state(), receipt.error());
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
    return last == null || !last.carrier().equals(name()) || !last.id().equals(receipt.id());
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
