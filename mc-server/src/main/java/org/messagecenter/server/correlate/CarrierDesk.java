package org.messagecenter.server.correlate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.dialect.CarrierReceipt;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.store.queue.EndedCallback;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.FindCallback;
import org.messagecenter.store.queue.MessageKind;
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
  private final Consequences consequences;
  private final OrphanBox orphans;
  private final OtherIds otherIds;

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
    this.consequences = new Consequences(means, cases, recent, afterEnd);
    this.orphans = new OrphanBox(this, means);
    this.otherIds = new OtherIds(this, means);
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

  OtherIds otherIds() {
    return otherIds;
  }

  /** The carrier took a message; the store was told. */
  void taken(String id, Taken taken) {
    recent.put(id, taken);
    List<Case> waiting = early.take(id);
    for (Case each : waiting) {
      cases.guarded(each, () -> consequences.found(each, taken, null));
    }
    if (!waiting.isEmpty()) {
      cases.flushLater();
    }
    orphans.taken(id);
  }

  /** The same, and the store has the message under another id, or no longer. */
  void takenToo(String id, Taken taken) {
    // What it has become meanwhile is for the store to say: it may even have been replaced.
    taken(id, taken.withoutMessage());
    otherIds.keep(id, taken);
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
      consequences.found(each, taken, null);
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
    Taken other = message == null ? null : OtherIds.read(message);
    if (other != null) {
      consequences.found(each, other, null);
    } else if (message != null && message.kind() != MessageKind.ORPHAN) {
      consequences.stored(each, message);
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
    if (message == null || message.kind() == MessageKind.ORPHAN) {
      // Or nothing but the end of another id.
      each.stray(OrphanReason.UNKNOWN);
      return;
    }
    CarrierReceipt receipt = each.receipt();
    means.history().receipt(message.key(), name(), receipt.id(), receipt.state(), receipt.error());
    afterEnd.afterEnd(each, message);
  }
}
