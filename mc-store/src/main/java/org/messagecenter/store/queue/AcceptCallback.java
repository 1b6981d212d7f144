package org.messagecenter.store.queue;

import org.jspecify.annotations.Nullable;

/** Hears whether a message was accepted. One instance may serve many messages. */
public interface AcceptCallback {

  /**
   * The message is durable.
   *
   * @param key names the message for ever
   * @param messageId the same name as the ESME sees it: 32 lower-case hex digits, or 8 if a short
   *     id was asked for
   * @param attachment what {@link NewMessage#attachment} was
   */
  void accepted(long key, String messageId, @Nullable Object attachment);

  /**
   * The same was accepted before, and is durable; nothing more was kept. Only {@link
   * MessageStore#acceptOnce} and {@link MessageStore#acceptAllOnce} lead to this.
   *
   * @param key of the one that was accepted; it may have ended since
   * @param messageId of that one
   * @param attachment of this one
   */
  default void repeated(long key, String messageId, @Nullable Object attachment) {
    accepted(key, messageId, attachment);
  }

  /** Nothing was kept. */
  void refused(StoreFailure why, @Nullable Object attachment);
}
