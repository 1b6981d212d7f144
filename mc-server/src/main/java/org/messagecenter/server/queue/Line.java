package org.messagecenter.server.queue;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.deliver.Attempt;

/** Messages of one account, priority and perhaps source that wait for one carrier, in order. */
final class Line {

  /**
   * What makes a line.
   *
   * @param source empty where sources have no rate of their own
   */
  record Key(String account, int priority, String source) {}

  /** So many of each line may always be in memory. */
  static final int FEW = 4;

  final int id;
  final Key key;
  final CarrierQueue queue;

  /** No more of it than leaves in a second is to be in memory. */
  final int most;

  /** Messages that wait in the store, those asked for among them. */
  int parked;

  /** Of these, how many the store was asked for. */
  int asked;

  /** While the carrier has no bind: those that were asked for to be routed anew, and came back. */
  int probes;

  int cameBack;

  /** Whether it is among the lines that the store may be asked for. */
  boolean listed;

  /** Not sent from before this, monotonic nanoseconds: its source has used up its rate. */
  long notBefore;

  /** Whether {@link #notBefore} counts. */
  boolean held;

  private final ArrayDeque<Attempt> ready = new ArrayDeque<>();

  /** Those that were ahead before they came back, by age. */
  private @Nullable PriorityQueue<Attempt> returned;

  /**
   * @param perSecond the rate that its messages leave at, at most
   */
  Line(int id, Key key, CarrierQueue queue, double perSecond) {
    this.id = id;
    this.key = key;
    this.queue = queue;
    this.most = (int) Math.max(FEW, Math.min(perSecond, Integer.MAX_VALUE));
  }

  /** Who a message is from, as the lines and paces of sources tell them apart. */
  static String source(Attempt attempt) {
    return attempt.submitted().sourceAddr().digits();
  }

  int inMemory() {
    PriorityQueue<Attempt> ahead = returned;
    return ready.size() + (ahead == null ? 0 : ahead.size());
  }

  boolean isEmpty() {
    return parked == 0 && asked == 0 && inMemory() == 0;
  }

  void add(Attempt attempt) {
    ready.addLast(attempt);
  }

  /** Takes back what was first in line before. */
  void giveBack(Attempt attempt) {
    PriorityQueue<Attempt> ahead = returned;
    if (ahead == null) {
      ahead = new PriorityQueue<>((a, b) -> Long.compareUnsigned(a.key(), b.key()));
      returned = ahead;
    }
    ahead.add(attempt);
  }

  @Nullable Attempt peek() {
    PriorityQueue<Attempt> ahead = returned;
    Attempt first = ahead == null ? null : ahead.peek();
    return first == null ? ready.peekFirst() : first;
  }

  @Nullable Attempt poll() {
    PriorityQueue<Attempt> ahead = returned;
    Attempt first = ahead == null ? null : ahead.poll();
    return first == null ? ready.pollFirst() : first;
  }
}
