package org.messagecenter.store.queue;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Under load, lets more callers join a commit, as long as enough more come. Where nobody does,
 * since all wait for this very commit, it is tried ever more seldom.
 */
final class CommitSpacing {

  /**
   * Fewer forced rows in a commit than this are no load; the next commit need not wait for more.
   */
  private static final int LOAD = 16;

  private static final long STEP = 100_000;
  private static final int MOST_WAITS_IN_VAIN = 6;

  private final long spacingNanos;
  private final IntSupplier forced;
  private final LongSupplier nanoTime;
  private final LongConsumer pause;
  private int forcedInCommit;
  private int commitsWithoutWait;
  private int waitsInVain;

  /**
   * @param micros between a commit and the next under load; 0 for none
   * @param forced how many forced rows have come
   */
  CommitSpacing(int micros, IntSupplier forced) {
    this(micros * 1000L, forced, System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * @param pause waits for so many nanoseconds
   */
  CommitSpacing(long spacingNanos, IntSupplier forced, LongSupplier nanoTime, LongConsumer pause) {
    this.spacingNanos = spacingNanos;
    this.forced = forced;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /** So many forced rows were answered after a commit. */
  void answered(int count) {
    if (count > 0) {
      forcedInCommit = count;
    }
  }

  /**
   * Waits, if it is worth it, before rows are taken for the next commit.
   *
   * @param commitAt when the last commit began
   */
  void gather(long commitAt) {
    int seen = forced.getAsInt();
    if (spacingNanos == 0 || forcedInCommit < LOAD || seen == 0) {
      return;
    }
    if (commitsWithoutWait > 0) {
      commitsWithoutWait--;
      return;
    }
    long left;
    boolean joined = false;
    while ((left = commitAt + spacingNanos - nanoTime.getAsLong()) > 0) {
      pause.accept(Math.min(left, STEP));
      int count = forced.getAsInt();
      if (count - seen < seen / 4) {
        break;
      }
      joined = true;
      seen = count;
    }
    waitsInVain = joined ? 0 : Math.min(waitsInVain + 1, MOST_WAITS_IN_VAIN);
    commitsWithoutWait = (1 << waitsInVain) - 1;
  }
}
