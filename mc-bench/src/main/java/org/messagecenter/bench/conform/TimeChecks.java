package org.messagecenter.bench.conform;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** schedule_delivery_time and validity_period (34:7.1.1, 50:4.7.23). */
final class TimeChecks {
  /** In one hour. */
  static final String IN_AN_HOUR = "000000010000000R";

  private static final String SPEC = "34:7.1.1, 50:4.7.23, 2.8.2";
  private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("yyMMddHHmmss");

  private TimeChecks() {}

  /** An absolute time in UTC, that far from now. */
  static String absolute(Duration ahead) {
    return ZonedDateTime.now(ZoneOffset.UTC).plus(ahead).format(DIGITS) + "000+";
  }

  private enum Field {
    SCHEDULE("schedule_delivery_time", CommandStatus.ESME_RINVSCHED),
    VALIDITY("validity_period", CommandStatus.ESME_RINVEXPIRY);

    final String field;
    final CommandStatus own;

    Field(String field, CommandStatus own) {
      this.field = field;
      this.own = own;
    }
  }

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    for (Field field : Field.values()) {
      all.add(legal(field, "relative", "a relative time", false));
      all.add(legal(field, "absolute", "an absolute time", true));
      all.add(open(field, "zero", "the relative time of zero", "000000000000000R"));
      all.add(open(field, "past", "a time in the past", "200101000000000+"));
      wrong()
          .forEach(
              (name, text) ->
                  all.add(
                      time(
                          field,
                          name,
                          field.field + " with " + name.replace('-', ' ') + " is refused",
                          text,
                          (run, response) -> run.refused(response, field.own))));
    }
    return all;
  }

  /** Texts that are no times, by what is wrong with them. */
  private static Map<String, String> wrong() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("15-characters", "00000001000000R");
    all.put("17-characters", "000000010000000RR");
    all.put("20-characters", "00000001000000000000");
    all.put("letters", "ABCDEFGHIJKLMNOR");
    all.put("month-13", "371301000000000+");
    all.put("day-32", "370132000000000+");
    all.put("hour-24", "370101240000000+");
    all.put("minute-60", "370101006000000+");
    all.put("offset-49", "370101000000049+");
    all.put("direction-X", "370101000000000X");
    return all;
  }

  private static Check legal(Field field, String name, String what, boolean absolute) {
    return time(
        field,
        name,
        what + " is accepted as " + field.field,
        null,
        (run, response) -> {
          if (response.has(field.own) && field == Field.SCHEDULE) {
            throw Ended.notSupported(response.toString());
          }
          Run.ok(response);
        },
        absolute);
  }

  private static Check open(Field field, String name, String what, String text) {
    return time(
        field,
        name,
        what + " as " + field.field + " is accepted, or refused with its status",
        text,
        (run, response) -> SubmitChecks.judged(response, field.own));
  }

  private static Check time(
      Field field, String name, String title, String text, BiConsumer<Run, WirePdu> judge) {
    return time(field, name, title, text, judge, false);
  }

  private static Check time(
      Field field,
      String name,
      String title,
      @Nullable String text,
      BiConsumer<Run, WirePdu> judge,
      boolean absolute) {
    String id =
        (field == Field.SCHEDULE ? "schedule-" : "validity-") + name.toLowerCase(Locale.ROOT);
    return Check.of(id, title, SPEC)
        .needs(Need.SUBMIT)
        .feature(field == Field.SCHEDULE ? "scheduled delivery" : "validity periods")
        .covers(CommandId.SUBMIT_SM)
        .does(
            run -> {
              String value =
                  text != null ? text : absolute ? absolute(Duration.ofHours(1)) : IN_AN_HOUR;
              Esme esme = run.sender();
              WirePdu response =
                  esme.patientCall(
                      CommandId.SUBMIT_SM, run.message("timed").set(field.field, value));
              judge.accept(run, response);
              if (response.ok() && field == Field.SCHEDULE) {
                Stored.forget(run, esme, Run.messageId(response));
              }
              esme.alive();
            });
  }
}
