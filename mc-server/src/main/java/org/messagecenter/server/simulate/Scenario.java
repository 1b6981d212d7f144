package org.messagecenter.server.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.receipt.DeliveryError;

/**
 * What the simulated network does with each destination.
 *
 * @param name for the log and the start block
 * @param seed of the delays, so that a run can be repeated; 0 draws a new one each start
 * @param deliveryDelay how long the network takes to reach its verdict
 * @param rules by destination prefix; the longest prefix that fits decides
 */
public record Scenario(String name, long seed, DelayRange deliveryDelay, List<Rule> rules) {

  /**
   * @param prefix first digits of the destination, without "+"; empty fits all
   * @param behaviour what happens
   * @param error the err code of the outcome, see {@link DeliveryError}
   * @param times failing attempts before success, for {@link Behaviour#TEMPORARY}
   * @param retryAfter the wait after each failing attempt; the last one serves for all further
   */
  public record Rule(
      String prefix, Behaviour behaviour, int error, int times, List<Duration> retryAfter) {

    private static final Pattern PREFIX = Pattern.compile("[0-9*#]*");
    private static final Pattern ERROR = Pattern.compile("[0-9A-Fa-f]{1,3}");
    private static final Duration LONGEST_WAIT = Duration.ofDays(30);

    static Rule from(Section s) {
      return new Rule(
          s.string("prefix", PREFIX, "the first digits of a destination, or empty for all others"),
          s.oneOf("outcome", Behaviour.class),
          s.optionalString("error", ERROR, "one to three hexadecimal digits")
              .filter(digits -> !digits.isEmpty())
              .map(digits -> Integer.parseInt(digits, 16))
              .orElse(0),
          s.optionalInteger("times", 0, 1000).orElse(0),
          s.has("retry-after")
              ? s.durations("retry-after", Duration.ZERO, LONGEST_WAIT)
              : List.of());
    }

    /** The wait after a failing attempt, in milliseconds; -1 leaves it to the retry plan. */
    long retryAfterMillis(int attempt) {
      if (retryAfter.isEmpty()) {
        return -1;
      }
      return retryAfter.get(Math.min(attempt, retryAfter.size()) - 1).toMillis();
    }
  }

  private static final Rule DELIVER =
      new Rule("", Behaviour.DELIVERED, DeliveryError.NONE, 0, List.of());

  /**
   * Reads the scenario file that the section names.
   *
   * @param s holds {@code file}, and {@code delivery-delay} where it is to differ from the file's
   */
  public static Scenario from(Section s) {
    Scenario scenario =
        ConfigSource.include(s, s.file("file"))
            .map(Scenario::read)
            .orElseGet(() -> new Scenario("none", 0, DelayRange.NONE, List.of()));
    return s.has("delivery-delay")
        ? scenario.delayed(DelayRange.from(s, "delivery-delay"))
        : scenario;
  }

  private static Scenario read(Section file) {
    List<Rule> rules = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Section section : file.sections("rules")) {
      Rule rule = Rule.from(section);
      if (!seen.add(rule.prefix())) {
        section.problem("prefix", "must differ from the prefixes of all earlier rules");
      }
      rules.add(rule);
    }
    return new Scenario(
        file.string("name"),
        file.wholeNumber("seed", 0, Long.MAX_VALUE),
        DelayRange.from(file, "delivery-delay"),
        List.copyOf(rules));
  }

  private Scenario delayed(DelayRange delay) {
    return new Scenario(name, seed, delay, rules);
  }

  /** The rule for a destination. */
  Index index() {
    return new Index(rules);
  }

  /** Finds the longest prefix that fits a destination; immutable. */
  static final class Index {
    private static final String SYMBOLS = "0123456789*#";

    private final Node root = new Node(DELIVER);

    Index(List<Rule> rules) {
      for (Rule rule : rules) {
        Node node = root;
        for (int i = 0; i < rule.prefix().length(); i++) {
          int symbol = SYMBOLS.indexOf(rule.prefix().charAt(i));
          Node next = node.next[symbol];
          if (next == null) {
            next = new Node(null);
            node.next[symbol] = next;
          }
          node = next;
        }
        node.rule = rule;
      }
    }

    Rule find(String digits) {
      Rule longest = DELIVER;
      Node node = root;
      for (int i = digits.startsWith("+") ? 1 : 0; node != null; i++) {
        longest = node.rule == null ? longest : node.rule;
        int symbol = i < digits.length() ? SYMBOLS.indexOf(digits.charAt(i)) : -1;
        node = symbol < 0 ? null : node.next[symbol];
      }
      return longest;
    }

    /** One digit further; the rule is that of the prefix that ends here. */
    private static final class Node {
      private @Nullable Rule rule;
      private final @Nullable Node[] next = new Node[SYMBOLS.length()];

      Node(@Nullable Rule rule) {
        this.rule = rule;
      }
    }
  }
}
