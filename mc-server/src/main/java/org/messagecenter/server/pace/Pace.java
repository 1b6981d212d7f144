package org.messagecenter.server.pace;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps a rate: one number, the time at which all that was let through would have gone at an even
 * pace. Safe for concurrent use. Times are monotonic nanoseconds.
 */
public final class Pace {
  private static final double SECOND = 1_000_000_000;

  private final double interval;
  private final long tolerance;
  private final AtomicLong paidUntil;

  /**
   * @param now monotonic nanoseconds: a whole burst may go from here on
   */
  public Pace(Rate rate, long now) {
    this.interval = rate.limited() ? SECOND / rate.perSecond() : 0;
    this.tolerance = (long) (interval * (rate.burst() - 1));
    this.paidUntil = new AtomicLong(now);
  }

  /**
   * Lets so many units through, or says how long to wait. More than a burst go at once when a
   * burst's room is full: the pause behind them is the longer.
   *
   * @return 0 when they may go, else the nanoseconds until they might
   */
  public long take(int units, long now) {
    if (interval == 0) {
      return 0;
    }
    while (true) {
      long paid = paidUntil.get();
      long begin = paid - now > 0 ? paid : now;
      long wait = begin - now - tolerance;
      if (wait > 0) {
        return wait;
      }
      if (paidUntil.compareAndSet(paid, begin + (long) (interval * units))) {
        return 0;
      }
    }
  }

  /** Takes back what was let through and did not go. */
  public void giveBack(int units) {
    if (interval != 0) {
      paidUntil.addAndGet(-(long) (interval * units));
    }
  }

  /** Whether all that went is paid for: forgetting it would change nothing. */
  boolean idle(long now) {
    return paidUntil.get() - now <= 0;
  }
}
