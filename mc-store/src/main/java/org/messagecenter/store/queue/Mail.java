package org.messagecenter.store.queue;

import org.jspecify.annotations.Nullable;

/**
 * A mail to be delivered to its account.
 *
 * @param key names it in calls to the store
 * @param attempts how many attempts failed before
 * @param queuedAt epoch milliseconds
 * @param expiresAt epoch milliseconds
 * @param body exactly the mail's octets; not to be changed
 * @param attachment what was given when it was queued, if it never left memory
 * @param possibleDuplicate the account may have it already
 * @param about the key of the message that it tells of, which may be gone; 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough, and a copy is what we avoid
public record Mail(
    long key,
    String account,
    MailKind kind,
    int attempts,
    long queuedAt,
    long expiresAt,
    byte[] body,
    @Nullable Object attachment,
    boolean possibleDuplicate,
    long about) {}
