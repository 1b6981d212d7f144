package org.messagecenter.server.metric;

import java.time.Duration;
import org.messagecenter.server.config.Section;

/**
 * What 5.0 peers are told of the load.
 *
 * @param tell whether they are told
 * @param waiting submissions waiting for the store that count as 100, from 1
 * @param commit average time of a commit that counts as 100
 */
public record CongestionSettings(boolean tell, int waiting, Duration commit) {

  /** Reads its keys of the section {@code session}. */
  public static CongestionSettings from(Section s) {
    return new CongestionSettings(
        s.bool("congestion-state"),
        s.integer("congestion-waiting", 1, 10_000_000),
        s.duration("congestion-commit", Duration.ofNanos(1000), Duration.ofMinutes(1)));
  }
}
