package org.messagecenter.server.correlate;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;

/**
 * A message that a carrier took: all that its receipt needs.
 *
 * @param message as the ESME submitted it; null where the store has to be asked: for a part of one,
 *     and for one that was sent twice
 * @param messageId as the ESME knows it
 * @param acceptedAt epoch milliseconds
 */
record Taken(
    long key, @Nullable SubmitSm message, String account, String messageId, long acceptedAt) {
  /** About what the objects take besides their octets. */
  private static final int OBJECTS = 400;

  /** The same, to be asked of the store. */
  Taken withoutMessage() {
    return new Taken(key, null, account, messageId, acceptedAt);
  }

  /** About how many octets of memory it takes. */
  int octets() {
    SubmitSm sm = message;
    return sm == null ? OBJECTS : OBJECTS + sm.shortMessage().length() + sm.tlvs().raw().length();
  }
}
