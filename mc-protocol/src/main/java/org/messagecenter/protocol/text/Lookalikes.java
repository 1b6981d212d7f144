package org.messagecenter.protocol.text;

import java.text.Normalizer;
import java.util.Map;
import java.util.function.IntPredicate;

/** Replaces the characters that an alphabet does not have. */
final class Lookalikes {
  private static final String UNKNOWN = "?";

  /** What decomposition does not find. */
  private static final Map<Integer, String> NEAR =
      Map.ofEntries(
          Map.entry(0x09, " "),
          Map.entry(0x60, "'"),
          Map.entry(0xAB, "\""),
          Map.entry(0xBB, "\""),
          Map.entry(0xB4, "'"),
          Map.entry(0xB7, "."),
          Map.entry(0xD0, "D"),
          Map.entry(0xD7, "x"),
          Map.entry(0xDE, "Th"),
          Map.entry(0xF0, "d"),
          Map.entry(0xFE, "th"),
          Map.entry(0x110, "D"),
          Map.entry(0x111, "d"),
          Map.entry(0x131, "i"),
          Map.entry(0x141, "L"),
          Map.entry(0x142, "l"),
          Map.entry(0x152, "OE"),
          Map.entry(0x153, "oe"),
          Map.entry(0x1E9E, "SS"),
          Map.entry(0x2010, "-"),
          Map.entry(0x2011, "-"),
          Map.entry(0x2012, "-"),
          Map.entry(0x2013, "-"),
          Map.entry(0x2014, "-"),
          Map.entry(0x2018, "'"),
          Map.entry(0x2019, "'"),
          Map.entry(0x201A, "'"),
          Map.entry(0x201B, "'"),
          Map.entry(0x201C, "\""),
          Map.entry(0x201D, "\""),
          Map.entry(0x201E, "\""),
          Map.entry(0x2022, "*"),
          Map.entry(0x2039, "'"),
          Map.entry(0x203A, "'"),
          Map.entry(0x2212, "-"));

  private Lookalikes() {}

  /**
   * The text with a substitute for each character that {@code repertoire} refuses.
   *
   * @param near whether to look for what comes nearest, and to drop what shows nothing of its own
   */
  static String replace(String text, IntPredicate repertoire, boolean near) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (repertoire.test(c)) {
                out.appendCodePoint(c);
              } else {
                out.append(near ? near(c, repertoire) : UNKNOWN);
              }
            });
    return out.toString();
  }

  private static String near(int c, IntPredicate repertoire) {
    if (TextBreak.joins(c)) {
      return "";
    }
    String found = NEAR.get(c);
    if (found == null) {
      found = base(c);
    }
    return !found.isEmpty() && found.codePoints().allMatch(repertoire) ? found : UNKNOWN;
  }

  /** The characters it is composed of, without accents. */
  private static String base(int c) {
    StringBuilder out = new StringBuilder();
    Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD)
        .codePoints()
        .filter(part -> !TextBreak.joins(part))
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
