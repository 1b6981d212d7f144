package org.messagecenter.server.simulate;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.messagecenter.server.config.Section;

/**
 * A delay drawn evenly from a range.
 *
 * @param least shortest delay, zero allowed
 * @param most longest delay, not below {@code least}
 */
public record DelayRange(Duration least, Duration most) {
  private static final String RULE = "a delay such as 250ms, or a range such as 100ms..400ms";

  /** What the rule means is found out below. */
  private static final Pattern ANY = Pattern.compile("(?s).*");

  public DelayRange {
    if (least.isNegative() || most.compareTo(least) < 0) {
      throw new IllegalArgumentException("a range goes from a shorter to a longer delay");
    }
  }

  /** No delay at all. */
  public static final DelayRange NONE = new DelayRange(Duration.ZERO, Duration.ZERO);

  /** Reads "250ms" as one delay and "100ms..400ms" as a range; "0" is no delay. */
  static DelayRange from(Section s, String key) {
    String[] ends = s.string(key, ANY, RULE).split("\\.\\.", -1);
    Duration least = DurationText.parse(ends[0].trim());
    Duration most = ends.length == 2 ? DurationText.parse(ends[1].trim()) : least;
    if (least == null || most == null || ends.length > 2 || most.compareTo(least) < 0) {
      s.problem(key, "must be " + RULE);
      return NONE;
    }
    return new DelayRange(least, most);
  }

  /** For people: "250 ms", "100 to 400 ms". */
  public String words() {
    return least.equals(most)
        ? least.toMillis() + " ms"
        : least.toMillis() + " to " + most.toMillis() + " ms";
  }

  /** A delay from the range, in nanoseconds. */
  public long drawNanos(RandomGenerator random) {
    long from = least.toNanos();
    long width = most.toNanos() - from;
    return width == 0 ? from : from + random.nextLong(width + 1);
  }
}
