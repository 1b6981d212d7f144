package org.messagecenter.server.deliver;

import java.time.Duration;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.config.Section;

/**
 * @param inFlight messages that may be under way at outlets at once; the rest waits in the store
 * @param noReceipt how long a carrier that took a message may stay silent before it counts as
 *     expired
 * @param noReceiptState what the message ends as then
 * @param retry what follows failures that are not for ever
 * @param rerouteAfter how long messages wait for a carrier without a bind before another route is
 *     looked for; zero for ever
 */
public record DeliverSettings(
    int inFlight,
    Duration noReceipt,
    MessageState noReceiptState,
    RetryPlans retry,
    Duration rerouteAfter) {

  private enum NoReceiptState {
    EXPIRED,
    UNKNOWN
  }

  public static DeliverSettings from(Section s) {
    return new DeliverSettings(
        s.integer("in-flight", 1, 10_000_000),
        s.duration("no-receipt", Duration.ofSeconds(1), Duration.ofDays(365)),
        s.oneOf("no-receipt-state", NoReceiptState.class) == NoReceiptState.EXPIRED
            ? MessageState.EXPIRED
            : MessageState.UNKNOWN,
        RetryPlans.from(s.section("retry")),
        s.duration("reroute-after", Duration.ZERO, Duration.ofDays(1)));
  }
}
