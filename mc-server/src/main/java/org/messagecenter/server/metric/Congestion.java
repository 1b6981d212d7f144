package org.messagecenter.server.metric;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How loaded the message center is, as congestion_state tells it: 0 when idle, 100 when new work
 * can only be refused (50:4.8.4.18).
 *
 * <p>It is the greater of two shares: that of the submissions waiting for the store in what may
 * wait, and that of a commit's usual time in what counts as too slow. A store that is full or
 * broken is 100. Reading costs no object and no lock; any thread may.
 */
public final class Congestion implements IntSupplier {
  private static final int MOST = 100;

  /** A commit changes the average by this part of the difference. */
  private static final int WEIGHT = 8;

  /** Without a commit for this long, the store has nothing to do, however slow it was. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final IntSupplier waiting;
  private final int mostWaiting;
  private final long slowNanos;
  private final LongSupplier nanoTime;

  // Written by the store's thread alone.
  private volatile long averageNanos;
  private volatile long committedAt;
  private volatile boolean full;
  private volatile boolean broken;

  /**
   * @param waiting how many submissions wait for the store
   * @param mostWaiting how many of them are 100, at least 1
   * @param slowCommit the average time of a commit that is 100, more than zero
   * @param nanoTime a monotonic clock
   */
  public Congestion(
      IntSupplier waiting, int mostWaiting, Duration slowCommit, LongSupplier nanoTime) {
    this.waiting = waiting;
    this.mostWaiting = mostWaiting;
    this.slowNanos = slowCommit.toNanos();
    this.nanoTime = nanoTime;
    this.committedAt = nanoTime.getAsLong() - IDLE_NANOS;
  }

  /**
   * Store thread: a round of the store has ended.
   *
   * @param syncNanos time spent in write and sync; 0 when nothing was written
   * @param storeFull whether the store refuses new messages for want of space
   */
  public void committed(long syncNanos, boolean storeFull) {
    if (storeFull != full) {
      full = storeFull;
    }
    if (syncNanos > 0) {
      long now = nanoTime.getAsLong();
      boolean wasIdle = now - committedAt >= IDLE_NANOS;
      long before = averageNanos;
      averageNanos = wasIdle ? syncNanos : before + (syncNanos - before) / WEIGHT;
      committedAt = now;
    }
  }

  /** The store has failed for good. */
  public void broken() {
    broken = true;
  }

  /** The level at this moment, 0-100. */
  @Override
  public int getAsInt() {
    if (broken || full) {
      return MOST;
    }
    long depth = (long) waiting.getAsInt() * MOST / mostWaiting;
    boolean idle = nanoTime.getAsLong() - committedAt >= IDLE_NANOS;
    long delay = idle ? 0 : averageNanos * MOST / slowNanos;
    return (int) Math.min(MOST, Math.max(depth, delay));
  }
}
