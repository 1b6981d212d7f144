package org.messagecenter.server.pace;

import org.jspecify.annotations.Nullable;

/** The paces of one account: its own, and those of its sources. Safe for concurrent use. */
public final class AccountPace {
  private final Pace pace;
  private final @Nullable SourcePaces sources;

  AccountPace(Rate rate, Rate sourceRate, long now) {
    this.pace = new Pace(rate, now);
    this.sources = sourceRate.limited() ? new SourcePaces(sourceRate) : null;
  }

  /** Whether each source has a pace of its own. */
  public boolean bySource() {
    return sources != null;
  }

  /**
   * As {@link Pace#take}, of the account and the source together: both let it through or none.
   *
   * @return nanoseconds to wait; negative when the source is what it waits for
   */
  public long take(String source, int units, long now) {
    long wait = pace.take(units, now);
    if (wait > 0 || sources == null) {
      return wait;
    }
    long forSource = sources.of(source, now).take(units, now);
    if (forSource > 0) {
      pace.giveBack(units);
      return -forSource;
    }
    return 0;
  }

  /** Takes back what was let through and did not go. */
  public void giveBack(String source, int units, long now) {
    pace.giveBack(units);
    if (sources != null) {
      sources.of(source, now).giveBack(units);
    }
  }
}
