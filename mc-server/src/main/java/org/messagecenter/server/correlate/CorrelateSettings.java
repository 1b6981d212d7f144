package org.messagecenter.server.correlate;

import java.time.Duration;
import org.messagecenter.server.config.Section;

/**
 * How long and how much is kept so that receipts find their messages. All numbers hold for each
 * carrier.
 *
 * @param early how long a receipt with an unknown id waits for the submit_sm_resp that tells it
 * @param earlyMost receipts that may wait so; beyond that the first of them waits no longer
 * @param recentMost messages taken by the carrier that are kept in memory until their receipt comes
 * @param recentBytes about how many octets they may take
 * @param orphansKept how long a receipt is kept that belongs to no message
 * @param orphansMost how many of them; beyond that the oldest are dropped
 */
public record CorrelateSettings(
    Duration early,
    int earlyMost,
    int recentMost,
    long recentBytes,
    Duration orphansKept,
    int orphansMost) {
  private static final int LARGEST = 10_000_000;

  public static CorrelateSettings from(Section s) {
    Section orphans = s.section("orphans");
    return new CorrelateSettings(
        s.duration("early", Duration.ZERO, Duration.ofMinutes(5)),
        s.integer("early-most", 0, LARGEST),
        s.integer("recent-most", 0, LARGEST),
        s.bytes("recent-bytes", 0, Long.MAX_VALUE),
        orphans.duration("kept", Duration.ofMinutes(1), Duration.ofDays(365)),
        orphans.integer("most", 1, LARGEST));
  }
}
