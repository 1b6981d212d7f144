package org.messagecenter.server.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a bind waits before it is tried again.
 *
 * <p>Waits double with each failure in a row and are shortened at random by up to a quarter, so
 * that binds that were lost together do not come back together. A bind that stood for a while wipes
 * the failures out; after it the next attempt comes at a random moment of the first wait.
 */
final class Backoff {
  /** A bind that stood so long, or as long as the longest wait, was a good one. */
  static final Duration GOOD = Duration.ofSeconds(10);

  private static final int JITTER_PART = 4;
  private static final int MOST_DOUBLINGS = 40;

  private final long first;
  private final long longest;
  private final long refused;
  private final long good;
  private final RandomGenerator random;
  private int failures;

  Backoff(CarrierSettings.Reconnect settings, RandomGenerator random) {
    this.longest = settings.longest().toNanos();
    this.first = Math.min(settings.first().toNanos(), longest);
    this.refused = Math.max(settings.refused().toNanos(), longest);
    this.good = Math.min(GOOD.toNanos(), longest);
    this.random = random;
  }

  /** Attempts in a row that came to nothing. */
  int failures() {
    return failures;
  }

  /** The wait in nanoseconds after an attempt that led to no bind. */
  long failed() {
    int doublings = Math.min(failures, MOST_DOUBLINGS);
    failures++;
    return shortened(first > longest >> doublings ? longest : first << doublings);
  }

  /** The wait in nanoseconds after the carrier said that it does not know us. */
  long refused() {
    failures++;
    return shortened(refused);
  }

  /**
   * The wait in nanoseconds after a bind ended.
   *
   * @param stood how long it was there
   */
  long ended(long stood) {
    if (stood < good) {
      return failed();
    }
    failures = 0;
    return random.nextLong(first + 1);
  }

  private long shortened(long wait) {
    return wait - random.nextLong(wait / JITTER_PART + 1);
  }
}
