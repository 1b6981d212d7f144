package org.messagecenter.server.listen;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.lane.Lane;

/**
 * Wakes a connection for the next deadline of its session. A tick that comes too early is armed
 * again by whom it wakes; so traffic, which moves deadlines away, arms nothing. Event loop only.
 */
final class TickTimer {
  private final Lane lane;
  private final LongSupplier nanoTime;
  private final Runnable tick;
  private long armedFor = Long.MAX_VALUE;
  private @Nullable ScheduledFuture<?> armed;

  TickTimer(Lane lane, LongSupplier nanoTime, Runnable tick) {
    this.lane = lane;
    this.nanoTime = nanoTime;
    this.tick = tick;
  }

  /** Ticks then at the latest; {@link Long#MAX_VALUE} asks for nothing. */
  void arm(long deadline) {
    if (deadline == Long.MAX_VALUE || deadline >= armedFor) {
      return;
    }
    cancel();
    armedFor = deadline;
    long delay = Math.max(0, deadline - nanoTime.getAsLong());
    armed = lane.loop().schedule(this::expired, delay, TimeUnit.NANOSECONDS);
  }

  private void expired() {
    armed = null;
    armedFor = Long.MAX_VALUE;
    tick.run();
  }

  /** An armed tick would keep a closed connection in memory until it fires. */
  void cancel() {
    ScheduledFuture<?> task = armed;
    if (task != null) {
      armed = null;
      task.cancel(false);
    }
  }
}
