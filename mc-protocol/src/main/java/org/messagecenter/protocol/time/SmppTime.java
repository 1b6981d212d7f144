package org.messagecenter.protocol.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Reads and writes {@code YYMMDDhhmmsstnnp}: 16 characters, absolute with a quarter-hour offset
 * from UTC, or relative with p = R.
 *
 * <p>Choices where the specification leaves room: two-digit years 00-37 are in this century, 38-99
 * in the last (3.4 App. C). Every part of a relative time may be zero, and hours, minutes, seconds,
 * days and months beyond the printed ranges are refused. Relative years and months are added by the
 * calendar first, then days and time, all in UTC.
 */
public final class SmppTime {
  private static final int LENGTH = 16;
  private static final int DIGITS = 15;
  private static final int TENTH = 12;
  private static final int FIRST_YEAR_OF_LAST_CENTURY = 38;
  private static final int QUARTERS_MOST = 48;
  private static final int SECONDS_PER_QUARTER = 900;
  private static final long TENTH_MILLIS = 100;

  private SmppTime() {}

  /**
   * The moment a text means.
   *
   * @param text absolute or relative, 16 characters
   * @param now what relative times count from, epoch milliseconds
   * @return epoch milliseconds
   */
  public static long parse(String text, long now) throws SmppTimeFormatException {
    if (text.length() != LENGTH) {
      throw new SmppTimeFormatException("length", "is " + text.length() + ", must be " + LENGTH);
    }
    requireDigits(text, DIGITS);
    char direction = text.charAt(DIGITS);
    return switch (direction) {
      case 'R' -> relative(text, now);
      case '+', '-' -> absolute(text, direction);
      default -> throw new SmppTimeFormatException("direction", "must be +, - or R");
    };
  }

  /**
   * The moment a text in the absolute form means, the only form of 3.3 (33:7.5).
   *
   * @return epoch milliseconds
   */
  public static long parseAbsolute(String text) throws SmppTimeFormatException {
    if (isRelative(text)) {
      throw new SmppTimeFormatException("direction", "must be + or -");
    }
    return parse(text, 0);
  }

  /**
   * The moment a text means, with what senders often get wrong: parts of a relative time beyond
   * their printed ranges count as they stand (48 hours), 15 digits without a direction are
   * relative, and tenths that are no digit are none, as is the offset of a relative time.
   *
   * @param now what relative times count from, epoch milliseconds
   * @return epoch milliseconds
   */
  public static long parseLoosely(String text, long now) throws SmppTimeFormatException {
    String whole = text;
    if (text.length() == DIGITS) {
      requireDigits(text, DIGITS);
      whole = text + 'R';
    } else if (text.length() != LENGTH) {
      throw new SmppTimeFormatException(
          "length", "is " + text.length() + ", must be " + DIGITS + " or " + LENGTH);
    }
    if (whole.charAt(DIGITS) != 'R') {
      char tenth = whole.charAt(TENTH);
      boolean digit = tenth >= '0' && tenth <= '9';
      return parse(
          digit ? whole : whole.substring(0, TENTH) + '0' + whole.substring(TENTH + 1), now);
    }
    requireDigits(whole, TENTH);
    return later(
        now,
        number(whole, 0),
        number(whole, 2),
        number(whole, 4),
        number(whole, 6),
        number(whole, 8),
        number(whole, 10));
  }

  /** Whether a text is in the relative form, right or wrong otherwise. */
  public static boolean isRelative(String text) {
    return text.length() == LENGTH && text.charAt(DIGITS) == 'R';
  }

  /**
   * Writes a moment in the absolute form, in UTC, to a tenth of a second.
   *
   * @param millis epoch milliseconds from 1938 to 2037
   */
  public static String formatAbsolute(long millis) {
    LocalDateTime t = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    StringBuilder out = new StringBuilder(LENGTH);
    two(out, t.getYear() % 100);
    two(out, t.getMonthValue());
    two(out, t.getDayOfMonth());
    two(out, t.getHour());
    two(out, t.getMinute());
    two(out, t.getSecond());
    out.append((char) ('0' + Math.floorMod(millis, 1000L) / TENTH_MILLIS));
    return out.append("00+").toString();
  }

  /**
   * Writes a span in the relative form, in days and time; fractions of a second are cut.
   *
   * @throws IllegalArgumentException beyond 31 days, the most the form holds without months
   */
  public static String formatRelative(Duration span) {
    if (span.isNegative() || span.toDays() > 31) {
      throw new IllegalArgumentException(span + " is not from 0 to 31 days");
    }
    StringBuilder out = new StringBuilder(LENGTH).append("0000");
    two(out, (int) span.toDays());
    two(out, span.toHoursPart());
    two(out, span.toMinutesPart());
    two(out, span.toSecondsPart());
    return out.append("000R").toString();
  }

  private static long absolute(String text, char direction) throws SmppTimeFormatException {
    int yy = number(text, 0);
    int year = yy >= FIRST_YEAR_OF_LAST_CENTURY ? 1900 + yy : 2000 + yy;
    int month = inRange("month", number(text, 2), 1, 12);
    int day = inRange("day", number(text, 4), 1, 31);
    int hour = inRange("hour", number(text, 6), 0, 23);
    int minute = inRange("minute", number(text, 8), 0, 59);
    int second = inRange("second", number(text, 10), 0, 59);
    int tenth = text.charAt(TENTH) - '0';
    int quarters = inRange("offset", number(text, 13), 0, QUARTERS_MOST);
    LocalDateTime local;
    try {
      local = LocalDateTime.of(year, month, day, hour, minute, second);
    } catch (DateTimeException e) {
      SmppTimeFormatException failure =
          new SmppTimeFormatException("day", "is " + day + ", which that month does not have");
      failure.initCause(e);
      throw failure;
    }
    long offset = (long) quarters * SECONDS_PER_QUARTER * (direction == '+' ? 1 : -1);
    long seconds = local.toEpochSecond(ZoneOffset.UTC) - offset;
    return seconds * 1000 + tenth * TENTH_MILLIS;
  }

  private static long relative(String text, long now) throws SmppTimeFormatException {
    int years = number(text, 0);
    int months = inRange("month", number(text, 2), 0, 12);
    int days = inRange("day", number(text, 4), 0, 31);
    int hours = inRange("hour", number(text, 6), 0, 23);
    int minutes = inRange("minute", number(text, 8), 0, 59);
    int seconds = inRange("second", number(text, 10), 0, 59);
    return later(now, years, months, days, hours, minutes, seconds);
  }

  private static long later(
      long now, int years, int months, int days, int hours, int minutes, int seconds) {
    return OffsetDateTime.ofInstant(Instant.ofEpochMilli(now), ZoneOffset.UTC)
        .plusYears(years)
        .plusMonths(months)
        .plusDays(days)
        .plusHours(hours)
        .plusMinutes(minutes)
        .plusSeconds(seconds)
        .toInstant()
        .toEpochMilli();
  }

  private static void requireDigits(String text, int count) throws SmppTimeFormatException {
    for (int i = 0; i < count; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        throw new SmppTimeFormatException("digits", "must be in the first " + count + " places");
      }
    }
  }

  private static int number(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }

  private static int inRange(String part, int value, int least, int most)
      throws SmppTimeFormatException {
    if (value < least || value > most) {
      throw new SmppTimeFormatException(part, "is " + value + ", must be " + least + " to " + most);
    }
    return value;
  }

  private static void two(StringBuilder out, int value) {
    out.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
