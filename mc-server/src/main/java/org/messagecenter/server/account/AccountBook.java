package org.messagecenter.server.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.Section;

/** All accounts, by system_id and by number. Immutable. */
public final class AccountBook {

  private final Map<String, Account> bySystemId = new LinkedHashMap<>();
  private final Map<String, Account> byNumber = new HashMap<>();
  private final Map<String, Account> byPrefix = new HashMap<>();
  private int longestPrefix;
  private int mostPasswords = 1;

  private AccountBook() {}

  /**
   * A book of these accounts.
   *
   * @throws IllegalArgumentException if a system_id or a number occurs twice
   */
  public static AccountBook of(Collection<Account> accounts) {
    var book = new AccountBook();
    for (Account account : accounts) {
      String clash = book.add(account);
      if (clash != null) {
        throw new IllegalArgumentException(clash);
      }
    }
    return book;
  }

  /**
   * Reads the list {@code accounts} of an accounts file, their policies laid over the usual one.
   */
  static AccountBook from(Section file, Policy usual) {
    var book = new AccountBook();
    for (Section section : file.sections("accounts")) {
      Account account = Account.from(section, usual);
      if (account.credentials().isEmpty()) {
        section.problem("passwords", "must have at least one entry { hash = … }");
      }
      String clash = book.add(account);
      if (clash != null) {
        section.problem("system-id", clash);
      }
    }
    return book;
  }

  /** The account of a system_id, upper and lower case distinguished. */
  public Optional<Account> find(String systemId) {
    return Optional.ofNullable(bySystemId.get(systemId));
  }

  /**
   * The account that a number belongs to: the one that lists it, else the one with the longest
   * prefix of it.
   *
   * @param number digits, a leading {@code +} is ignored
   */
  public Optional<Account> ownerOf(String number) {
    String digits = withoutPlus(number);
    Account exact = byNumber.get(digits);
    if (exact != null) {
      return Optional.of(exact);
    }
    for (int length = Math.min(longestPrefix, digits.length()); length >= 0; length--) {
      Account owner = byPrefix.get(digits.substring(0, length));
      if (owner != null) {
        return Optional.of(owner);
      }
    }
    return Optional.empty();
  }

  /** All accounts, in the order of the file. */
  public List<Account> accounts() {
    return List.copyOf(bySystemId.values());
  }

  /** How many passwords the account with the most of them has; at least 1. */
  int mostPasswords() {
    return mostPasswords;
  }

  /** Adds the account, or says in words why not. */
  private @Nullable String add(Account account) {
    if (account.systemId().isEmpty()) {
      return null; // its own problem is noted already
    }
    if (bySystemId.putIfAbsent(account.systemId(), account) != null) {
      return "there is an account " + account.systemId() + " already";
    }
    mostPasswords = Math.max(mostPasswords, account.credentials().size());
    var taken = new ArrayList<String>();
    for (String number : account.numbers()) {
      Account owner = claim(withoutPlus(number), account);
      if (owner != null) {
        taken.add("number " + number + " belongs to " + owner.systemId() + " already");
      }
    }
    return taken.isEmpty() ? null : String.join(", ", taken);
  }

  private @Nullable Account claim(String number, Account account) {
    if (!number.endsWith("*")) {
      return byNumber.putIfAbsent(number, account);
    }
    String prefix = number.substring(0, number.length() - 1);
    longestPrefix = Math.max(longestPrefix, prefix.length());
    return byPrefix.putIfAbsent(prefix, account);
  }

  private static String withoutPlus(String number) {
    return number.startsWith("+") ? number.substring(1) : number;
  }
}
