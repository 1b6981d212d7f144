package org.messagecenter.server.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

/** The schedules, in virtual time. */
class RetriesTest {
  private static final RetryPlan GENERAL =
      new RetryPlan.Doubling(Duration.ofSeconds(30), Duration.ofHours(12), 10);
  private static final RetryPlan BILLING =
      new RetryPlan.Listed(
          List.of(Duration.ofHours(6), Duration.ofHours(18), Duration.ofHours(24)), true);
  private static final int SINGLE_SHOT = 0x1450;
  private static final SubmitSm MESSAGE = QueueAttempts.message("1", 0);

  private static Retries retries(double jitter, double drawn) {
    return new Retries(
        new RetryPlans(GENERAL, BILLING, jitter, SINGLE_SHOT),
        account -> !account.equals("prepaid"),
        () -> drawn);
  }

  @Test
  void theGeneralPlanTakesFourHoursAndAQuarter() {
    List<Long> at = new ArrayList<>();
    long now = 0;
    int tries = 0;
    Retries.Next next;
    while ((next = retries(0, 0).general(tries)) != null) {
      now += next.waitMillis();
      tries = next.tries();
      at.add(Duration.ofMillis(now).toSeconds());
    }
    assertThat(at).containsExactly(30L, 90L, 210L, 450L, 930L, 1890L, 3810L, 7650L, 15330L);
    assertThat(Tries.all(tries) + 1).isEqualTo(10);
    assertThat(Duration.ofMillis(now)).isEqualTo(Duration.ofMinutes(255).plusSeconds(30));
  }

  @Test
  void theBillingPlanGoesOnEachDayUntilTheValidityEnds() {
    List<Long> hours = new ArrayList<>();
    long validity = Duration.ofDays(14).toMillis();
    long now = 0;
    int tries = 0;
    while (true) {
      Retries.Next next = retries(0, 0).billing(tries, "demo", MESSAGE);
      assertThat(next).isNotNull();
      tries = next.tries();
      now += next.waitMillis();
      if (now >= validity) {
        break;
      }
      hours.add(Duration.ofMillis(now).toHours());
    }
    assertThat(hours)
        .containsExactly(
            6L, 24L, 48L, 72L, 96L, 120L, 144L, 168L, 192L, 216L, 240L, 264L, 288L, 312L);
  }

  @Test
  void thePlansCountApart() {
    Retries retries = retries(0, 0);
    int tries = 0;
    for (int i = 0; i < 4; i++) {
      tries = Objects.requireNonNull(retries.general(tries)).tries();
    }
    Retries.Next billing = retries.billing(tries, "demo", MESSAGE);
    assertThat(billing).isNotNull();
    assertThat(billing.waitMillis()).isEqualTo(Duration.ofHours(6).toMillis());
    Retries.Next general = retries.general(billing.tries());
    assertThat(general).isNotNull();
    assertThat(general.waitMillis()).isEqualTo(30_000 << 4);
    assertThat(Tries.all(general.tries())).isEqualTo(6);
  }

  @Test
  void countsThatAreFullStayFull() {
    int tries = 0;
    for (int i = 0; i < 100; i++) {
      tries = Tries.oneMoreBilling(tries);
    }
    for (int i = 0; i < 2000; i++) {
      tries = Tries.oneMoreGeneral(tries);
    }
    assertThat(tries).isEqualTo(0xFFFF);
    assertThat(Tries.general(tries)).isEqualTo(Tries.MOST_GENERAL);
  }

  @Test
  void singleShotHasNoSecondBillingAttempt() {
    SubmitSm once =
        QueueAttempts.message("1", 0, Tlvs.builder().put(SINGLE_SHOT, new byte[] {1}).build());
    SubmitSm often =
        QueueAttempts.message("1", 0, Tlvs.builder().put(SINGLE_SHOT, new byte[] {'0', 0}).build());
    assertThat(retries(0, 0).billing(0, "demo", once)).isNull();
    assertThat(retries(0, 0).billing(0, "demo", often)).isNotNull();
    assertThat(retries(0, 0).billing(0, "prepaid", MESSAGE)).isNull();
    // It concerns billing alone.
    assertThat(retries(0, 0).general(0)).isNotNull();
  }

  private static RetryPlans singleShot(String tag) throws IOException, ConfigException {
    Section root =
        ConfigSource.shipped(Path.of(".."))
            .with("deliver.retry.billing.single-shot-tlv", tag)
            .load();
    RetryPlans plans = DeliverSettings.from(root.section("deliver")).retry();
    root.verifyPart();
    return plans;
  }

  @Test
  void theTagOfSingleShotIsReadInBothWays() throws Exception {
    assertThat(singleShot("0x1450").singleShotTlv()).isEqualTo(SINGLE_SHOT);
    assertThat(singleShot("5200").singleShotTlv()).isEqualTo(SINGLE_SHOT);
    for (String wrong : List.of("1450x", "0x10000", "65536", "-1")) {
      assertThatThrownBy(() -> singleShot(wrong))
          .as(wrong)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("single-shot-tlv = " + wrong + ": must be");
    }
  }

  @Test
  void jitterStaysWithinItsShare() {
    assertThat(Objects.requireNonNull(retries(0.1, 0).general(0)).waitMillis()).isEqualTo(27_000);
    assertThat(Objects.requireNonNull(retries(0.1, 0.5).general(0)).waitMillis()).isEqualTo(30_000);
    assertThat(Objects.requireNonNull(retries(0.1, 1).general(0)).waitMillis()).isEqualTo(33_000);
  }

  @Test
  void aListOfWaitsEndsWithItsLast() {
    RetryPlan custom =
        new RetryPlan.Listed(List.of(Duration.ofMinutes(1), Duration.ofMinutes(10)), false);
    assertThat(custom.waitMillis(1)).isEqualTo(60_000);
    assertThat(custom.waitMillis(2)).isEqualTo(600_000);
    assertThat(custom.waitMillis(3)).isEqualTo(RetryPlan.NEVER);
    assertThat(new RetryPlan.Listed(List.of(), true).waitMillis(1)).isEqualTo(RetryPlan.NEVER);
  }
}
