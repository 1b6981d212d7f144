package org.messagecenter.server.dialect;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;

/**
 * The fields of a receipt's text (34:App. B), found without a copy of it.
 *
 * <p>A field is a label, a colon and all up to the next label. Labels are read in any case, with or
 * without blanks before and behind the colon, and may be missing or in another order. What stands
 * behind {@code text:} is not searched.
 */
final class ReceiptLine {
  static final int ID = 0;
  static final int SUB = 1;
  static final int DLVRD = 2;
  static final int SUBMIT_DATE = 3;
  static final int DONE_DATE = 4;
  static final int STAT = 5;
  static final int ERR = 6;
  static final int TEXT = 7;

  private static final String[] LABELS = {
    "id", "sub", "dlvrd", "submit", "done", "stat", "err", "text"
  };
  private static final String DATE = "date";

  /** The one character of ids that GSM 7-bit has elsewhere than ASCII. */
  private static final char GSM7_UNDERSCORE = 0x11;

  private final Octets octets;

  /** Where each value begins; -1 for a field that is missing. */
  private final int[] from = {-1, -1, -1, -1, -1, -1, -1, -1};

  private final int[] to = new int[LABELS.length];

  ReceiptLine(Octets octets) {
    this.octets = octets;
    int open = -1;
    for (int at = 0; at < octets.length() && open != TEXT; at++) {
      if (octets.at(at) == ':') {
        open = label(at, open);
      }
    }
    if (open >= 0) {
      to[open] = octets.length();
    }
  }

  /** Takes the word before a colon for a label if it is one, and ends the value before it. */
  private int label(int colon, int open) {
    int end = blanksBefore(colon);
    int start = wordBefore(end);
    int field = -1;
    int labelStart = start;
    if (is(DATE, end - DATE.length(), end)) {
      // "submit date", "submitdate" and "submit_date" alike.
      int last = separatorsBefore(end - DATE.length());
      int first = wordBefore(last);
      field = is(LABELS[SUBMIT_DATE], first, last) ? SUBMIT_DATE : field;
      field = is(LABELS[DONE_DATE], first, last) ? DONE_DATE : field;
      labelStart = first;
    } else {
      for (int i = 0; i < LABELS.length; i++) {
        if (i != SUBMIT_DATE && i != DONE_DATE && is(LABELS[i], start, end)) {
          field = i;
        }
      }
    }
    // The first of a kind counts, and what stands in a word is none.
    if (field < 0 || from[field] >= 0) {
      return open;
    }
    if (open >= 0) {
      to[open] = labelStart;
    }
    from[field] = colon + 1;
    to[field] = octets.length();
    return field;
  }

  private int blanksBefore(int at) {
    int before = at;
    while (before > 0 && octets.at(before - 1) == ' ') {
      before--;
    }
    return before;
  }

  private int separatorsBefore(int at) {
    int before = at;
    while (before > 0 && (octets.at(before - 1) <= ' ' || octets.at(before - 1) == '_')) {
      before--;
    }
    return before;
  }

  private int wordBefore(int at) {
    int before = at;
    while (before > 0 && isLetterOrDigit(octets.at(before - 1))) {
      before--;
    }
    return before;
  }

  private boolean is(String word, int start, int end) {
    if (end - start != word.length() || start < 0) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((octets.at(start + i) | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(int octet) {
    return (octet >= '0' && octet <= '9') || ((octet | 0x20) >= 'a' && (octet | 0x20) <= 'z');
  }

  private static boolean isSeparator(int octet) {
    return (octet <= ' ' && octet != GSM7_UNDERSCORE) || octet == ',' || octet == ';';
  }

  /** Whether the field is there, even with nothing behind its label. */
  boolean has(int field) {
    return from[field] >= 0;
  }

  /** Whether it has so much of a receipt that no message would have it by chance. */
  boolean isWhole() {
    return has(ID) && has(STAT) && (has(DONE_DATE) || has(SUBMIT_DATE) || has(DLVRD) || has(ERR));
  }

  /** The first word of a field; null when there is none. */
  @Nullable String word(int field) {
    int start = start(field);
    int end = start;
    while (end < to[field] && !isSeparator(octets.at(end))) {
      end++;
    }
    return end == start
        ? null
        : octets.slice(start, end - start).latin1().replace(GSM7_UNDERSCORE, '_');
  }

  private int start(int field) {
    int start = from[field] < 0 ? to[field] : from[field];
    while (start < to[field] && isSeparator(octets.at(start))) {
      start++;
    }
    return start;
  }

  /** All that comes before {@code text:}, for those who look for a word without a label. */
  String beforeText() {
    int end = octets.length();
    if (from[TEXT] >= 0) {
      end = from[TEXT] - 1;
    }
    return octets.slice(0, end).latin1();
  }

  /**
   * A date of the form YYMMDDhhmm, with seconds, with a four-digit year, or in the 16 characters of
   * an SMPP time, whose offset is ignored as it is by those who write it. Signs between the digits
   * do not matter.
   *
   * @return epoch milliseconds, -1 when it is none
   */
  long date(int field, ZoneId zone) {
    if (from[field] < 0) {
      return -1;
    }
    long digits = 0;
    int count = 0;
    for (int at = from[field]; at < to[field] && count < 15; at++) {
      int octet = octets.at(at);
      if (octet >= '0' && octet <= '9') {
        digits = digits * 10 + octet - '0';
        count++;
      } else if (isLetterOrDigit(octet)) {
        break;
      }
    }
    return switch (count) {
      case 10 -> millis(zone, 2000 + digits / 100_000_000, digits % 100_000_000 * 100);
      case 12 ->
          isCentury(digits)
              ? millis(zone, digits / 100_000_000, digits % 100_000_000 * 100)
              : millis(zone, 2000 + digits / 10_000_000_000L, digits % 10_000_000_000L);
      case 14 -> millis(zone, digits / 10_000_000_000L, digits % 10_000_000_000L);
      case 15 -> millis(zone, 2000 + digits / 10_000_000_000_000L, digits / 1000 % 10_000_000_000L);
      default -> -1;
    };
  }

  /** Twelve digits that start with 20 and then no month: a four-digit year without seconds. */
  private static boolean isCentury(long digits) {
    long month = digits / 100_000_000 % 100;
    return digits / 10_000_000_000L == 20 && (month < 1 || month > 12);
  }

  /** {@code rest}: MMDDhhmmss. */
  private static long millis(ZoneId zone, long year, long rest) {
    int number = (int) (rest % 10_000);
    int early = (int) (rest / 10_000);
    try {
      return LocalDateTime.of(
                  (int) year,
                  early / 10_000,
                  early / 100 % 100,
                  early % 100,
                  number / 100,
                  number % 100)
              .atZone(zone)
              .toEpochSecond()
          * 1000;
    } catch (DateTimeException e) {
      return -1;
    }
  }
}
