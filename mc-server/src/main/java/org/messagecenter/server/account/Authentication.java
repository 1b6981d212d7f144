package org.messagecenter.server.account;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of checking a bind's credentials.
 *
 * @param verdict what was found
 * @param account the account, exactly when the verdict is {@link Verdict#OK}
 */
public record Authentication(Verdict verdict, @Nullable Account account) {

  /** What the check found. */
  public enum Verdict {
    /** The credentials are right. */
    OK,
    /** There is no such account. */
    UNKNOWN_SYSTEM_ID,
    /** The account has no valid password like this one. */
    WRONG_PASSWORD,
    /** Too many failures from this address or for this account; the password was not looked at. */
    LOCKED,
    /** Too many checks are waiting; the peer may try again. */
    BUSY
  }

  static Authentication ok(Account account) {
    return new Authentication(Verdict.OK, account);
  }

  static Authentication failed(Verdict verdict) {
    return new Authentication(verdict, null);
  }
}
