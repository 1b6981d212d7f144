package org.messagecenter.server.relay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Both clocks of the message center; they move when they are told to. */
final class VirtualClock {
  static final long START = 1_780_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(1);

  long nanos() {
    return nanos.get();
  }

  long millis() {
    return START + TimeUnit.NANOSECONDS.toMillis(nanos.get());
  }

  void advance(long by) {
    nanos.addAndGet(by);
  }
}
