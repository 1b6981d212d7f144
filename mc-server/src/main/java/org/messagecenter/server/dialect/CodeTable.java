package org.messagecenter.server.dialect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Meanings of numbers: single ones and ranges. Immutable. */
final class CodeTable {
  static final CodeTable EMPTY = new CodeTable(List.of());

  private static final Pattern NUMBER = Pattern.compile("(?:0x)?[0-9A-Fa-f]{1,10}");
  private static final Pattern RANGE =
      Pattern.compile("(" + NUMBER.pattern() + ")\\s*-\\s*(" + NUMBER.pattern() + ")");

  /** Those that decide first come first. */
  private final List<Entry> entries;

  /** Both ends are included. */
  record Entry(long first, long last, Meaning meaning) {
    long width() {
      return last - first;
    }
  }

  private CodeTable(List<Entry> entries) {
    this.entries = entries;
  }

  /** The same with entries that come before all of these, the narrower ones first. */
  CodeTable with(List<Entry> more) {
    List<Entry> all = new ArrayList<>(more);
    all.sort(Comparator.comparingLong(Entry::width));
    all.addAll(entries);
    return new CodeTable(List.copyOf(all));
  }

  @Nullable Meaning find(long code) {
    for (Entry entry : entries) {
      if (code >= entry.first && code <= entry.last) {
        return entry.meaning;
      }
    }
    return null;
  }

  /** An entry for a number or a range; null when the text is neither. */
  static @Nullable Entry entry(String text, int base, Meaning meaning) {
    Matcher range = RANGE.matcher(text);
    boolean two = range.matches();
    long first = number(two ? range.group(1) : text, base);
    long last = two ? number(range.group(2), base) : first;
    return first < 0 || last < first ? null : new Entry(first, last, meaning);
  }

  /** A number in the base, or in hexadecimal behind 0x; -1 when it is none. */
  static long number(String text, int base) {
    if (!NUMBER.matcher(text).matches()) {
      return -1;
    }
    try {
      return text.startsWith("0x")
          ? Long.parseLong(text.substring(2), 16)
          : Long.parseLong(text, base);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
