package org.messagecenter.store.queue;

import org.jspecify.annotations.Nullable;

/**
 * A message whose time has come.
 *
 * @param key names it in calls to the store
 * @param messageId the same name as the ESME knows it
 * @param attempts how many attempts were recorded
 * @param acceptedAt epoch milliseconds
 * @param dueAt when this push became due, epoch milliseconds
 * @param expiresAt end of validity, epoch milliseconds
 * @param body exactly the message's octets; not to be changed
 * @param attachment what was given at acceptance, if the message never left memory
 * @param possibleDuplicate an earlier attempt may have reached its goal unrecorded
 * @param line the line it waited in, 0 for none. With reason expired it had left the line before,
 *     as {@link WorkSink#left} told, unless it had been pushed for that reason already
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough, and a copy is what we avoid
public record DueMessage(
    long key,
    String messageId,
    String account,
    String destination,
    MessageKind kind,
    int attempts,
    long acceptedAt,
    long dueAt,
    long expiresAt,
    byte[] body,
    @Nullable Object attachment,
    boolean possibleDuplicate,
    DueReason reason,
    int line) {}
