package org.messagecenter.server.esme;

import org.messagecenter.server.account.Account;
import org.messagecenter.server.mailbox.BoundSession;

/**
 * Whose session a connection carries, from a successful bind on.
 *
 * @param version the interface_version both sides agreed on
 */
record Owner(Account account, BoundSession session, int version) {}
