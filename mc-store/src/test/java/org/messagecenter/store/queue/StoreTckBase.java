package org.messagecenter.store.queue;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of {@link MessageStoreTck} have in common: a store, and how it is reopened. */
abstract class StoreTckBase {

  /** Limits that the opened store must have. */
  protected static final int MAILBOX_COUNT = 50;

  /** Mail is kept for that long. */
  protected static final Duration MAIL_EXPIRY = Duration.ofDays(3);

  protected final TestClock clock = new TestClock();
  @Nullable StoreProbe current;

  /** Opens the store of this test; again and again the same, after it was closed. */
  protected abstract MessageStore open() throws IOException;

  /** Makes the store notice that the clock was moved. */
  protected abstract void wake(MessageStore store);

  /**
   * Ends the store without closing it in order: like a crash, after which {@link #open} recovers.
   */
  protected abstract void crash(MessageStore store) throws IOException;

  @BeforeEach
  void openFirst() throws IOException {
    current = new StoreProbe(open(), clock).start();
  }

  @AfterEach
  void closeLast() {
    store().close();
  }

  /** The store under test. */
  protected final StoreProbe store() {
    return Objects.requireNonNull(current);
  }

  /** Closes in order and opens again. */
  final void reopen() throws IOException {
    store().close();
    current = new StoreProbe(open(), clock).start();
  }

  /** Crashes and opens again. */
  final void reopenAfterCrash() throws IOException {
    crash(store().store);
    current = new StoreProbe(open(), clock).start();
  }

  final void advance(Duration by) {
    clock.advance(by);
    wake(store().store);
  }

  /** That far from now, epoch milliseconds. */
  final long in(Duration time) {
    return clock.getAsLong() + time.toMillis();
  }
}
