package org.messagecenter.protocol.text;

/**
 * Where a text may be cut: not inside a surrogate pair, and not inside what a reader sees as one
 * character, as far as a glance at the neighbours tells.
 */
final class TextBreak {
  private static final int JOINER = 0x200D;
  private static final int NON_JOINER = 0x200C;
  private static final int FIRST_SKIN_TONE = 0x1F3FB;
  private static final int LAST_SKIN_TONE = 0x1F3FF;
  private static final int FIRST_TAG = 0xE0020;
  private static final int LAST_TAG = 0xE007F;
  private static final int FIRST_REGIONAL = 0x1F1E6;
  private static final int LAST_REGIONAL = 0x1F1FF;

  /** A run that goes on for longer than this is no character; it is cut between its parts. */
  private static final int LONGEST = 32;

  private TextBreak() {}

  /**
   * The last place to cut at or before {@code at}.
   *
   * @param from where the part begins; the cut lies behind it unless there is no room for a pair
   * @param at the furthest cut, not behind the end
   */
  static int before(String text, int from, int at) {
    if (at >= text.length()) {
      return at;
    }
    int pair =
        at > from
                && Character.isLowSurrogate(text.charAt(at))
                && Character.isHighSurrogate(text.charAt(at - 1))
            ? at - 1
            : at;
    int whole = pair;
    while (whole > from && pair - whole <= LONGEST && holdsTogether(text, from, whole)) {
      whole -= Character.charCount(text.codePointBefore(whole));
    }
    return whole > from && pair - whole <= LONGEST ? whole : pair;
  }

  /** Whether a character belongs to the one before it. */
  static boolean joins(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default ->
          c == JOINER
              || c == NON_JOINER
              || (c >= FIRST_SKIN_TONE && c <= LAST_SKIN_TONE)
              || (c >= FIRST_TAG && c <= LAST_TAG);
    };
  }

  private static boolean holdsTogether(String text, int from, int at) {
    int next = text.codePointAt(at);
    int last = text.codePointBefore(at);
    return joins(next)
        || last == JOINER
        || (isRegional(next) && isRegional(last) && regionalsBefore(text, from, at) % 2 == 1);
  }

  /** Flags are pairs of regional letters, so their number tells whether one is open. */
  private static int regionalsBefore(String text, int from, int at) {
    int count = 0;
    int i = at;
    while (i > from && isRegional(text.codePointBefore(i))) {
      i -= 2;
      count++;
    }
    return count;
  }

  private static boolean isRegional(int c) {
    return c >= FIRST_REGIONAL && c <= LAST_REGIONAL;
  }
}
