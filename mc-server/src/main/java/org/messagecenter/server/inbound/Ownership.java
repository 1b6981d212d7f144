package org.messagecenter.server.inbound;

import org.messagecenter.server.account.Account;

/**
 * Whose a mobile-originated message is, and how it wants its parts.
 *
 * @param account the owner
 * @param parts how a longer message is delivered to it
 * @param how the rule that says so, in some words
 */
record Ownership(Account account, Parts parts, String how) {}
