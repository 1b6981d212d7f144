package org.messagecenter.server.metric;

import java.time.Duration;
import java.util.List;
import org.messagecenter.server.config.Section;

/**
 * The settings of the log line.
 *
 * @param logInterval time between two lines; zero for none
 * @param logMeters which meters the line has, by the start of their name; empty for all
 */
public record MetricSettings(Duration logInterval, List<String> logMeters) {

  public MetricSettings {
    logMeters = List.copyOf(logMeters);
  }

  /** Reads the section {@code metric}. */
  public static MetricSettings from(Section section) {
    Duration interval = section.duration("log-interval", Duration.ZERO, Duration.ofDays(1));
    if (!interval.isZero() && interval.compareTo(Duration.ofSeconds(1)) < 0) {
      section.problem("log-interval", "must be 0 or at least 1s");
    }
    return new MetricSettings(interval, section.strings("log-meters"));
  }
}
