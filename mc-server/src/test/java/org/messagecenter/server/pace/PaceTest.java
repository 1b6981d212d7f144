package org.messagecenter.server.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** A clock may be anywhere, below zero as well. */
  private static final long START = Long.MAX_VALUE - 3 * SECOND;

  @Test
  void aBurstGoesAtOnceAndTheRestAtTheRate() {
    Pace pace = new Pace(new Rate(10, 5), START);
    int gone = 0;
    while (pace.take(1, START) == 0) {
      gone++;
    }
    assertThat(gone).isEqualTo(5);
    assertThat(pace.take(1, START)).isEqualTo(SECOND / 10);
    assertThat(pace.take(1, START + SECOND / 10)).isZero();
    assertThat(pace.take(1, START + SECOND / 10)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 60, 61", "0.5, 1, 60, 31", "1000, 100, 10, 10100", "7.5, 3, 20, 153"})
  void overTimeItIsTheRate(double perSecond, int burst, int seconds, int most) {
    Pace pace = new Pace(new Rate(perSecond, burst), START);
    long now = START;
    int gone = 0;
    while (now - START <= seconds * SECOND) {
      long wait = pace.take(1, now);
      if (wait == 0) {
        gone++;
      } else {
        now += wait;
      }
    }
    assertThat(gone).isBetween(most - 1, most);
  }

  @Test
  void whatCountsMoreIsPaidAfterwards() {
    Pace pace = new Pace(new Rate(10, 1), START);
    assertThat(pace.take(5, START)).isZero();
    assertThat(pace.take(1, START)).isEqualTo(SECOND / 2);
  }

  @Test
  void whatIsGivenBackMayGoAgain() {
    Pace pace = new Pace(new Rate(1, 1), START);
    assertThat(pace.take(1, START)).isZero();
    pace.giveBack(1);
    assertThat(pace.take(1, START)).isZero();
    assertThat(pace.take(1, START)).isEqualTo(SECOND);
  }

  @Test
  void noRateIsNoLimit() {
    Pace pace = new Pace(Rate.UNLIMITED, START);
    for (int i = 0; i < 1000; i++) {
      assertThat(pace.take(1000, START)).isZero();
    }
  }

  @Test
  void aSourceThatMustWaitCostsTheAccountNothing() {
    AccountPace pace = new AccountPace(new Rate(10, 2), new Rate(1, 1), START);
    assertThat(pace.take("a", 1, START)).isZero();
    for (int i = 0; i < 10; i++) {
      assertThat(pace.take("a", 1, START)).isEqualTo(-SECOND);
    }
    assertThat(pace.take("b", 1, START)).isZero();
    assertThat(pace.take("c", 1, START)).isEqualTo(SECOND / 10);
  }

  @Test
  void sourcesThatWentIdleAreForgotten() {
    SourcePaces paces = new SourcePaces(new Rate(1, 1));
    for (int i = 0; i < 10_000; i++) {
      long now = START + i * SECOND;
      assertThat(paces.of("s" + i, now).take(1, now)).isZero();
    }
    assertThat(paces.size()).isLessThan(10);
  }
}
