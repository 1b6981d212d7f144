package org.messagecenter.server.correlate;

import java.util.function.LongSupplier;
import org.messagecenter.server.deliver.DeliverCounters;
import org.messagecenter.server.deliver.PartEnds;
import org.messagecenter.server.deliver.Reattempts;
import org.messagecenter.server.history.History;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.store.queue.MessageStore;

/**
 * What the desks of all carriers work with.
 *
 * @param parts ends the parts of long messages
 * @param reattempts asked when a receipt gives a message up, but not for good
 * @param ends counts the ends of messages
 * @param troubles for what peers do wrong
 * @param nanoTime a monotonic clock, that of the lanes
 * @param wallMillis epoch milliseconds
 */
public record Means(
    MessageStore store,
    ReceiptDesk receipts,
    PartEnds parts,
    Reattempts reattempts,
    History history,
    DeliverCounters ends,
    CorrelateSettings settings,
    CorrelateCounters counters,
    RateLimitedLog troubles,
    LongSupplier nanoTime,
    LongSupplier wallMillis) {}
