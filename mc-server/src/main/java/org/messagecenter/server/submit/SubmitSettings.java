package org.messagecenter.server.submit;

import java.time.Duration;
import org.messagecenter.server.config.Section;

/**
 * @param defaultValidity how long a message is tried when its sender gives no validity_period
 * @param longestValidity validity periods beyond this are cut to it (3.4 §7.1.1.2)
 * @param longestSchedule schedule_delivery_time further ahead than this is refused
 * @param transaction how long the answer to a message in transaction mode is withheld at most
 * @param direct how many messages in datagram and transaction mode may be under way
 * @param defaultMessages the texts of sm_default_msg_id
 */
public record SubmitSettings(
    Duration defaultValidity,
    Duration longestValidity,
    Duration longestSchedule,
    Duration transaction,
    int direct,
    CannedMessages defaultMessages) {

  public static SubmitSettings from(Section s) {
    return new SubmitSettings(
        s.duration("default-validity", Duration.ofSeconds(1), Duration.ofDays(3650)),
        s.duration("longest-validity", Duration.ofSeconds(1), Duration.ofDays(3650)),
        s.duration("longest-schedule", Duration.ofSeconds(1), Duration.ofDays(3650)),
        s.duration("transaction", Duration.ofMillis(1), Duration.ofMinutes(10)),
        s.integer("direct", 1, 10_000_000),
        CannedMessages.from(s.section("default-messages")));
  }
}
