package org.messagecenter.server.correlate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.messagecenter.server.lane.LaneTimer;

/**
 * Receipts with ids that nobody knows yet, in the order they came. Each waits for a while; all wait
 * equally long, so that one timer serves them. Used on one lane.
 */
final class EarlyReceipts extends LaneTimer.Delayed {
  /** Ten thousand usual ones take a tenth of it; a carrier may send longer ones. */
  static final long MOST_OCTETS = 32 << 20;

  private final LaneTimer timer;
  private final LongSupplier nanoTime;
  private final long waitNanos;
  private final int most;
  private final Consumer<Case> over;
  private final Map<String, Waiting> byId = new LinkedHashMap<>();
  private int count;
  private long octets;
  private boolean armed;

  /** The receipts of one id: an intermediate and a final one may both overtake a response. */
  private record Waiting(long until, List<Case> cases) {}

  /**
   * @param most beyond so many the first waits no longer
   * @param over given those whose time is over
   */
  EarlyReceipts(
      LaneTimer timer, LongSupplier nanoTime, long waitNanos, int most, Consumer<Case> over) {
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.waitNanos = waitNanos;
    this.most = most;
    this.over = over;
  }

  void hold(Case early) {
    long now = nanoTime.getAsLong();
    byId.computeIfAbsent(
            early.receipt().id(), id -> new Waiting(now + waitNanos, new ArrayList<>(1)))
        .cases
        .add(early);
    count++;
    octets += early.octets();
    while (count > most || octets > MOST_OCTETS) {
      release(byId.values().iterator());
    }
    arm(now);
  }

  /** Those that wait for this id, in their order; they do so no longer. */
  List<Case> take(String id) {
    if (count == 0) {
      return List.of();
    }
    Waiting found = byId.remove(id);
    if (found == null) {
      return List.of();
    }
    leave(found.cases);
    return found.cases;
  }

  /** How many wait. */
  int count() {
    return count;
  }

  @Override
  protected void expired() {
    armed = false;
    long now = nanoTime.getAsLong();
    while (count > 0) {
      Iterator<Waiting> oldest = byId.values().iterator();
      if (first().until - now > 0) {
        break;
      }
      release(oldest);
    }
    arm(now);
  }

  private void release(Iterator<Waiting> oldest) {
    List<Case> cases = oldest.next().cases;
    oldest.remove();
    leave(cases);
    cases.forEach(over);
  }

  private void leave(List<Case> cases) {
    count -= cases.size();
    cases.forEach(each -> octets -= each.octets());
  }

  private Waiting first() {
    return byId.values().iterator().next();
  }

  private void arm(long now) {
    if (!armed && count > 0) {
      armed = true;
      // At least a moment: a delay of nothing would run within this call.
      timer.schedule(this, Math.max(1, first().until - now));
    }
  }
}
