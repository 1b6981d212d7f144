package org.messagecenter.server.capture;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened on a recorded session, on its way to the file.
 *
 * @param what the kind
 * @param micros when, in microseconds since 1970
 * @param octets what was received or sent, passwords covered
 * @param missing octets of the same direction before these that could not be kept
 * @param account whom the session belongs to; only of {@link What#BOUND}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; handed from one thread to another.
record Piece(
    Recorded session,
    What what,
    long micros,
    byte[] octets,
    int missing,
    @Nullable String account) {

  private static final byte[] NOTHING = {};

  /** What a piece costs in memory beside its octets, roughly. */
  private static final int OVERHEAD = 128;

  /** The kinds. */
  enum What {
    RECEIVED,
    SENT,
    BOUND,
    CLOSED
  }

  static Piece data(Recorded session, What what, long micros, byte[] octets, int missing) {
    return new Piece(session, what, micros, octets, missing, null);
  }

  static Piece bound(Recorded session, long micros, String account) {
    return new Piece(session, What.BOUND, micros, NOTHING, 0, account);
  }

  static Piece closed(Recorded session, long micros) {
    return new Piece(session, What.CLOSED, micros, NOTHING, 0, null);
  }

  int size() {
    return OVERHEAD + octets.length;
  }
}
