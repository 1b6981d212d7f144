package org.messagecenter.server.outbind;

import java.time.Duration;
import org.messagecenter.server.config.Section;

/**
 * When accounts are called.
 *
 * @param check how often it is looked whether mail waits for an account that is not there
 * @param connect how long the host's name may take to be found, and then a connection to be made
 * @param retryFirst wait after the first call that led to no bind, and after the end of a session
 *     that a call led to
 * @param retryLongest upper limit of that wait, which doubles with each such call
 */
public record OutbindSettings(
    Duration check, Duration connect, Duration retryFirst, Duration retryLongest) {

  private static final int MOST_DOUBLINGS = 30;

  public static OutbindSettings from(Section s) {
    return new OutbindSettings(
        s.duration("check", Duration.ofMillis(10), Duration.ofHours(1)),
        s.duration("connect", Duration.ofMillis(10), Duration.ofMinutes(5)),
        s.duration("retry-first", Duration.ofMillis(10), Duration.ofDays(1)),
        s.duration("retry-longest", Duration.ofMillis(10), Duration.ofDays(7)));
  }

  /**
   * The wait before the next call, in nanoseconds, before it is shortened at random.
   *
   * @param failures calls in a row that led to no bind, from 0
   */
  long waitNanos(int failures) {
    int doublings = Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
    long longest = retryLongest.toNanos();
    long first = Math.min(retryFirst.toNanos(), longest);
    return first > longest >> doublings ? longest : first << doublings;
  }
}
