package org.messagecenter.server.deliver;

import java.time.Duration;
import org.messagecenter.server.config.Section;

/**
 * @param inFlight messages that may be under way at outlets at once; the rest waits in the store
 * @param noReceipt how long a carrier that took a message may stay silent before it counts as
 *     expired
 * @param retry what follows a temporary failure
 */
public record DeliverSettings(int inFlight, Duration noReceipt, RetryPlan retry) {

  public static DeliverSettings from(Section s) {
    return new DeliverSettings(
        s.integer("in-flight", 1, 10_000_000),
        s.duration("no-receipt", Duration.ofSeconds(1), Duration.ofDays(365)),
        RetryPlan.from(s.section("retry")));
  }
}
