package org.messagecenter.server.pace;

import org.messagecenter.server.config.Section;

/**
 * How fast something may go.
 *
 * @param perSecond units a second; 0 for no limit
 * @param burst units that may go at once after a pause, at least 1
 */
public record Rate(double perSecond, int burst) {
  public static final Rate UNLIMITED = new Rate(0, 1);

  private static final double FASTEST = 10_000_000;

  /** Bursts of a tenth of a second, where none is given. */
  public static Rate of(double perSecond) {
    return new Rate(perSecond, (int) Math.max(1, perSecond / 10));
  }

  /**
   * Reads two keys.
   *
   * @param rateKey units a second
   * @param burstKey the burst; a tenth of a second's where it is missing
   */
  public static Rate from(Section s, String rateKey, String burstKey) {
    Rate usual = of(s.decimal(rateKey, 0, FASTEST));
    return s.has(burstKey) ? new Rate(usual.perSecond, s.integer(burstKey, 1, 10_000_000)) : usual;
  }

  public boolean limited() {
    return perSecond > 0;
  }
}
