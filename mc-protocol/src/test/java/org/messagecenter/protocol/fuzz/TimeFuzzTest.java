package org.messagecenter.protocol.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.messagecenter.protocol.fuzz.Check.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.time.SmppTime;
import org.messagecenter.protocol.time.SmppTimeFormatException;

/** Times of messages, absolute and relative. */
class TimeFuzzTest {
  private static final long NOW = 1_795_230_359_000L;
  private static final long CENTURY = 101L * 366 * 86_400_000;

  /** Two digits of a year reach from 1938 to 2037; an offset can lead a few hours beyond. */
  private static final long FIRST = Instant.parse("1938-01-01T00:00:00Z").toEpochMilli();

  private static final long LAST = Instant.parse("2037-12-31T23:59:59Z").toEpochMilli();

  static Stream<byte[]> seeds() {
    return Stream.of(
            "261231235959000+",
            "380101000000048-",
            "370229235959948+",
            "020610233429000R",
            "991231235959999R",
            "2611210305",
            "")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "20m")
  void parse(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    try {
      long time = SmppTime.parse(text, NOW);
      require(Math.abs(time - NOW) <= CENTURY, "at most a century away");
      if (SmppTime.isRelative(text)) {
        require(time >= NOW, "relative times are later");
      } else if (time >= FIRST && time <= LAST) {
        require(
            SmppTime.parse(SmppTime.formatAbsolute(time), NOW) == time,
            "what is printed is read again");
      }
    } catch (SmppTimeFormatException e) {
      require(!e.part().isEmpty(), "the part at fault has a name");
    }
  }

  @Test
  void seedsAndDamagedSeeds() {
    Regression.run(getClass(), seeds(), 50_000, this::parse);
  }
}
