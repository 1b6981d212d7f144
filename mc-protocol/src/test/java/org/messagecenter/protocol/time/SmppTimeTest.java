package org.messagecenter.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmppTimeTest {
  private static final long NOW = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();

  private static String parsed(String text) throws SmppTimeFormatException {
    return Instant.ofEpochMilli(SmppTime.parse(text, NOW)).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "260115103045300+, 2026-01-15T10:30:45.300Z",
    "260115103045004+, 2026-01-15T09:30:45Z",
    "260115103045020-, 2026-01-15T15:30:45Z",
    "260115103045948+, 2026-01-14T22:30:45.900Z",
    "370101000000000+, 2037-01-01T00:00:00Z",
    "380101000000000+, 1938-01-01T00:00:00Z",
    "240229000000000+, 2024-02-29T00:00:00Z",
  })
  void absoluteTimesCountTheirOffset(String text, String expected) throws Exception {
    assertThat(parsed(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "000000000001000R, 2026-01-31T12:00:01Z",
    "000001000000000R, 2026-02-01T12:00:00Z",
    "000100000000000R, 2026-02-28T12:00:00Z",
    "010000000000000R, 2027-01-31T12:00:00Z",
    "020610233429000R, 2028-08-11T11:34:29Z",
    "000000000000000R, 2026-01-31T12:00:00Z",
    "000000000030999R, 2026-01-31T12:00:30Z",
  })
  void relativeTimesAddByTheCalendar(String text, String expected) throws Exception {
    assertThat(parsed(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', length", "26011510304530, length", "2601151030453000+, length",
    "26011510304x300+, digits", "260115103045300Z, direction", "260115103045300r, direction",
    "261315103045300+, month", "260015103045300+, month", "260132103045300+, day",
    "260100103045300+, day", "260230103045300+, day", "260115243045300+, hour",
    "260115106045300+, minute", "260115103060300+, second", "260115103045049+, offset",
    "000000480000000R, hour", "001300000000000R, month", "000032000000000R, day",
  })
  void whatIsWrongIsNamed(String text, String part) {
    assertThatThrownBy(() -> SmppTime.parse(text, NOW))
        .isInstanceOfSatisfying(
            SmppTimeFormatException.class, e -> assertThat(e.part()).isEqualTo(part));
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Random random = new Random(7);
    long from = Instant.parse("1938-01-01T00:00:00Z").toEpochMilli();
    long to = Instant.parse("2037-12-31T23:59:59Z").toEpochMilli();
    for (int i = 0; i < 2000; i++) {
      long millis = (from + (long) (random.nextDouble() * (to - from))) / 100 * 100;
      assertThat(SmppTime.parse(SmppTime.formatAbsolute(millis), NOW)).isEqualTo(millis);
    }
  }

  @Test
  void spansAreWrittenInDaysAndTime() {
    assertThat(SmppTime.formatRelative(Duration.ofHours(49).plusSeconds(61)))
        .isEqualTo("000002010101000R");
    assertThatThrownBy(() -> SmppTime.formatRelative(Duration.ofDays(32)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theRelativeFormIsRecognised() {
    assertThat(SmppTime.isRelative("000000000001000R")).isTrue();
    assertThat(SmppTime.isRelative("260115103045300+")).isFalse();
    assertThat(SmppTime.isRelative("")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "000000480000000R, 2026-11-23T12:00:00Z",
    "000040000000000R, 2026-12-31T12:00:00Z",
    "000000000099000R, 2026-11-21T12:01:39Z",
    "000000010000000, 2026-11-21T13:00:00Z",
    "000000010000xyzR, 2026-11-21T13:00:00Z",
    "261121130000.00+, 2026-11-21T13:00:00Z",
    "261121130000504+, 2026-11-21T12:00:00.5Z",
  })
  void looseTimesAreReadAsMeant(String text, String expected) throws Exception {
    long now = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    assertThat(SmppTime.parseLoosely(text, now)).isEqualTo(Instant.parse(expected).toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource({
    "00000001000000, length",
    "26112113000000+, digits",
    "00000x010000000R, digits",
    "261321130000000+, month",
    "261121130000000x, direction",
    "26112113000000x+, digits",
  })
  void evenLooselySomeTimesAreNone(String text, String part) {
    assertThatThrownBy(() -> SmppTime.parseLoosely(text, 0))
        .isInstanceOfSatisfying(
            SmppTimeFormatException.class, e -> assertThat(e.part()).isEqualTo(part));
  }

  @Test
  void whereOnlyAbsoluteTimesAreKnownRelativeOnesAreWrong() throws Exception {
    assertThat(SmppTime.parseAbsolute("261121130000000+"))
        .isEqualTo(SmppTime.parse("261121130000000+", 0));
    assertThatThrownBy(() -> SmppTime.parseAbsolute("000000010000000R"))
        .isInstanceOfSatisfying(
            SmppTimeFormatException.class, e -> assertThat(e.part()).isEqualTo("direction"));
  }
}
