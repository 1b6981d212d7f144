package org.messagecenter.store.tool;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Holds a copy back to a number of octets a second. */
public final class Pace {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Shorter waits are put off until they are worth it. */
  private static final long SHORTEST_NANOS = 1_000_000;

  private final long bytesPerSecond;
  private final LongSupplier nanoTime;
  private final LongConsumer parkNanos;
  private long freeAt;
  private boolean given;

  /**
   * @param bytesPerSecond 0 for no limit
   */
  public static Pace of(long bytesPerSecond) {
    return new Pace(bytesPerSecond, System::nanoTime, LockSupport::parkNanos);
  }

  Pace(long bytesPerSecond, LongSupplier nanoTime, LongConsumer parkNanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.parkNanos = parkNanos;
    freeAt = nanoTime.getAsLong();
  }

  /** From now on there is no limit. */
  void giveUp() {
    given = true;
  }

  /** Waits until these octets have their time. */
  void take(long bytes) {
    if (bytesPerSecond == 0 || given) {
      return;
    }
    long now = nanoTime.getAsLong();
    // Time that was not used is not saved up.
    freeAt = Math.max(freeAt, now - SHORTEST_NANOS);
    freeAt +=
        Math.multiplyHigh(bytes, NANOS_PER_SECOND) == 0
            ? bytes * NANOS_PER_SECOND / bytesPerSecond
            : bytes / bytesPerSecond * NANOS_PER_SECOND;
    for (long wait = freeAt - now; wait >= SHORTEST_NANOS; wait = freeAt - nanoTime.getAsLong()) {
      parkNanos.accept(wait);
    }
  }
}
