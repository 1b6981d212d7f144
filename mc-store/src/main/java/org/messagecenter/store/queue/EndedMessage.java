package org.messagecenter.store.queue;

/**
 * What is kept of a message for a while after its end.
 *
 * @param state its final state
 * @param error the error code that {@link MessageStore#finish} was told
 * @param doneAt epoch milliseconds
 * @param tag as in {@link NewMessage}
 */
public record EndedMessage(
    long key, String messageId, MessageState state, int error, long doneAt, int tag) {}
