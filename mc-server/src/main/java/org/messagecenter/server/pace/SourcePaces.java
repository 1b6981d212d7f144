package org.messagecenter.server.pace;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The paces of an account's source numbers. Those that went idle are forgotten; of those that did
 * not at most {@link #MOST} are kept, the longest unused goes first. Safe for concurrent use.
 */
final class SourcePaces {
  static final int MOST = 100_000;

  private final Rate rate;
  private final Map<String, Pace> bySource = new LinkedHashMap<>(16, 0.75f, true);

  SourcePaces(Rate rate) {
    this.rate = rate;
  }

  synchronized Pace of(String source, long now) {
    Pace pace = bySource.get(source);
    if (pace == null) {
      forget(now);
      pace = new Pace(rate, now);
      bySource.put(source, pace);
    }
    return pace;
  }

  /** Two for each that comes, so that the map shrinks. */
  private void forget(long now) {
    var oldest = bySource.values().iterator();
    for (int i = 0; i < 2 && oldest.hasNext(); i++) {
      if (oldest.next().idle(now) || bySource.size() >= MOST) {
        oldest.remove();
      }
    }
  }

  synchronized int size() {
    return bySource.size();
  }
}
