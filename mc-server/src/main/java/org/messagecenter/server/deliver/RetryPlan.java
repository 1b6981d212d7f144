package org.messagecenter.server.deliver;

import java.time.Duration;
import org.messagecenter.server.config.Section;

/**
 * When a message that failed temporarily is tried again: doubling waits, a limited number of
 * attempts. A message whose validity ends earlier expires earlier.
 *
 * @param first wait after the first failed attempt
 * @param longest upper limit of the wait
 * @param attempts attempts in all, after which the message is rejected
 */
public record RetryPlan(Duration first, Duration longest, int attempts) {

  public static RetryPlan from(Section s) {
    return new RetryPlan(
        s.duration("first", Duration.ofMillis(10), Duration.ofDays(1)),
        s.duration("longest", Duration.ofMillis(10), Duration.ofDays(30)),
        s.integer("attempts", 1, 1000));
  }

  /** Whether another attempt is allowed after so many. */
  public boolean allowsAfter(int made) {
    return made < attempts;
  }

  /** The wait after so many attempts, in milliseconds. */
  public long delayMillis(int made) {
    int doublings = Math.min(Math.max(made - 1, 0), 30);
    return Math.min(first.toMillis() << doublings, longest.toMillis());
  }
}
