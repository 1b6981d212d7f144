package org.messagecenter.server.queue;

import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * When some of what waits for a carrier without binds is tried elsewhere, and how many: what comes
 * out of a line is routed anew, and comes back where no other route takes it. Times are monotonic
 * nanoseconds.
 */
final class Rerouting {
  private static final int FIRST_PROBE = 16;
  private static final int LARGEST_PROBE = 4096;

  private final long after;

  private boolean unbound;
  private long probeAt;
  private int probe = FIRST_PROBE;

  /**
   * @param afterMillis how long the carrier is without binds before; 0 for ever
   */
  Rerouting(long afterMillis) {
    this.after = TimeUnit.MILLISECONDS.toNanos(afterMillis);
  }

  /** The carrier has a bind. */
  void bound() {
    unbound = false;
  }

  /**
   * The carrier has no bind: a few are tried; more, where that helps.
   *
   * @param lines all before the carrier: what became of those tried last
   * @return how many of each line are to be tried now
   */
  int notBound(long now, Collection<Line> lines) {
    if (after == 0) {
      return 0;
    }
    if (!unbound) {
      unbound = true;
      probeAt = now + after;
    } else if (probeAt - now <= 0) {
      int came = 0;
      int went = 0;
      for (Line line : lines) {
        came += line.cameBack;
        went += line.probes - line.cameBack;
        line.probes = 0;
        line.cameBack = 0;
      }
      if (went > came) {
        probe = Math.min(probe * 4, LARGEST_PROBE);
      } else if (came > 0) {
        probe = FIRST_PROBE;
        probeAt = now + after;
        return 0;
      }
      return probe;
    }
    return 0;
  }
}
