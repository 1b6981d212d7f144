package org.messagecenter.server.history;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.store.history.HistoryEntry;

/** What was noted of a message, in words. */
final class Timeline {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final long LAST_MILLIS = 253_402_300_799_999L;

  private static final long MICROS = 1000;

  private static final String NO_ANSWER = "no answer";

  private Timeline() {}

  /** One line. */
  static String line(long millis, String what, String details) {
    return String.format(Locale.ROOT, "%s  %-9s %s", time(millis), what, details).stripTrailing();
  }

  /**
   * A line for each entry, in their order. A message that is sent while nobody knows what became of
   * an earlier attempt is marked: its recipient may get it twice.
   */
  static List<String> lines(List<HistoryEntry> entries) {
    List<String> lines = new ArrayList<>(entries.size());
    boolean isOpen = false;
    for (HistoryEntry entry : entries) {
      StepType type = StepType.of(entry.type());
      boolean isSent = type == StepType.SENT;
      lines.add(isSent && isOpen ? line(entry) + ", a possible duplicate" : line(entry));
      if (isSent) {
        isOpen = true;
      } else if (type == StepType.OUTCOME) {
        isOpen = wordOf(entry).startsWith(NO_ANSWER);
      }
    }
    return lines;
  }

  private static String wordOf(HistoryEntry outcome) {
    StepReader in = new StepReader(outcome.payload());
    in.number();
    in.number();
    in.number();
    return in.text();
  }

  private static String line(HistoryEntry entry) {
    long millis = entry.micros() / MICROS;
    StepType type = StepType.of(entry.type());
    if (type == null) {
      return line(millis, "step", "of kind " + entry.type() + ", which this version does not know");
    }
    return line(
        millis, type.name().toLowerCase(Locale.ROOT), details(type, millis, entry.payload()));
  }

  private static String details(StepType type, long millis, byte[] payload) {
    StepReader in = new StepReader(payload);
    return switch (type) {
      case ROUTED -> "by rule " + in.text() + " to carrier " + in.text();
      case QUEUED -> "for carrier " + in.text() + ": " + in.text();
      case SENT -> "attempt " + in.number() + " to carrier " + in.text() + bind(in.text());
      case OUTCOME -> outcome(in, millis);
      case RECEIPT -> "from carrier " + in.text() + ", id " + in.text() + ": " + end(in);
      case HOME -> "to " + in.text() + ": " + answer(in.number());
      case NOTE -> in.text();
      case RECEIVED -> "from " + origin(in.text()) + bind(in.text());
      case OWNED -> "by account " + in.text() + ": " + in.text();
      case KEPT -> "in its mailbox" + until(millis + in.number());
    };
  }

  private static String origin(String carrier) {
    return carrier.isEmpty() ? "the simulated network" : "carrier " + carrier;
  }

  private static String until(long millis) {
    return millis < 0 || millis > LAST_MILLIS ? "" : ", until " + time(millis);
  }

  private static String bind(String name) {
    return name.isEmpty() ? "" : ", bind " + name;
  }

  private static String outcome(StepReader in, long millis) {
    long attempt = in.number();
    long status = in.number();
    long wait = in.number();
    StringBuilder text = new StringBuilder("attempt ").append(attempt).append(": ");
    text.append(in.text());
    if (status > 0) {
      text.append(", ").append(answer(status));
    }
    if (wait > 0) {
      long next = millis + wait - 1;
      text.append("; next ")
          .append(next < 0 || next > LAST_MILLIS ? "when its validity ends" : time(next));
    }
    return text.toString();
  }

  private static String answer(long statusAndOne) {
    return statusAndOne == 0 ? NO_ANSWER : CommandStatus.describe((int) (statusAndOne - 1));
  }

  private static String end(StepReader in) {
    int value = in.octet();
    MessageState state = MessageState.of(value);
    return (state == null ? "state " + value : state.name()) + ", " + error((int) in.number());
  }

  /** An error code as receipts write it. */
  static String error(int error) {
    return String.format(Locale.ROOT, "err %03X", error);
  }

  /** A moment in UTC, to the millisecond. */
  static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }
}
