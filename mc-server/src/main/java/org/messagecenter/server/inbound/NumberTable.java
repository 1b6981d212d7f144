package org.messagecenter.server.inbound;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;

/**
 * Which account a mobile-originated message is for. Immutable, and a pure function of the number,
 * the carrier and the first word.
 *
 * <p>The most exact number decides: the whole one, then the longest prefix. Among the entries of
 * one number those with the message's keyword come before those for all messages, and then those
 * that name the carrier before those for all carriers. Where none of a number's entries fits, the
 * next shorter prefix is asked, and the default account in the end.
 */
final class NumberTable {
  private final Map<String, Row> exact = new HashMap<>();
  private final Map<String, Row> prefixes = new HashMap<>();
  private int longestPrefix;
  private final @Nullable Ownership otherwise;

  /** The entries of one number or prefix. */
  private static final class Row {
    final Map<String, List<NumberEntry>> byKeyword = new HashMap<>();
    final List<NumberEntry> forAll = new ArrayList<>();

    void add(NumberEntry entry) {
      if (entry.keywords().isEmpty()) {
        insert(forAll, entry);
      } else {
        entry
            .keywords()
            .forEach(
                word -> insert(byKeyword.computeIfAbsent(word, w -> new ArrayList<>()), entry));
      }
    }

    /** Those that name carriers stand before the others. */
    private static void insert(List<NumberEntry> list, NumberEntry entry) {
      list.add(entry.carriers().isEmpty() ? list.size() : 0, entry);
    }

    boolean hasKeywordFor(String carrier) {
      return byKeyword.values().stream()
          .anyMatch(list -> list.stream().anyMatch(entry -> entry.serves(carrier)));
    }

    @Nullable Ownership owner(String carrier, Supplier<String> keyword) {
      if (!byKeyword.isEmpty()) {
        Ownership owner = first(byKeyword.getOrDefault(keyword.get(), List.of()), carrier);
        if (owner != null) {
          return owner;
        }
      }
      return first(forAll, carrier);
    }

    static @Nullable Ownership first(List<NumberEntry> list, String carrier) {
      for (NumberEntry entry : list) {
        if (entry.serves(carrier)) {
          return entry.owner();
        }
      }
      return null;
    }
  }

  /**
   * A table of the entries and of the numbers that the accounts list themselves.
   *
   * @param otherwise who gets what nobody owns; null for nobody
   * @param usual how the accounts that list numbers themselves get their parts
   */
  NumberTable(
      List<NumberEntry> entries, AccountBook accounts, @Nullable Ownership otherwise, Parts usual) {
    this.otherwise = otherwise;
    NumberIndex index = new NumberIndex();
    for (NumberEntry entry : entries) {
      index.add(entry);
      add(entry);
    }
    for (Account account : accounts.accounts()) {
      for (String number : account.numbers()) {
        NumberEntry listed = NumberEntry.listed(account, number, usual);
        if (index.clash(listed).isEmpty()) {
          add(listed);
        }
      }
    }
  }

  /** A number as the table compares it: without plus and star. */
  static String digits(String number) {
    int begin = number.startsWith("+") ? 1 : 0;
    int end = number.endsWith("*") ? number.length() - 1 : number.length();
    return number.substring(begin, Math.max(begin, end));
  }

  private void add(NumberEntry entry) {
    if (entry.prefix()) {
      longestPrefix = Math.max(longestPrefix, entry.number().length());
    }
    (entry.prefix() ? prefixes : exact)
        .computeIfAbsent(entry.number(), number -> new Row())
        .add(entry);
  }

  /**
   * The owner of a message, or null.
   *
   * @param number its destination, a leading {@code +} is ignored
   * @param keyword its first word, folded; asked only where it matters
   */
  @Nullable Ownership owner(String carrier, String number, Supplier<String> keyword) {
    String digits = plain(number);
    Row row = exact.get(digits);
    Ownership owner = row == null ? null : row.owner(carrier, keyword);
    for (int length = start(digits); owner == null && length >= 0; length--) {
      row = prefixes.get(digits.substring(0, length));
      owner = row == null ? null : row.owner(carrier, keyword);
    }
    return owner == null ? otherwise : owner;
  }

  /**
   * Whether a part of a longer message to this number must wait for the others: the owner wants the
   * whole, or only the first part's keyword tells who the owner is.
   */
  boolean waits(String carrier, String number) {
    String digits = plain(number);
    Row row = exact.get(digits);
    for (int length = start(digits); ; length--) {
      if (row != null) {
        Ownership owner = Row.first(row.forAll, carrier);
        if (row.hasKeywordFor(carrier)) {
          return true;
        }
        if (owner != null) {
          return owner.parts() == Parts.JOIN;
        }
      }
      if (length < 0) {
        return otherwise != null && otherwise.parts() == Parts.JOIN;
      }
      row = prefixes.get(digits.substring(0, length));
    }
  }

  private int start(String digits) {
    return prefixes.isEmpty() ? -1 : Math.min(longestPrefix, digits.length());
  }

  private static String plain(String number) {
    return number.startsWith("+") ? number.substring(1) : number;
  }
}
