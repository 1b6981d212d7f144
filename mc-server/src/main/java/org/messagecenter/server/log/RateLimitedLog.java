package org.messagecenter.server.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Lets a few lines a second through and counts the rest, so that a peer's flood of mistakes cannot
 * become a flood of log lines. Safe for any thread.
 */
public final class RateLimitedLog {
  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private final LongSupplier nanoTime;
  private final AtomicLong window = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong inWindow = new AtomicLong();
  private final LongAdder suppressed = new LongAdder();

  /**
   * @param perSecond lines let through in one second
   * @param nanoTime a monotonic clock
   */
  public RateLimitedLog(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  public void info(Logger log, String format, Object... arguments) {
    if (!log.isInfoEnabled()) {
      return;
    }
    long second = Math.floorDiv(nanoTime.getAsLong(), SECOND);
    long seen = window.get();
    if (seen != second && window.compareAndSet(seen, second)) {
      inWindow.set(0);
      long missed = suppressed.sumThenReset();
      if (missed > 0) {
        log.info("{} similar lines were left out", missed);
      }
    }
    if (inWindow.incrementAndGet() <= perSecond) {
      log.info(format, arguments);
    } else {
      suppressed.increment();
    }
  }
}
