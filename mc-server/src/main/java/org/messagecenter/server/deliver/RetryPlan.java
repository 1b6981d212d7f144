package org.messagecenter.server.deliver;

import java.time.Duration;
import java.util.List;
import org.messagecenter.server.config.Section;

/**
 * When a message that failed is tried again. Pure; validity is not its business: a message whose
 * validity ends before its next attempt expires.
 */
public sealed interface RetryPlan {

  /** No wait: no attempt is left. */
  long NEVER = -1;

  /**
   * The wait before the next attempt, in milliseconds, or {@link #NEVER}.
   *
   * @param failed attempts of this plan that failed so far, at least 1
   */
  long waitMillis(int failed);

  /**
   * Waits that double.
   *
   * @param first wait after the first failed attempt
   * @param longest upper limit of the wait
   * @param attempts attempts in all
   */
  record Doubling(Duration first, Duration longest, int attempts) implements RetryPlan {
    @Override
    public long waitMillis(int failed) {
      if (failed >= attempts) {
        return NEVER;
      }
      int doublings = Math.min(Math.max(failed - 1, 0), 30);
      return Math.min(first.toMillis() << doublings, longest.toMillis());
    }
  }

  /**
   * A list of waits.
   *
   * @param waits one after each failed attempt; empty: no second attempt
   * @param repeating whether the last one is repeated until the message's validity ends
   */
  record Listed(List<Duration> waits, boolean repeating) implements RetryPlan {
    public Listed {
      waits = List.copyOf(waits);
    }

    @Override
    public long waitMillis(int failed) {
      int i = Math.max(failed, 1) - 1;
      if (i < waits.size()) {
        return waits.get(i).toMillis();
      }
      return repeating && !waits.isEmpty() ? waits.get(waits.size() - 1).toMillis() : NEVER;
    }
  }

  /** Reads the general plan: the list of waits where there is one, else waits that double. */
  static RetryPlan general(Section s) {
    int most = s.integer("attempts", 1, Tries.MOST_GENERAL);
    Duration first = s.duration("first", Duration.ofMillis(10), Duration.ofDays(1));
    Duration longest = s.duration("longest", Duration.ofMillis(10), Duration.ofDays(30));
    List<Duration> waits = s.durations("waits", Duration.ofMillis(10), Duration.ofDays(30));
    return waits.isEmpty() ? new Doubling(first, longest, most) : new Listed(waits, false);
  }

  /** Reads the billing plan: the last of its waits is repeated. */
  static RetryPlan billing(Section s) {
    return new Listed(s.durations("waits", Duration.ofMillis(10), Duration.ofDays(30)), true);
  }
}
