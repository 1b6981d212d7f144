package org.messagecenter.protocol.receipt;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.text.Gsm7;

/**
 * The text of delivery receipts: {@code id:… sub:001 dlvrd:001 submit date:YYMMDDhhmm done
 * date:YYMMDDhhmm stat:DELIVRD err:000 text:…} (3.4 App. B).
 *
 * <p>Printed in exactly that form, in UTC, but for what {@link ReceiptStyle} changes. Parsed with
 * every deviation that is common: dates of 10, 12, 14 or 16 characters, fields left out, err of any
 * width, labels in any case and spacing.
 */
public final class ReceiptText {
  /** How much of the message a receipt repeats, in characters. */
  public static final int TEXT_LENGTH = 20;

  private static final byte[] ID = ascii("id:");
  private static final byte[] SUB_DELIVERED = ascii(" sub:001 dlvrd:001 submit date:");
  private static final byte[] SUB_FAILED = ascii(" sub:001 dlvrd:000 submit date:");
  private static final byte[] DONE = ascii(" done date:");
  private static final byte[] STAT = ascii(" stat:");
  private static final byte[] ERR = ascii(" err:");
  private static final byte[] TEXT = ascii(" text:");
  private static final byte[][] STATS = new byte[MessageState.values().length][];

  private static final int STAT_LENGTH = 7;
  private static final long SECOND = 1000;
  private static final long DAY_SECONDS = 86_400;

  private static final Pattern FIELD =
      Pattern.compile(
          "\\b(id|sub|dlvrd|submit\\s*date|done\\s*date|stat|err|text)\\s*:\\s*",
          Pattern.CASE_INSENSITIVE);

  static {
    for (MessageState state : MessageState.values()) {
      STATS[state.value()] = ascii(state.stat());
    }
  }

  private ReceiptText() {}

  /** The text of a receipt for one message in the usual style. */
  public static byte[] print(
      String id, long submitDate, long doneDate, MessageState state, int error, Octets text) {
    return print(ReceiptStyle.USUAL, id, submitDate, doneDate, state, error, text);
  }

  /**
   * The text of a receipt for one message, as octets that mean the same in GSM 7-bit, ASCII and
   * Latin-1.
   *
   * @param submitDate epoch milliseconds, years 2000 to 2099
   * @param doneDate epoch milliseconds, years 2000 to 2099
   * @param error 0 to 0xFFF, in the decimal style to 0xFFFF
   * @param text the message's own octets; the first {@value #TEXT_LENGTH} are repeated
   */
  public static byte[] print(
      ReceiptStyle style,
      String id,
      long submitDate,
      long doneDate,
      MessageState state,
      int error,
      Octets text) {
    byte[] out = new byte[length(style, id, error, text)];
    print(out, 0, style, id, submitDate, doneDate, state, error, text);
    return out;
  }

  /** How many octets the text of a receipt has. */
  public static int length(ReceiptStyle style, String id, int error, Octets text) {
    return ID.length
        + id.length()
        + SUB_FAILED.length
        + DONE.length
        + 2 * style.dateLength()
        + STAT.length
        + STAT_LENGTH
        + ERR.length
        + style.errorLength(error)
        + TEXT.length
        + repeated(text);
  }

  /**
   * The same text as part of something longer.
   *
   * @param start where in {@code out} it is to begin; there must be room for its {@link #length}
   * @return where it ends
   */
  public static int print(
      byte[] out,
      int start,
      ReceiptStyle style,
      String id,
      long submitDate,
      long doneDate,
      MessageState state,
      int error,
      Octets text) {
    int repeated = repeated(text);
    int at = put(out, start, ID);
    for (int i = 0; i < id.length(); i++) {
      out[at++] = (byte) id.charAt(i);
    }
    at = put(out, at, state == MessageState.DELIVERED ? SUB_DELIVERED : SUB_FAILED);
    at = date(out, at, submitDate, style.seconds());
    at = put(out, at, DONE);
    at = date(out, at, doneDate, style.seconds());
    at = put(out, at, STAT);
    at = put(out, at, STATS[state.value()]);
    at = put(out, at, ERR);
    at = error(out, at, error, style);
    at = put(out, at, TEXT);
    for (int i = 0; i < repeated; i++) {
      out[at++] = (byte) text.at(i);
    }
    return at;
  }

  private static int repeated(Octets text) {
    if (text.length() <= TEXT_LENGTH) {
      return text.length();
    }
    // Never one half of a character of the extension table.
    return text.at(TEXT_LENGTH - 1) == Gsm7.ESCAPE ? TEXT_LENGTH - 1 : TEXT_LENGTH;
  }

  /** Reads a receipt; empty when the text names no id or no stat. */
  public static Optional<Receipt> parse(String text) {
    @Nullable String id = null;
    @Nullable String stat = null;
    @Nullable String err = null;
    @Nullable String words = null;
    int submitted = -1;
    int delivered = -1;
    long submitDate = -1;
    long doneDate = -1;
    Matcher field = FIELD.matcher(text);
    boolean found = field.find();
    while (found) {
      String label = field.group(1).toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
      int from = field.end();
      if (label.equals("text")) {
        words = text.substring(from);
        break;
      }
      found = field.find();
      String value = text.substring(from, found ? field.start() : text.length()).trim();
      switch (label) {
        case "id" -> id = value;
        case "sub" -> submitted = number(value);
        case "dlvrd" -> delivered = number(value);
        case "stat" -> stat = value;
        case "err" -> err = value;
        case "submit date", "submitdate" -> submitDate = parseDate(value);
        default -> doneDate = parseDate(value);
      }
    }
    if (id == null || id.isEmpty() || stat == null || stat.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Receipt(id, submitted, delivered, submitDate, doneDate, stat, err, words));
  }

  /** Reads a receipt from the octets of a message in GSM 7-bit, ASCII or Latin-1. */
  public static Optional<Receipt> parse(Octets text) {
    return parse(text.latin1());
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * YYMMDDhhmm, with seconds, with a four-digit year, or the 16 characters of an SMPP time, of
   * which the offset is ignored as it is by those who send it.
   */
  private static long parseDate(String value) {
    String digits = value.length() == 16 ? value.substring(0, 12) : value;
    boolean century =
        digits.length() == 14 || (digits.length() == 12 && implausibleAsShort(digits));
    try {
      int from = century ? 4 : 2;
      int year =
          century
              ? Integer.parseInt(digits.substring(0, 4))
              : 2000 + Integer.parseInt(digits.substring(0, 2));
      int second =
          digits.length() >= from + 10
              ? Integer.parseInt(digits.substring(from + 8, from + 10))
              : 0;
      return LocalDateTime.of(
                  year,
                  Integer.parseInt(digits.substring(from, from + 2)),
                  Integer.parseInt(digits.substring(from + 2, from + 4)),
                  Integer.parseInt(digits.substring(from + 4, from + 6)),
                  Integer.parseInt(digits.substring(from + 6, from + 8)),
                  second)
              .toEpochSecond(ZoneOffset.UTC)
          * 1000;
    } catch (DateTimeException | NumberFormatException | StringIndexOutOfBoundsException e) {
      return -1;
    }
  }

  /** Twelve digits that start with 20 and then no month: a four-digit year without seconds. */
  private static boolean implausibleAsShort(String digits) {
    int month = number(digits.substring(2, 4));
    return digits.startsWith("20") && (month < 1 || month > 12);
  }

  private static int error(byte[] out, int at, int error, ReceiptStyle style) {
    int base = style.decimalError() ? 10 : 16;
    int end = at + style.errorLength(error);
    int rest = error;
    for (int i = end - 1; i >= at; i--) {
      int digit = rest % base;
      out[i] = (byte) (digit < 10 ? '0' + digit : 'A' + digit - 10);
      rest /= base;
    }
    return end;
  }

  private static int date(byte[] out, int at, long millis, boolean withSeconds) {
    long seconds = Math.floorDiv(millis, SECOND);
    long days = Math.floorDiv(seconds, DAY_SECONDS);
    int ofDay = (int) Math.floorMod(seconds, DAY_SECONDS);
    // Days since 1970-01-01 to a date of the Gregorian calendar, counted in years from March.
    long z = days + 719_468;
    long era = Math.floorDiv(z, 146_097);
    int dayOfEra = (int) (z - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shifted = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * shifted + 2) / 5 + 1;
    int month = shifted < 10 ? shifted + 3 : shifted - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    int next = two(out, at, Math.floorMod(year, 100));
    next = two(out, next, month);
    next = two(out, next, day);
    next = two(out, next, ofDay / 3600);
    next = two(out, next, ofDay / 60 % 60);
    return withSeconds ? two(out, next, ofDay % 60) : next;
  }

  private static int two(byte[] out, int at, int value) {
    out[at] = (byte) ('0' + value / 10);
    out[at + 1] = (byte) ('0' + value % 10);
    return at + 2;
  }

  private static int put(byte[] out, int at, byte[] octets) {
    System.arraycopy(octets, 0, out, at, octets.length);
    return at + octets.length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
