package org.messagecenter.server.inbound;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.config.Section;

/**
 * One entry of the numbers file.
 *
 * @param number digits, or with {@code prefix} those that numbers begin with, which may be none
 * @param keywords the first words it is for, as {@link Keyword#folded}; empty for all messages
 * @param carriers the carriers it is for; empty for all
 * @param owner whose the messages are
 * @param place where it is written, for messages about it
 */
record NumberEntry(
    String number,
    boolean prefix,
    Set<String> keywords,
    Set<String> carriers,
    Ownership owner,
    String place) {

  private static final Pattern NUMBER = Pattern.compile("\\+?\\d{1,20}\\*?|\\*");
  private static final Pattern KEYWORD = Pattern.compile("\\S{1,100}");
  private static final Pattern CARRIER = Pattern.compile("\\S{1,64}");

  NumberEntry {
    keywords = Set.copyOf(keywords);
    carriers = Set.copyOf(carriers);
  }

  /**
   * Reads one entry; empty when it names no account, which is noted.
   *
   * @param known the names of all carriers
   * @param usual how parts are delivered where the entry says nothing
   */
  static Optional<NumberEntry> from(
      Section section, AccountBook accounts, Set<String> known, Parts usual) {
    String number = section.string("number", NUMBER, "digits, with * after a prefix");
    String name = section.string("account");
    List<String> keywords =
        section.has("keywords")
            ? section.strings("keywords", KEYWORD, "a word, without spaces")
            : List.of();
    List<String> carriers =
        section.has("carriers")
            ? section.strings("carriers", CARRIER, "the name of a carrier")
            : List.of();
    for (String carrier : carriers) {
      if (!known.contains(carrier)) {
        section.problem("carriers", "no carrier has the name " + carrier);
      }
    }
    Parts parts = section.has("parts") ? section.oneOf("parts", Parts.class) : usual;
    Optional<Account> account = accounts.find(name);
    if (account.isEmpty() && !name.isEmpty()) {
      section.problem("account", "no account has this system-id");
    }
    return account.map(
        owner ->
            new NumberEntry(
                NumberTable.digits(number),
                number.endsWith("*"),
                keywords.stream().map(Keyword::folded).collect(Collectors.toSet()),
                Set.copyOf(carriers),
                new Ownership(owner, parts, how(number, !keywords.isEmpty(), section.place())),
                section.place()));
  }

  /** What a number in an account's own list amounts to. */
  static NumberEntry listed(Account account, String number, Parts usual) {
    String place = "the numbers of " + account.systemId();
    return new NumberEntry(
        NumberTable.digits(number),
        number.endsWith("*"),
        Set.of(),
        Set.of(),
        new Ownership(account, usual, how(number, false, place)),
        place);
  }

  /** Without the number itself: histories hold none. */
  private static String how(String number, boolean keyword, String place) {
    return (number.endsWith("*") ? "prefix" : "exact number")
        + (keyword ? " and keyword" : "")
        + ", "
        + place;
  }

  /** Whether it serves messages that this carrier brings. */
  boolean serves(String carrier) {
    return carriers.isEmpty() || carriers.contains(carrier);
  }

  /** Whether some message would be meant by both, and neither is the more exact. */
  boolean clashesWith(NumberEntry other) {
    return number.equals(other.number)
        && prefix == other.prefix
        && sameOrShared(keywords, other.keywords)
        && sameOrShared(carriers, other.carriers);
  }

  private static boolean sameOrShared(Set<String> one, Set<String> two) {
    return one.isEmpty() ? two.isEmpty() : one.stream().anyMatch(two::contains);
  }

  /** The entry in the words of its file, for messages about it. */
  String words() {
    return number
        + (prefix ? "*" : "")
        + (keywords.isEmpty() ? "" : " " + new TreeSet<>(keywords))
        + (carriers.isEmpty() ? "" : " from " + new TreeSet<>(carriers));
  }
}
