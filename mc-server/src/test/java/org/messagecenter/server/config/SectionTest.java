package org.messagecenter.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.server.config.Section.Expected;

class SectionTest {

  private enum Colour {
    RED,
    DARK_BLUE
  }

  @TempDir Path directory;

  @Test
  void readsEveryKindOfValue() throws Exception {
    Section section =
        read(
            """
            text = hello
            number = 17
            part = 0.25
            wait = 90s
            size = 64KiB
            flag = on
            colour = dark-blue
            names = [a, b]
            colours = [red, dark-blue]
            waits = [1s, 2s]
            until = "2026-07-01T12:00:00+02:00"
            none = off
            any = 0
            inner { value = 1 }
            items = [{ id = 1 }, { id = 2 }]
            tables {
              zeta { id = 1 }
              alpha { id = 2 }
            }
            key-file = keys/server.key
            """);

    assertThat(section.string("text")).isEqualTo("hello");
    assertThat(section.string("text", Pattern.compile("h.*"), "h…")).isEqualTo("hello");
    assertThat(section.integer("number", 1, 17)).isEqualTo(17);
    assertThat(section.decimal("part", 0, 1)).isEqualTo(0.25);
    assertThat(section.duration("wait", Duration.ZERO, Duration.ofHours(1))).hasSeconds(90);
    assertThat(section.bytes("size", 1, 1 << 20)).isEqualTo(65_536);
    assertThat(section.bool("flag")).isTrue();
    assertThat(section.oneOf("colour", Colour.class)).isEqualTo(Colour.DARK_BLUE);
    assertThat(section.strings("names")).containsExactly("a", "b");
    assertThat(section.manyOf("colours", Colour.class))
        .containsExactly(Colour.RED, Colour.DARK_BLUE);
    assertThat(section.durations("waits", Duration.ZERO, Duration.ofHours(1))).hasSize(2);
    assertThat(section.optionalInstant("until")).contains(Instant.parse("2026-07-01T10:00:00Z"));
    assertThat(section.port("none")).isEmpty();
    assertThat(section.port("any")).isEqualTo(OptionalInt.of(0));
    assertThat(section.section("inner").integer("value", 0, 9)).isEqualTo(1);
    assertThat(section.sections("items"))
        .extracting(s -> s.integer("id", 0, 9))
        .containsExactly(1, 2);
    assertThat(section.named("tables").keySet()).containsExactly("zeta", "alpha");
    assertThat(section.file("key-file")).isEqualTo(directory.resolve("keys/server.key"));
    assertThat(section.optionalString("absent")).isEmpty();
    assertThat(section.optionalSecret("text")).contains("hello");
  }

  /** Prefixes, networks and passwords are digits, but no numbers. */
  @Test
  void digitsThatAreATextKeepTheirZeros() throws Exception {
    Section section =
        read(
            """
            prefix = 0049
            list = [00, 0151, 1e3, 7.50]
            network = 262-02
            number = 0017
            part = 00.5
            """);

    assertThat(section.string("prefix")).isEqualTo("0049");
    assertThat(section.strings("list")).containsExactly("00", "0151", "1e3", "7.50");
    assertThat(section.string("network")).isEqualTo("262-02");
    assertThat(section.integer("number", 1, 17)).isEqualTo(17);
    assertThat(section.decimal("part", 0, 1)).isEqualTo(0.5);
  }

  @Test
  void reportsEveryProblemAtOnceWithItsLine() throws Exception {
    Section section =
        read(
            """
            number = 99999
            wait = 30
            size = many
            flag = perhaps
            colour = green
            names = alone
            items = [3]
            inner = 5
            until = tomorrow
            prot = 1
            """);

    assertThat(section.integer("number", 1, 65_535)).isEqualTo(1);
    assertThat(section.duration("wait", Duration.ofSeconds(1), Duration.ofHours(1))).hasSeconds(1);
    assertThat(section.bytes("size", 16, 1 << 20)).isEqualTo(16);
    assertThat(section.bool("flag")).isFalse();
    assertThat(section.oneOf("colour", Colour.class)).isEqualTo(Colour.RED);
    assertThat(section.strings("names")).isEmpty();
    assertThat(section.sections("items")).isEmpty();
    assertThat(section.section("inner").string("missing-but-not-reported")).isEmpty();
    assertThat(section.optionalInstant("until")).isPresent();
    assertThat(section.string("absent")).isEmpty();
    section.port("port");

    assertThat(problems(section))
        .containsExactly(
            ":1: message-center.absent: is missing",
            ":1: message-center.port: is missing",
            ":2: message-center.number = 99999: must be a whole number from 1 to 65535",
            ":3: message-center.wait = 30: must be a duration from 1s to 1h",
            ":4: message-center.size = many: must be a size from 16 to 1MiB",
            ":5: message-center.flag = perhaps: must be true or false",
            ":6: message-center.colour = green: must be one of red, dark-blue",
            ":7: message-center.names = alone: must be a list: [ … ]",
            ":8: message-center.items[0] = 3: must be a section: { … }",
            ":9: message-center.inner = 5: must be a section: { … }",
            ":10: message-center.until = tomorrow: must be a moment such as 2026-07-01T12:00:00Z",
            ":11: message-center.prot = 1: unknown key; did you mean port?");
  }

  @Test
  void featuresAddRulesOfTheirOwn() throws Exception {
    Section section = read("low = 5\nhigh = 3\n");
    section.integer("low", 0, 9);
    section.integer("high", 0, 9);

    section.problem("high", "must not be below low");

    assertThat(problems(section))
        .containsExactly(":3: message-center.high = 3: must not be below low");
  }

  @Test
  void secretsAreNotPrinted() throws Exception {
    Section section = read("password = [abc]\ntoken = abc\npasswrod = abc\n");

    section.optionalSecret("password");
    section.secret("token", Pattern.compile("x"), "x");

    assertThat(problems(section))
        .containsExactly(
            ":2: message-center.password: must be a text",
            ":3: message-center.token: must be x",
            ":4: message-center.passwrod: unknown key; did you mean password?");
  }

  @Test
  void unknownKeysOfInnerSectionsAreFound() throws Exception {
    Section section = read("inner {\n  value = 1\n  valeu = 2\n}\nother { x = 1 }\n");

    section.section("inner").integer("value", 0, 9);

    assertThat(problems(section))
        .containsExactly(
            ":4: message-center.inner.valeu = 2: unknown key; did you mean value?",
            ":6: message-center.other = {…}: unknown key");
  }

  @Test
  void shippedSettingsNobodyReadsAreNoProblemButListed() throws Exception {
    Section section = ConfigSource.shipped(directory).load();

    section.section("listen").port("port");
    section.verify();

    assertThat(section.unreadDefaults())
        .contains("message-center.store", "message-center.listen.host");
    assertThat(section.unreadDefaults()).doesNotContain("message-center.listen.port");
  }

  @Test
  void anIncludedFileReportsIntoTheSameList() throws Exception {
    Section section = read("number = x\naccounts = more.conf\n");
    Files.writeString(directory.resolve("more.conf"), "size = big\n");
    section.integer("number", 0, 1);

    Section other = ConfigSource.include(section, section.file("accounts")).orElseThrow();
    other.bytes("size", 0, 9);

    assertThatThrownBy(section::verify)
        .hasMessageContaining("message-center.number = x")
        .hasMessageContaining("more.conf:1: size = big: must be a size from 0 to 9");
  }

  /** The name that is shipped is an offer; one that somebody wrote is meant. */
  @Test
  void aFileThatTheOperatorNamesMustBeThere() throws Exception {
    Files.writeString(directory.resolve("there.conf"), "");
    Section named = read("routes { file = there.conf, networks = gone.conf }\n").section("routes");
    assertThat(named.readableFileOrShipped("file")).isEqualTo(directory.resolve("there.conf"));
    named.readableFileOrShipped("networks");

    assertThat(problems(named))
        .containsExactly(
            ":2: message-center.routes.networks = gone.conf: must name a file that can be read, and "
                + directory.resolve("gone.conf")
                + " cannot");

    Section shipped = ConfigSource.shipped(directory).load().section("routes");
    assertThat(shipped.readableFileOrShipped("networks"))
        .isEqualTo(directory.resolve("conf/networks.conf"));
    shipped.verify();
  }

  private Section read(String settings) throws IOException, ConfigException {
    Path file = directory.resolve("test.conf");
    Files.writeString(file, "message-center {\n" + settings + "}\n");
    return ConfigSource.shipped(directory).withFile(file).load();
  }

  private List<String> problems(Section section) {
    try {
      section.verify();
      return List.of();
    } catch (ConfigException e) {
      String file = directory.resolve("test.conf").toString();
      return e.problems().stream().map(p -> p.toString().replace(file, "")).toList();
    }
  }

  @Test
  void tellsWhatItWasAskedFor() throws Exception {
    Path other = Files.writeString(directory.resolve("other.conf"), "items = [{ id = 1 }]");
    Section section = read("text = hello, inner { wait = 1s }, names = []");
    section.string("text");
    section.section("inner").duration("wait", Duration.ofNanos(2_000), Duration.ofHours(1));
    section.strings("names");
    section.optionalFile("key-file");
    section.optionalOneOf("colour", Colour.class);
    boolean flag = section.has("flag") && section.bool("flag");
    for (Section item : ConfigSource.include(section, other).orElseThrow().sections("items")) {
      item.wholeNumber("id", 1, Long.MAX_VALUE);
      item.optionalInstant("until");
      item.optionalInteger("count", 1, 5);
    }

    assertThat(flag).isFalse();
    assertThat(section.expected())
        .containsOnly(
            entry("message-center.text", new Expected("a text", false, false)),
            entry(
                "message-center.inner.wait",
                new Expected("a duration from 2us to 1h", false, false)),
            entry("message-center.names", new Expected("a text", true, false)),
            entry("message-center.key-file", new Expected("a path", false, true)),
            entry("message-center.colour", new Expected("one of red, dark-blue", false, true)));
    assertThat(section.included()).hasSize(1);
    assertThat(section.included().get(0).expected())
        .containsOnly(
            entry("items[0].id", new Expected("a whole number from 1", false, false)),
            entry(
                "items[0].until",
                new Expected("a moment such as 2026-07-01T12:00:00Z", false, true)),
            entry("items[0].count", new Expected("a whole number from 1 to 5", false, true)));
  }
}
