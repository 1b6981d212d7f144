package org.messagecenter.server.receipt;

import java.util.HashMap;
import java.util.Map;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.Policy;

/**
 * Which policy the receipts of an account follow. Only the accounts that differ from the rest are
 * looked up, so that where none does nothing is. Immutable.
 */
public final class Policies {
  private final Policy usual;
  private final Map<String, Policy> others = new HashMap<>();

  /**
   * Takes those of a book's accounts.
   *
   * @param usual holds for all other accounts, such as one that is no longer in the book
   */
  public Policies(AccountBook book, Policy usual) {
    this.usual = usual;
    for (Account account : book.accounts()) {
      if (!account.policy().equals(usual)) {
        others.put(account.systemId(), account.policy());
      }
    }
  }

  /** The policy of the account with this system_id. */
  public Policy of(String account) {
    return others.isEmpty() ? usual : others.getOrDefault(account, usual);
  }
}
