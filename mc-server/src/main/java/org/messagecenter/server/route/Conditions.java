package org.messagecenter.server.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.Section;

/** Reads what stands in the {@code when} of a rule. */
final class Conditions {
  private static final java.util.regex.Pattern ANY = java.util.regex.Pattern.compile("(?s).*");
  private static final java.util.regex.Pattern NAME =
      java.util.regex.Pattern.compile("[\\x21-\\x7E]{1,15}");
  private static final java.util.regex.Pattern DESTINATION =
      java.util.regex.Pattern.compile("\\+?[0-9*#]{1,20}");
  private static final java.util.regex.Pattern SOURCE =
      java.util.regex.Pattern.compile("[\\x20-\\x7E]{1,21}");
  private static final java.util.regex.Pattern COUNTRY =
      java.util.regex.Pattern.compile("[A-Za-z]{2}");
  private static final java.util.regex.Pattern NETWORK =
      java.util.regex.Pattern.compile("\\d{3}(-\\d{2,3})?");
  private static final java.util.regex.Pattern SERVICE_TYPE =
      java.util.regex.Pattern.compile("[\\x21-\\x7E]{0,5}");
  private static final java.util.regex.Pattern OCTET =
      java.util.regex.Pattern.compile("0[xX][0-9A-Fa-f]{1,2}|25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d");

  private final List<Condition> all = new ArrayList<>();
  private @Nullable List<String> accounts;
  private @Nullable List<String> prefixes;
  private boolean asksPlans;

  /**
   * Reads the conditions, the cheap ones first: they are asked in that order.
   *
   * @param salt what sets the share of this rule apart from those of others
   * @param named hears of each account that stands in them
   */
  Conditions(Section s, Networks networks, long salt, Consumer<String> named) {
    if (s.has("account")) {
      accounts = s.oneOrMore("account", NAME, "the system_id of an account, or a list of them");
      accounts.stream().filter(name -> !name.isEmpty()).forEach(named);
      anyOf("account", accounts, f -> f.request().account());
    }
    if (s.has("service-type")) {
      anyOf(
          "service_type",
          s.oneOrMore("service-type", SERVICE_TYPE, "up to five characters, or a list"),
          f -> f.message().serviceType());
    }
    dataCoding(s);
    if (s.has("destination")) {
      List<String> written =
          s.oneOrMore("destination", DESTINATION, "the first digits of numbers, or a list of them");
      prefixes = written.stream().map(Networks::withoutPlus).toList();
      all.add(new Prefixes("destination", prefixes, f -> f.destination().digits()));
    }
    if (s.has("source")) {
      all.add(
          new Prefixes(
              "source",
              s
                  .oneOrMore("source", SOURCE, "the first characters of sources, or a list of them")
                  .stream()
                  .map(Networks::withoutPlus)
                  .toList(),
              f -> f.source().digits()));
    }
    Contents.read(s, all);
    if (s.has("percent")) {
      all.add(new Share(s.decimal("percent", 0, 100), salt));
    }
    s.optionalSection("time").ifPresent(time -> all.add(Hours.from(time)));
    network(s, networks);
    regex(s, "destination-regex", "destination", f -> f.destination().digits());
    regex(s, "source-regex", "source", f -> f.source().digits());
    country(s);
    type(s, "number-type", "destination", Facts::destinationType);
    type(s, "source-type", "source", Facts::sourceType);
  }

  List<Condition> all() {
    return List.copyOf(all);
  }

  /** The accounts one of which a message must be from; null for any. */
  @Nullable List<String> accounts() {
    return accounts;
  }

  /** The prefixes one of which the destination must have; null for any. */
  @Nullable List<String> prefixes() {
    return prefixes;
  }

  /** Whether some of them asks for the numbering plans. */
  boolean asksPlans() {
    return asksPlans;
  }

  private void anyOf(String field, List<String> wanted, Function<Facts, String> value) {
    all.add(new AnyOf(field, Set.copyOf(wanted), String.join(", ", wanted), value));
  }

  private void dataCoding(Section s) {
    if (s.has("data-coding")) {
      BitSet wanted = new BitSet(256);
      List<String> values =
          s.oneOrMore("data-coding", OCTET, "from 0 to 255, or 0x00 to 0xFF, or a list");
      for (String value : values) {
        wanted.set(value.isEmpty() ? 0 : Integer.decode(value));
      }
      all.add(new Coding(wanted, String.join(", ", values)));
    }
  }

  private void network(Section s, Networks networks) {
    if (s.has("network")) {
      List<String> wanted =
          s.oneOrMore(
              "network", NETWORK, "an MCC such as 262, an MCC-MNC such as 262-01, or a list");
      if (networks.isEmpty()) {
        s.problem("network", "needs a table of networks (routes.networks), which is empty");
      }
      all.add(new OfNetwork(Set.copyOf(wanted), String.join(", ", wanted)));
    }
  }

  private void country(Section s) {
    if (s.has("country")) {
      asksPlans = true;
      List<String> wanted =
          s
              .oneOrMore("country", COUNTRY, "a country code of two letters, or a list of them")
              .stream()
              .map(code -> code.toUpperCase(Locale.ROOT))
              .toList();
      for (String code : wanted) {
        if (!code.isEmpty() && !PhoneBook.knows(code)) {
          s.problem("country", "must name countries (ISO 3166): " + code + " is none");
        }
      }
      anyOf("country of the destination", wanted, Facts::country);
    }
  }

  private void type(Section s, String key, String field, Function<Facts, NumberType> value) {
    if (s.has(key)) {
      asksPlans = true;
      all.add(new OfType(field, s.oneOrMore(key, NumberType.class), value));
    }
  }

  private void regex(Section s, String key, String field, Function<Facts, String> value) {
    if (!s.has(key)) {
      return;
    }
    List<Pattern> patterns = new ArrayList<>();
    for (String text : s.oneOrMore(key, ANY, "a regular expression, or a list of them")) {
      try {
        patterns.add(Pattern.compile(text));
      } catch (PatternSyntaxException e) {
        s.problem(key, "must be a regular expression (RE2): " + e.getDescription() + " in " + text);
      }
    }
    all.add(new Matching(field, patterns, value));
  }

  private record AnyOf(
      String field, Set<String> wanted, String words, Function<Facts, String> value)
      implements Condition {
    @Override
    public boolean holds(Facts facts) {
      return wanted.contains(value.apply(facts));
    }

    @Override
    public String otherwise(Facts facts) {
      return field + " is " + quoted(value.apply(facts)) + ", not " + quoted(words);
    }
  }

  private static final class Prefixes implements Condition {
    private final String field;
    private final String words;
    private final Function<Facts, String> value;
    private final PrefixTree<Boolean> tree = new PrefixTree<>();

    Prefixes(String field, List<String> prefixes, Function<Facts, String> value) {
      this.field = field;
      this.words = list(prefixes);
      this.value = value;
      prefixes.forEach(prefix -> tree.put(prefix, true));
    }

    @Override
    public boolean holds(Facts facts) {
      return tree.longest(value.apply(facts)) != null;
    }

    @Override
    public String otherwise(Facts facts) {
      return field + " " + quoted(value.apply(facts)) + " does not begin with " + words;
    }

    private static String list(List<String> prefixes) {
      int shown = 8;
      String first = String.join(", ", prefixes.subList(0, Math.min(shown, prefixes.size())));
      return prefixes.size() <= shown
          ? first
          : first + " or " + (prefixes.size() - shown) + " more";
    }
  }

  private record Matching(String field, List<Pattern> patterns, Function<Facts, String> value)
      implements Condition {
    @Override
    public boolean holds(Facts facts) {
      String text = value.apply(facts);
      for (Pattern pattern : patterns) {
        if (pattern.matcher(text).matches()) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String otherwise(Facts facts) {
      return field + " " + quoted(value.apply(facts)) + " does not match " + patterns;
    }
  }

  private record Coding(BitSet wanted, String words) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      return wanted.get(facts.message().dataCoding());
    }

    @Override
    public String otherwise(Facts facts) {
      return "data_coding is " + facts.message().dataCoding() + ", not " + words;
    }
  }

  private record OfNetwork(Set<String> wanted, String words) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      Network network = facts.network();
      return network != null
          && (wanted.contains(network.mcc()) || wanted.contains(network.toString()));
    }

    @Override
    public String otherwise(Facts facts) {
      Network network = facts.network();
      return network == null
          ? "the network of the destination is not known"
          : "network of the destination is " + network + ", not " + words;
    }
  }

  private record OfType(String field, List<NumberType> wanted, Function<Facts, NumberType> value)
      implements Condition {
    @Override
    public boolean holds(Facts facts) {
      NumberType type = value.apply(facts);
      for (NumberType each : wanted) {
        if (type.fits(each)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String otherwise(Facts facts) {
      return "type of the "
          + field
          + " is "
          + Section.spelling(value.apply(facts))
          + ", not "
          + String.join(", ", wanted.stream().map(Section::spelling).toList());
    }
  }

  /**
   * A part of the messages that come this far.
   *
   * @param salt of the rule, so that two shares in a row are not the same messages
   */
  private record Share(double percent, long salt) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      return place(facts) < percent;
    }

    private double place(Facts facts) {
      return 100 * Draw.unit(facts.draw() ^ salt);
    }

    @Override
    public String otherwise(Facts facts) {
      return String.format(
          Locale.ROOT,
          "its draw is %.1f of 100, not below %s",
          place(facts),
          Prices.plain(percent));
    }
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "empty" : text;
  }
}
