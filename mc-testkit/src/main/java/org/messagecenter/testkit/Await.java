package org.messagecenter.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for something another thread or process brings about, never longer than a limit.
 *
 * <p>A condition is looked at every few milliseconds against the monotonic clock; a limit that runs
 * out is an {@link AssertionError} that says what was awaited.
 */
public final class Await {

  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

  private Await() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @param what what is awaited, as the end of the sentence "waited 5 s for …"
   * @param limit the longest wait; the condition is looked at once more when it has passed
   * @throws AssertionError when the condition does not hold within the limit
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    value(what, limit, () -> condition.getAsBoolean() ? Boolean.TRUE : null);
  }

  /**
   * Returns the first value that is not null.
   *
   * @throws AssertionError when there is none within the limit
   */
  public static <T> T value(String what, Duration limit, Supplier<? extends @Nullable T> source) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      // The clock is read before the look: a look that begins after the limit is the last one.
      boolean last = System.nanoTime() - end >= 0;
      T value = source.get();
      if (value != null) {
        return value;
      }
      if (last) {
        throw new AssertionError("waited " + seconds(limit) + " for " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  static String seconds(Duration limit) {
    return limit.toMillis() / 1000.0 + " s";
  }
}
