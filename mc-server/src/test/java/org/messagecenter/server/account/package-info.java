/** Tests of accounts and the checks at bind. */
@NullMarked
package org.messagecenter.server.account;

import org.jspecify.annotations.NullMarked;
