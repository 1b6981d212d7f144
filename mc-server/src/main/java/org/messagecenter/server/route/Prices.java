package org.messagecenter.server.route;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.Section;

/** What the carriers of a group charge, by the first digits of a number or by its country. */
final class Prices {
  private static final Pattern PREFIX = Pattern.compile("\\d{1,15}");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final String OTHER = "other";
  private static final double HIGHEST = 1e9;

  private final List<String> carriers;
  private final PrefixTree<double[]> byPrefix = new PrefixTree<>();
  private final Map<String, double[]> byCountry = new HashMap<>();
  private double @Nullable [] other;

  Prices(List<String> carriers) {
    this.carriers = carriers;
  }

  /** Adds what a section says: place to carrier to price. Problems are noted in it. */
  void add(Section prices, Map<String, Section> places) {
    places.forEach(
        (place, s) -> {
          double[] row = row(s);
          boolean twice;
          if (place.equals(OTHER)) {
            twice = other != null;
            other = row;
          } else if (PREFIX.matcher(place).matches()) {
            twice = byPrefix.put(place, row) != null;
          } else if (COUNTRY.matcher(place).matches() && PhoneBook.knows(place)) {
            twice = byCountry.put(place, row) != null;
          } else {
            twice = false;
            prices.problem(place, "must be the first digits of numbers, a country, or " + OTHER);
          }
          if (twice) {
            prices.problem(place, "has prices already");
          }
        });
  }

  /** Whether some are by country, which the numbering plans tell. */
  boolean asksPlans() {
    return !byCountry.isEmpty();
  }

  private double[] row(Section s) {
    double[] row = unknown();
    for (int i = 0; i < row.length; i++) {
      if (s.has(carriers.get(i))) {
        row[i] = s.decimal(carriers.get(i), 0, HIGHEST);
      }
    }
    return row;
  }

  /**
   * The price of each carrier for the destination: of its longest prefix, else of its country, else
   * of all others; not a number where none is known.
   */
  double[] of(Facts facts) {
    double[] found = unknown();
    lay(other, found);
    if (!byCountry.isEmpty()) {
      lay(byCountry.get(facts.country()), found);
    }
    String digits = facts.destination().digits();
    PrefixTree.Node<double[]> node = byPrefix.root();
    for (int i = 0; i < digits.length(); i++) {
      node = node.next(digits.charAt(i));
      if (node == null) {
        break;
      }
      lay(node.value(), found);
    }
    return found;
  }

  private static void lay(double @Nullable [] row, double[] over) {
    for (int i = 0; row != null && i < over.length; i++) {
      if (!Double.isNaN(row[i])) {
        over[i] = row[i];
      }
    }
  }

  private double[] unknown() {
    double[] row = new double[carriers.size()];
    Arrays.fill(row, Double.NaN);
    return row;
  }

  /** A number without zeros behind it. */
  static String plain(double number) {
    return Double.isNaN(number)
        ? "unknown"
        : new BigDecimal(String.format(Locale.ROOT, "%.9f", number))
            .stripTrailingZeros()
            .toPlainString();
  }
}
