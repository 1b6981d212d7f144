package org.messagecenter.server.route;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messagecenter.server.config.Section;

/**
 * Times of the day on days of the week. A time that ends before it starts goes on after midnight
 * and belongs to the day it starts on.
 *
 * @param from minute of the day
 * @param to minute of the day, excluded
 * @param days those on which it starts
 */
record Hours(int from, int to, Set<Day> days, ZoneId zone, String words) implements Condition {
  private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-4]):([0-5]\\d)");
  private static final String TIME_RULE = "a time of the day from 00:00 to 24:00";
  private static final int DAY_MINUTES = 24 * 60;
  private static final long DAY_SECONDS = 86_400;

  /** 1970-01-01 was a Thursday. */
  private static final int FIRST_DAY = 3;

  private static final Day[] WEEK = Day.values();

  enum Day {
    MON,
    TUE,
    WED,
    THU,
    FRI,
    SAT,
    SUN
  }

  static Hours from(Section s) {
    int from = s.has("from") ? minute(s, "from") : 0;
    int to = s.has("to") ? minute(s, "to") : DAY_MINUTES;
    Set<Day> days = EnumSet.allOf(Day.class);
    if (s.has("days")) {
      days.retainAll(s.oneOrMore("days", Day.class));
    }
    ZoneId zone = s.has("zone") ? zone(s) : ZoneOffset.UTC;
    return new Hours(
        from, to, days, zone, clock(from) + " to " + clock(to) + dayWords(days) + ", " + zone);
  }

  @Override
  public boolean holds(Facts facts) {
    Instant at = Instant.ofEpochMilli(facts.request().at());
    long local = at.getEpochSecond() + zone.getRules().getOffset(at).getTotalSeconds();
    int minute = (int) (Math.floorMod(local, DAY_SECONDS) / 60);
    int today = Math.floorMod(Math.floorDiv(local, DAY_SECONDS) + FIRST_DAY, 7);
    if (from < to) {
      return minute >= from && minute < to && on(today);
    }
    return (minute >= from && on(today)) || (minute < to && on((today + 6) % 7));
  }

  private boolean on(int day) {
    return days.contains(WEEK[day]);
  }

  @Override
  public String otherwise(Facts facts) {
    var local = Instant.ofEpochMilli(facts.request().at()).atZone(zone);
    String day = Section.spelling(WEEK[local.getDayOfWeek().getValue() - 1]);
    return String.format(
        Locale.ROOT, "it is %s %02d:%02d, not %s", day, local.getHour(), local.getMinute(), words);
  }

  private static int minute(Section s, String key) {
    Matcher time = TIME.matcher(s.string(key, TIME, TIME_RULE));
    if (!time.matches()) {
      return 0;
    }
    int minute = Integer.parseInt(time.group(1)) * 60 + Integer.parseInt(time.group(2));
    if (minute > DAY_MINUTES) {
      s.problem(key, "must be " + TIME_RULE);
    }
    return minute;
  }

  private static ZoneId zone(Section s) {
    String text = s.string("zone");
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      s.problem("zone", "must be a time zone such as Europe/Berlin, UTC or +02:00");
      return ZoneOffset.UTC;
    }
  }

  private static String clock(int minute) {
    return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
  }

  private static String dayWords(Set<Day> days) {
    if (days.size() == WEEK.length) {
      return "";
    }
    StringBuilder words = new StringBuilder(" on");
    days.forEach(day -> words.append(' ').append(Section.spelling(day)));
    return words.toString();
  }
}
