package org.messagecenter.server.deliver;

import org.jspecify.annotations.Nullable;
import org.messagecenter.store.queue.CarrierId;

/**
 * What the store keeps in the place of a carrier's id, of a message that may have been sent, to a
 * carrier that must not be sent it twice ({@code on-unknown = fail}). The note comes before the
 * message leaves, and its outcome takes the note's place: who finds it knows that nobody knows.
 */
final class SentNotes {
  /** No carrier has this name: they begin with a letter or a digit. */
  private static final String SENT = "=sent";

  private SentNotes() {}

  /** The note of that message: no two have the same. */
  static CarrierId of(long key) {
    return new CarrierId(SENT, Long.toHexString(key));
  }

  static boolean is(@Nullable CarrierId id) {
    return id != null && id.carrier().equals(SENT);
  }
}
