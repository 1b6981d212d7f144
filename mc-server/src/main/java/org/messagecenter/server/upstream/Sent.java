package org.messagecenter.server.upstream;

import org.messagecenter.server.deliver.Attempt;

/**
 * A submit_sm that waits for its answer.
 *
 * @param at when it was sent, monotonic nanoseconds
 * @param receiptAsked whether the carrier is to report the message's end
 */
record Sent(Attempt attempt, long at, boolean receiptAsked) {}
