package org.messagecenter.store.queue;

import org.jspecify.annotations.Nullable;

/**
 * A message as a look-up finds it.
 *
 * @param state {@link MessageState#SCHEDULED} before its first due time, else {@link
 *     MessageState#ENROUTE}
 * @param nextDueAt epoch milliseconds; {@link Long#MAX_VALUE} when it waits for its validity only
 * @param inFlight it was pushed and its dispatcher has not answered since
 * @param tag as in {@link NewMessage}
 * @param body exactly the message's octets; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough, and a copy is what we avoid
public record StoredMessage(
    long key,
    String messageId,
    String account,
    String destination,
    MessageKind kind,
    MessageState state,
    int attempts,
    long acceptedAt,
    long nextDueAt,
    long expiresAt,
    boolean inFlight,
    @Nullable CarrierId carrierId,
    int tag,
    byte[] body) {}
