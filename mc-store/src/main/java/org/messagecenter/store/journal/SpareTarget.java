package org.messagecenter.store.journal;

import java.util.concurrent.TimeUnit;

/**
 * How many spares the writer's pace asks for, and how hurried they are: who takes segments fast, or
 * finds none, has more of them made, and who is slow has the disk left in peace. Guarded by whoever
 * owns it.
 */
final class SpareTarget {

  private static final long LONGEST_PAUSE_MILLIS = 20;
  private static final long FAST_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final int least;

  /**
   * So many spares are made at most; the rest of the shelf is for files that come back. What is
   * made and then has no room for one of those was written in vain.
   */
  private final int mostMade;

  private int count;
  private long takenAt;
  private long gapNanos = Long.MAX_VALUE;

  /**
   * @param most how many spares are kept at most
   * @param nano of the clock that {@link #taken} goes by
   */
  SpareTarget(int most, long nano) {
    least = least(most);
    mostMade = Math.max(Math.min(most, 2), most / 2);
    count = Math.min(most, 2);
    takenAt = nano;
  }

  /** Of so many spares, how many are kept ready even when the journal has grown to its bound. */
  static int least(int most) {
    return (most + 3) / 4;
  }

  /**
   * The writer wanted one.
   *
   * @param found whether one was ready
   */
  void taken(boolean found, long nano) {
    gapNanos = nano - takenAt;
    takenAt = nano;
    if (!found) {
      count = Math.min(mostMade, 2 * count);
    } else if (gapNanos < FAST_NANOS) {
      count = Math.min(mostMade, count + 1);
    } else {
      count = Math.max(least, count - 1);
    }
  }

  int count() {
    return count;
  }

  /**
   * The pause between two steps of making one, milliseconds; so long that it is ready in a quarter
   * of the time in which the writer fills one.
   *
   * @param noneReady whether the writer would have to wait for this very one
   * @param steps in which one is made
   */
  long pauseMillis(boolean noneReady, long steps) {
    if (noneReady && count > least) {
      return 0;
    }
    return Math.min(LONGEST_PAUSE_MILLIS, gapNanos / 1_000_000 / 4 / steps);
  }
}
