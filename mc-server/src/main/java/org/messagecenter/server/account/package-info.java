/**
 * The tenants: who may bind, with which passwords, and which numbers are theirs.
 *
 * <p>{@link org.messagecenter.server.account.AccountBook} is immutable and read from {@code
 * conf/accounts.conf}. {@link org.messagecenter.server.account.Authenticator} checks a bind's
 * credentials away from the event loops, because a password hash is slow on purpose, and remembers
 * successes and failures so that neither a re-bind storm nor a guesser can occupy it.
 */
@NullMarked
package org.messagecenter.server.account;

import org.jspecify.annotations.NullMarked;
