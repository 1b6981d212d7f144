package org.messagecenter.server.config;

import java.time.Duration;

/** Prints a duration the way it is written in the configuration: {@code 90s}, {@code 3d}. */
public final class DurationText {

  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

  private DurationText() {}

  /** The duration in its largest whole unit, cut to milliseconds; below one, to microseconds. */
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      long micros = duration.toNanos() / 1_000;
      return micros == 0 ? "0" : micros + "us";
    }
    int unit = 0;
    while (millis % MILLIS[unit] != 0) {
      unit++;
    }
    return millis / MILLIS[unit] + UNITS[unit];
  }
}
