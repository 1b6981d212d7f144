package org.messagecenter.server.deliver;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.store.queue.CarrierId;

/**
 * What the store keeps in the place of a carrier's id where none can tell: {@code KEY} of a message
 * that may have been sent, to a carrier that must not be sent it twice ({@code on-unknown = fail}),
 * and {@code KEY:STATE:ERROR} of one whose carrier told its end late.
 *
 * <p>The first comes before the message leaves, and its outcome takes the note's place: who finds
 * it knows that nobody knows. Who finds the other has the end that the message is to have.
 */
public final class SentNotes {
  /** No carrier has this name: they begin with a letter or a digit. */
  private static final String SENT = "=sent";

  private SentNotes() {}

  /** The note of that message: no two have the same. */
  static CarrierId of(long key) {
    return new CarrierId(SENT, Long.toHexString(key));
  }

  /** The same of a message that has this end, which is yet to be recorded. */
  static CarrierId of(long key, Outcome.Final end) {
    return new CarrierId(
        SENT, Long.toHexString(key) + ":" + end.state().value() + ":" + end.error());
  }

  /** Whether this is such a note, and no id of a carrier. */
  public static boolean is(@Nullable CarrierId id) {
    return id != null && id.carrier().equals(SENT);
  }

  /** The end that a note tells; null when it tells none. */
  static Outcome.@Nullable Final end(CarrierId note) {
    String[] words = note.id().split(":", -1);
    return words.length < 3
        ? null
        : new Outcome.Final(
            Objects.requireNonNull(MessageState.of(Integer.parseInt(words[1]))),
            Integer.parseInt(words[2]));
  }
}
