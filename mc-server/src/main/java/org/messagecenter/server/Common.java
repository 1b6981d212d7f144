package org.messagecenter.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import org.messagecenter.server.history.MessageHistory;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.listen.Connections;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.store.queue.MessageStore;

/**
 * What both sides of the message center stand on: that of the ESMEs and that of the carriers.
 *
 * @param words how messages appear in the log
 * @param nanoTime the monotonic clock
 * @param wallMillis the wall clock, epoch milliseconds
 */
record Common(
    ServerSettings settings,
    MessageStore store,
    Threads threads,
    Lanes lanes,
    Connections connections,
    Policies policies,
    ReceiptDesk receipts,
    MeterRegistry registry,
    MessageWords words,
    LongSupplier nanoTime,
    LongSupplier wallMillis) {
  /** Lines a second that peers' mistakes may cause, for each kind of mistake. */
  private static final int MISTAKE_LINES = 10;

  MessageHistory history() {
    return threads.history();
  }

  /** How long mail is kept for its account, milliseconds. */
  long mailKept() {
    return settings.mailbox().expiry().toMillis();
  }

  /** A limit of its own for the lines that one kind of mistake causes. */
  RateLimitedLog mistakes() {
    return new RateLimitedLog(MISTAKE_LINES, nanoTime);
  }
}
