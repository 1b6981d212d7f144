package org.messagecenter.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The waits between attempts to bind. */
class BackoffTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final CarrierSettings.Reconnect SETTINGS =
      new CarrierSettings.Reconnect(
          Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(5));

  private final Backoff backoff = new Backoff(SETTINGS, new SplittableRandom(1));

  @Test
  void waitsDoubleUpToTheLongestAndAreShortenedByUpToAQuarter() {
    for (long full : new long[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
      assertThat(backoff.failed()).isBetween(full * SECOND * 3 / 4, full * SECOND);
    }
    assertThat(backoff.failures()).isEqualTo(9);
  }

  @Test
  void theyStayTheLongestHoweverManyFailuresThereAre() {
    for (int i = 0; i < 10_000; i++) {
      backoff.failed();
    }
    assertThat(backoff.failed()).isBetween(45 * SECOND, 60 * SECOND);
  }

  @Test
  void twoBindsDoNotComeBackTogether() {
    Set<Long> waits = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      waits.add(new Backoff(SETTINGS, new SplittableRandom(i)).failed());
    }
    assertThat(waits).hasSizeGreaterThan(90);
  }

  @Test
  void theSameSeedWaitsTheSame() {
    List<Long> once = new ArrayList<>();
    List<Long> again = new ArrayList<>();
    for (List<Long> waits : List.of(once, again)) {
      Backoff seeded = new Backoff(SETTINGS, new SplittableRandom(7));
      for (int i = 0; i < 5; i++) {
        waits.add(seeded.failed());
      }
      waits.add(seeded.ended(60 * SECOND));
      waits.add(seeded.refused());
    }
    assertThat(again).isEqualTo(once);
  }

  @Test
  void aRefusalOfWhoWeAreWaitsLonger() {
    assertThat(backoff.refused()).isBetween(225 * SECOND, 300 * SECOND);
    assertThat(backoff.failures()).isEqualTo(1);
  }

  @Test
  void aGoodBindWipesFailuresOut() {
    backoff.failed();
    backoff.failed();
    backoff.failed();
    assertThat(backoff.ended(10 * SECOND)).isBetween(0L, SECOND);
    assertThat(backoff.failures()).isZero();
    assertThat(backoff.failed()).isBetween(SECOND * 3 / 4, SECOND);
  }

  @Test
  void aBindThatEndsAtOnceIsAFailure() {
    assertThat(backoff.ended(10 * SECOND - 1)).isBetween(SECOND * 3 / 4, SECOND);
    assertThat(backoff.ended(0)).isBetween(SECOND * 3 / 2, 2 * SECOND);
  }

  @Test
  void aLongestBelowTheFirstIsTheOnlyWait() {
    Backoff flat =
        new Backoff(
            new CarrierSettings.Reconnect(
                Duration.ofSeconds(9), Duration.ofSeconds(2), Duration.ofSeconds(1)),
            new SplittableRandom(1));
    assertThat(flat.failed()).isBetween(SECOND * 3 / 2, 2 * SECOND);
    assertThat(flat.failed()).isBetween(SECOND * 3 / 2, 2 * SECOND);
    assertThat(flat.refused()).isBetween(SECOND * 3 / 2, 2 * SECOND);
    assertThat(flat.ended(2 * SECOND)).isLessThanOrEqualTo(2 * SECOND);
  }
}
