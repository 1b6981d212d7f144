package org.messagecenter.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

class ScenarioTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path directory = Path.of("");

  private static Scenario shipped() throws ConfigException {
    return Scenario.from(ConfigSource.shipped(ROOT).load().section("scenario"));
  }

  @ParameterizedTest
  @CsvSource({
    "9991234, UNDELIVERABLE, 0x4A1", "9981234, NO_ANSWER, 0x4A0", "9971234, REJECTED, 0x4B2",
    "9961234, TEMPORARY, 0x4A0", "9941234, NO_RECEIPT, 0", "5551234, MOBILE_ORIGINATED, 0",
    "+9991234, UNDELIVERABLE, 0x4A1", "491234, DELIVERED, 0", "99, DELIVERED, 0",
    "9, DELIVERED, 0", "'', DELIVERED, 0",
  })
  void theShippedScenarioDecidesByPrefix(String number, Behaviour behaviour, int error)
      throws ConfigException {
    Scenario.Rule rule = shipped().index().find(number);
    assertThat(rule.behaviour()).isEqualTo(behaviour);
    assertThat(rule.error()).isEqualTo(error);
  }

  @Test
  void theShippedRetriesWaitOneAndTwoSeconds() throws ConfigException {
    Scenario.Rule rule = shipped().index().find("996");
    assertThat(rule.times()).isEqualTo(2);
    assertThat(rule.retryAfterMillis(1)).isEqualTo(1000);
    assertThat(rule.retryAfterMillis(2)).isEqualTo(2000);
    assertThat(rule.retryAfterMillis(3)).isEqualTo(2000);
  }

  @Test
  void theLongestPrefixWins() throws Exception {
    Scenario scenario =
        read(
            "name=x, seed=1, delivery-delay=0, rules=["
                + "{prefix=\"\", outcome=rejected, error=4B2},"
                + "{prefix=\"49\", outcome=delivered},"
                + "{prefix=\"4917\", outcome=undeliverable, error=4A1}]");
    assertThat(scenario.index().find("4917").behaviour()).isEqualTo(Behaviour.UNDELIVERABLE);
    assertThat(scenario.index().find("4916").behaviour()).isEqualTo(Behaviour.DELIVERED);
    assertThat(scenario.index().find("1").behaviour()).isEqualTo(Behaviour.REJECTED);
  }

  @Test
  void theDelayOfTheFileCanBeReplaced() throws Exception {
    Section section =
        ConfigSource.shipped(ROOT).with("scenario.delivery-delay", "0").load().section("scenario");
    assertThat(Scenario.from(section).deliveryDelay()).isEqualTo(DelayRange.NONE);
    assertThat(shipped().deliveryDelay())
        .isEqualTo(new DelayRange(Duration.ofMillis(100), Duration.ofMillis(400)));
  }

  @Test
  void everyMistakeIsNamedAtOnce() {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                read(
                    "name=x, seed=1, delivery-delay=9..1, rules=["
                        + "{prefix=\"x\", outcome=delivered},"
                        + "{prefix=\"1\", outcome=lost},"
                        + "{prefix=\"2\", outcome=rejected, error=XYZ},"
                        + "{prefix=\"2\", outcome=rejected}]"));
    assertThat(e.problems())
        .extracting(p -> p.key())
        .containsExactlyInAnyOrder(
            "delivery-delay",
            "rules[0].prefix",
            "rules[1].outcome",
            "rules[2].error",
            "rules[3].prefix");
  }

  @Test
  void delaysStayInTheirRange() {
    SplittableRandom random = new SplittableRandom(1);
    DelayRange range = new DelayRange(Duration.ofMillis(100), Duration.ofMillis(400));
    for (int i = 0; i < 1000; i++) {
      assertThat(range.drawNanos(random)).isBetween(100_000_000L, 400_000_000L);
    }
    assertThat(DelayRange.NONE.drawNanos(random)).isZero();
    assertThat(range.words()).isEqualTo("100 to 400 ms");
  }

  private Scenario read(String text) throws IOException, ConfigException {
    Path file = Files.writeString(directory.resolve("scenario.conf"), text);
    Section root = ConfigSource.shipped(ROOT).with("scenario.file", file.toString()).load();
    Scenario scenario = Scenario.from(root.section("scenario"));
    root.verify();
    return scenario;
  }
}
