package org.messagecenter.server.pace;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The paces of the accounts that have a rate. Safe for concurrent use. */
public final class AccountPaces {

  /**
   * The rates of one account.
   *
   * @param account what the account may have leave in all
   * @param source what each of its source numbers may
   */
  public record Rates(Rate account, Rate source) {
    boolean limited() {
      return account.limited() || source.limited();
    }
  }

  private final Function<String, Rates> rates;
  private final ConcurrentHashMap<String, AccountPace> paces = new ConcurrentHashMap<>();

  /**
   * @param rates asked once for each account
   */
  public AccountPaces(Function<String, Rates> rates) {
    this.rates = rates;
  }

  /** Null for an account without limits. */
  public @Nullable AccountPace of(String account, long now) {
    AccountPace known = paces.get(account);
    if (known != null) {
      return known;
    }
    Rates its = rates.apply(account);
    return its.limited()
        ? paces.computeIfAbsent(account, name -> new AccountPace(its.account(), its.source(), now))
        : null;
  }
}
