package org.messagecenter.store.queue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A wall clock that moves when it is told to. */
public final class TestClock implements LongSupplier {

  /** Where it starts, epoch milliseconds. */
  public static final long START = 1_700_000_000_000L;

  private final AtomicLong millis = new AtomicLong(START);

  @Override
  public long getAsLong() {
    return millis.get();
  }

  public void advance(Duration by) {
    millis.addAndGet(by.toMillis());
  }
}
