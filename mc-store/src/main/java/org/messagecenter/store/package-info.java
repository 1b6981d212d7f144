/**
 * The message store: what the message center has accepted and not yet finished, kept so that no
 * crash loses it.
 *
 * <ul>
 *   <li>{@link org.messagecenter.store.queue} is the part others talk to: the asynchronous {@link
 *       org.messagecenter.store.queue.MessageStore}, its values, and the index of pending messages
 *       and mailboxes.
 *   <li>{@link org.messagecenter.store.journal} is the part that talks to the disk: segments,
 *       commit groups, recovery. It knows bytes only and imports nothing of {@code queue}.
 * </ul>
 *
 * <p>The store never looks into a message. It keeps an envelope (account, destination, times) and
 * opaque bytes, so that it depends on no protocol and can be tested without one.
 */
@NullMarked
package org.messagecenter.store;

import org.jspecify.annotations.NullMarked;
