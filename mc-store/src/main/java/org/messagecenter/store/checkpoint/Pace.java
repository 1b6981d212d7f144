package org.messagecenter.store.checkpoint;

/** Holds a background task to so many octets a second, until it is stopped. */
public final class Pace {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final long bytesPerSecond;
  private long due = System.nanoTime();
  private boolean stopped;

  /** At most that many octets a second, at least one. */
  public Pace(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * So many octets were read or written: waits until more may be.
   *
   * @return false when the task is to stop
   */
  public synchronized boolean pass(long octets) {
    // What was not used while the task waited for something else is not made up for.
    due = Math.max(due, System.nanoTime()) + nanos(octets);
    long millis;
    while (!stopped && (millis = (due - System.nanoTime()) / NANOS_PER_MILLI) > 0) {
      try {
        wait(millis);
      } catch (InterruptedException e) {
        // Nobody of ours interrupts; an interrupt would close the channels, so take it as the end.
        stopped = true;
      }
    }
    return !stopped;
  }

  private long nanos(long octets) {
    return octets > Long.MAX_VALUE / NANOS_PER_SECOND
        ? Long.MAX_VALUE / 2
        : octets * NANOS_PER_SECOND / bytesPerSecond;
  }

  /** Ends the waiting, now and for ever. */
  public synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Whether {@link #stop} was called. */
  public synchronized boolean stopped() {
    return stopped;
  }
}
