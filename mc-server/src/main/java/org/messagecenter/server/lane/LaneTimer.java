package org.messagecenter.server.lane;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hashed wheel for one event loop: delays of many messages without an object or a heap operation
 * each. The wheel turns only while something waits in it.
 *
 * <p>A task runs at its delay or up to one tick later. Used by its loop only.
 */
public final class LaneTimer {
  private static final Logger log = LoggerFactory.getLogger(LaneTimer.class);

  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int SLOTS = 1024;

  private final EventLoop loop;
  private final LongSupplier nanoTime;
  private final @Nullable Delayed[] slots = new @Nullable Delayed[SLOTS];
  private final long origin;
  private long tick;
  private int waiting;
  private boolean turning;

  LaneTimer(EventLoop loop, LongSupplier nanoTime) {
    this.loop = loop;
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
  }

  /** A task that carries its own link, so that waiting costs no further object. */
  public abstract static class Delayed {
    private @Nullable Delayed next;
    private long dueTick;

    protected abstract void expired();
  }

  /** Runs the task after the delay; a delay of zero or less runs it now. */
  public void schedule(Delayed task, long delayNanos) {
    if (delayNanos <= 0) {
      task.expired();
      return;
    }
    long now = nanoTime.getAsLong() - origin;
    if (waiting == 0) {
      tick = now / TICK_NANOS;
    }
    task.dueTick = Math.max(tick + 1, (now + delayNanos + TICK_NANOS - 1) / TICK_NANOS);
    int slot = (int) (task.dueTick & (SLOTS - 1));
    task.next = slots[slot];
    slots[slot] = task;
    waiting++;
    turn();
  }

  /** How many tasks wait. */
  public int waiting() {
    return waiting;
  }

  private void turn() {
    if (!turning) {
      turning = true;
      loop.schedule(this::advance, TICK_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  private void advance() {
    turning = false;
    long target = (nanoTime.getAsLong() - origin) / TICK_NANOS;
    while (tick < target && waiting > 0) {
      tick++;
      int slot = (int) (tick & (SLOTS - 1));
      Delayed task = slots[slot];
      slots[slot] = null;
      while (task != null) {
        Delayed next = task.next;
        task.next = null;
        if (task.dueTick <= tick) {
          waiting--;
          expire(task);
        } else {
          task.next = slots[slot];
          slots[slot] = task;
        }
        task = next;
      }
    }
    if (waiting > 0) {
      turn();
    }
  }

  /** One that fails must stop neither the wheel nor those in the same slot. */
  private static void expire(Delayed task) {
    try {
      task.expired();
    } catch (RuntimeException | Error e) {
      log.error("A delayed task failed; the others go on", e);
    }
  }
}
