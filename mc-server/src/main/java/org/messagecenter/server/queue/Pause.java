package org.messagecenter.server.queue;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * For how long nothing is sent to a carrier that was asked too much, or that did not take what it
 * had room for. Times are monotonic nanoseconds.
 */
final class Pause {
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int MOST_DOUBLINGS = 6;
  private static final long SHORT_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final LongSupplier nanoTime;

  private boolean paused;
  private long pausedUntil;
  private int throttles;

  Pause(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The carrier says that it is asked too much.
   *
   * @param pauseMillis how long it is to be left alone; negative for longer each time in a row
   */
  void throttled(long pauseMillis) {
    if (throttles == 0 || !isPaused()) {
      // The others that were under way say the same once more: that is one refusal, not many.
      throttles++;
    }
    pauseFor(
        pauseMillis > 0
            ? TimeUnit.MILLISECONDS.toNanos(pauseMillis)
            : FIRST_PAUSE << Math.min(throttles - 1, MOST_DOUBLINGS));
  }

  /** There is room and it was not sent all the same: not again and again in one go. */
  void notSent() {
    pauseFor(SHORT_PAUSE);
  }

  private void pauseFor(long nanos) {
    long until = nanoTime.getAsLong() + nanos;
    if (!isPaused() || until - pausedUntil > 0) {
      pausedUntil = until;
    }
    paused = true;
  }

  /** Whether nothing is to be sent now. */
  boolean isPaused() {
    if (paused && pausedUntil - nanoTime.getAsLong() <= 0) {
      paused = false;
    }
    return paused;
  }

  /**
   * Nanoseconds until it ends; 0 when nothing pauses. Changes nothing: gauges ask from anywhere.
   */
  long left(long now) {
    return paused ? Math.max(0, pausedUntil - now) : 0;
  }

  /** The carrier has answered something else than that it is asked too much. */
  void answered() {
    throttles = 0;
  }
}
