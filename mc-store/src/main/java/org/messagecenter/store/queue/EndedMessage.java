package org.messagecenter.store.queue;

/**
 * What is kept of a message for a while after its end.
 *
 * @param messageId its id, short or long. The long id is empty when the message was found by
 *     something else: it cannot be told from what is kept
 * @param state its final state
 * @param error the error code that {@link MessageStore#finish} was told
 * @param doneAt epoch milliseconds
 * @param tag as in {@link NewMessage}
 * @param kind as in {@link NewMessage}
 */
public record EndedMessage(
    long key,
    String messageId,
    MessageState state,
    int error,
    long doneAt,
    int tag,
    MessageKind kind) {}
