package org.messagecenter.server.broadcast;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;

/**
 * broadcast_frequency_interval (50:4.8.4.11): how long from one repetition to the next.
 *
 * @param millis milliseconds; months are 30 days, years 365
 */
record Rhythm(long millis) {
  /** What "as often as possible" is to the simulated network: one slot of a cell's channel. */
  private static final long FASTEST = 1_880;

  private static final int LENGTH = 3;
  private static final long SECOND = 1_000;
  private static final long DAY = 86_400 * SECOND;

  /** Null when the value is no interval. */
  static @Nullable Rhythm of(Octets value) {
    if (value.length() != LENGTH) {
      return null;
    }
    int count = value.at(1) << 8 | value.at(2);
    long unit =
        switch (value.at(0)) {
          case 0x00 -> 0;
          case 0x08 -> SECOND;
          case 0x09 -> 60 * SECOND;
          case 0x0A -> 3_600 * SECOND;
          case 0x0B -> DAY;
          case 0x0C -> 7 * DAY;
          case 0x0D -> 30 * DAY;
          case 0x0E -> 365 * DAY;
          default -> -1;
        };
    if (unit < 0 || (unit > 0 && count == 0)) {
      return null;
    }
    return new Rhythm(unit == 0 ? FASTEST : unit * count);
  }
}
