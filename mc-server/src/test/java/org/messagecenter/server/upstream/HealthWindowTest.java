package org.messagecenter.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.server.route.CarrierHealth;

/** Error rate and median latency of the last minute. */
class HealthWindowTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  @Test
  void nothingIsHealthy() {
    assertThat(new HealthWindow(0).health(5 * SECOND, true))
        .isEqualTo(new CarrierHealth(true, 0, 0));
  }

  @Test
  void whatIsOlderThanAMinuteIsForgotten() {
    HealthWindow window = new HealthWindow(-SECOND);
    window.answered(-SECOND, 80 * MILLI, true);
    window.answered(20 * SECOND, 10 * MILLI, false);
    assertThat(window.health(30 * SECOND, true).errorRate()).isEqualTo(0.5);
    assertThat(window.health(60 * SECOND, true).errorRate()).isZero();
    assertThat(window.health(60 * SECOND, true).latencyMillis()).isBetween(8L, 12L);
    assertThat(window.health(90 * SECOND, false)).isEqualTo(new CarrierHealth(false, 0, 0));
  }

  @Test
  void aLongSilenceForgetsEverything() {
    HealthWindow window = new HealthWindow(0);
    for (int second = 0; second < 60; second++) {
      window.answered(second * SECOND, MILLI, true);
      window.unanswered(second * SECOND);
    }
    assertThat(window.health(59 * SECOND, true).errorRate()).isEqualTo(1);
    assertThat(window.health(100_000 * SECOND, true)).isEqualTo(new CarrierHealth(true, 0, 0));
  }

  @Test
  void noAnswerIsAnErrorWithoutALatency() {
    HealthWindow window = new HealthWindow(0);
    window.unanswered(1);
    assertThat(window.health(1, true)).isEqualTo(new CarrierHealth(true, 1, 0));
    window.answered(2, 40 * MILLI, false);
    assertThat(window.health(2, true).latencyMillis()).isBetween(35L, 45L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7, 10, 60, 250, 1000, 4321, 60_000, 3_600_000})
  void theMedianOfEqualsIsThat(long millis) {
    HealthWindow window = new HealthWindow(0);
    for (int i = 0; i < 5; i++) {
      window.answered(i, millis * MILLI, false);
    }
    assertThat((double) window.health(5, true).latencyMillis())
        .isCloseTo((double) millis, Percentage.withPercentage(13));
  }

  @Test
  void theMedianIsThatOfTheSortedLatencies() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 100; round++) {
      HealthWindow window = new HealthWindow(0);
      long[] latencies = new long[1 + random.nextInt(200)];
      for (int i = 0; i < latencies.length; i++) {
        latencies[i] = random.nextLong(20 * MILLI, 2000 * MILLI);
        window.answered(i, latencies[i], false);
      }
      Arrays.sort(latencies);
      assertThat((double) window.health(0, true).latencyMillis())
          .isCloseTo(
              latencies[(latencies.length - 1) / 2] / (double) MILLI,
              Percentage.withPercentage(15));
    }
  }

  @Test
  void impossibleLatenciesDoNoHarm() {
    HealthWindow window = new HealthWindow(0);
    window.answered(0, -5, false);
    window.answered(0, Long.MAX_VALUE, false);
    assertThat(window.health(0, true).errorRate()).isZero();
  }
}
