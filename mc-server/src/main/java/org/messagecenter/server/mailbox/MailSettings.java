package org.messagecenter.server.mailbox;

import java.time.Duration;
import org.messagecenter.server.config.Section;

/**
 * How mail for an account is kept and offered.
 *
 * @param retryFirst wait after the first refused or unanswered {@code deliver_sm}
 * @param retryLongest upper limit of that wait, which doubles with each attempt
 * @param expiry how long mail is kept for an account that does not take it
 * @param maxCount most entries kept for one account; the oldest are dropped and counted
 * @param maxBytes most octets kept for one account; the oldest are dropped and counted
 * @param unansweredLimit unanswered {@code deliver_sm} in a row after which the bind is closed
 */
public record MailSettings(
    Duration retryFirst,
    Duration retryLongest,
    Duration expiry,
    int maxCount,
    long maxBytes,
    int unansweredLimit) {

  public static MailSettings from(Section s) {
    return new MailSettings(
        s.duration("retry-first", Duration.ofMillis(10), Duration.ofDays(1)),
        s.duration("retry-longest", Duration.ofMillis(10), Duration.ofDays(7)),
        s.duration("expiry", Duration.ofSeconds(1), Duration.ofDays(365)),
        s.integer("max-count", 1, Integer.MAX_VALUE),
        s.bytes("max-bytes", 1024, Long.MAX_VALUE),
        s.integer("unanswered-limit", 1, 1000));
  }

  /**
   * The wait before the next attempt, in milliseconds.
   *
   * @param attempts attempts made so far, from 1
   */
  public long retryDelayMillis(int attempts) {
    int doublings = Math.min(Math.max(attempts - 1, 0), 30);
    long delay = retryFirst.toMillis() << doublings;
    return Math.min(delay, retryLongest.toMillis());
  }
}
