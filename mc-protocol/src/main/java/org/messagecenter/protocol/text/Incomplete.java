package org.messagecenter.protocol.text;

import java.util.List;

/**
 * What there is of a message whose other parts are not waited for any longer.
 *
 * @param <K> whom the caller took it from
 * @param <H> what the caller calls each part by
 * @param total how many parts it should have had
 * @param pieces those that came, in order
 */
public record Incomplete<K, H>(K key, Reason reason, int total, List<Piece<H>> pieces) {

  /** Why the wait ended. */
  public enum Reason {
    /** The time was up. */
    EXPIRED,
    /** Another message with the same reference began: a part came again with other octets. */
    REPLACED,
    /** It was the oldest when a limit was reached. */
    NO_ROOM,
    /** The caller closed down. */
    DRAINED
  }

  /** Takes a copy of the list. */
  public Incomplete {
    pieces = List.copyOf(pieces);
  }
}
