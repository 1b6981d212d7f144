package org.messagecenter.server.deliver;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.store.queue.CarrierId;

/**
 * What a message that was split has for a carrier's id: {@code ID/COUNT}, and {@code :STATE:ERROR}
 * behind it once a part has failed.
 *
 * @param messageId of its parts
 * @param count how many they are; 0 where an earlier version has written no count
 * @param failed the state of the part that failed first; null as long as none has
 * @param error what that one ended with
 */
record PartsId(String messageId, int count, @Nullable MessageState failed, int error) {
  /** No carrier has this name: they begin with a letter or a digit. */
  private static final String CARRIER = "=parts";

  /** Of a message that was just split. */
  static PartsId of(String messageId, int count) {
    return new PartsId(messageId, count, null, 0);
  }

  /** The reverse of {@link #write}; null for another carrier's id, and for none. */
  static @Nullable PartsId read(@Nullable CarrierId kept) {
    if (kept == null || !kept.carrier().equals(CARRIER)) {
      return null;
    }
    String[] words = kept.id().split(":", -1);
    int slash = words[0].indexOf('/');
    String messageId = slash < 0 ? words[0] : words[0].substring(0, slash);
    int count = slash < 0 ? 0 : Integer.parseInt(words[0].substring(slash + 1));
    return words.length == 1
        ? of(messageId, count)
        : new PartsId(
            messageId,
            count,
            Objects.requireNonNull(MessageState.of(Integer.parseInt(words[1]))),
            Integer.parseInt(words[2]));
  }

  /** The same, with the end of the first part that failed. */
  PartsId with(MessageState state, int code) {
    return new PartsId(messageId, count, state, code);
  }

  CarrierId write() {
    return new CarrierId(
        CARRIER,
        messageId
            + (count == 0 ? "" : "/" + count)
            + (failed == null ? "" : ":" + failed.value() + ":" + error));
  }
}
