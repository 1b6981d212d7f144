/**
 * What waits for an account: receipts and mobile-originated messages, handed from the store's
 * mailboxes to the account's bound sessions in turn, and finished by the answers to their {@code
 * deliver_sm}.
 */
@NullMarked
package org.messagecenter.server.mailbox;

import org.jspecify.annotations.NullMarked;
