package org.messagecenter.server.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CongestionTest {
  private static final int MOST_WAITING = 1000;

  private int waiting;
  private long now = -5;
  private final Congestion congestion =
      new Congestion(() -> waiting, MOST_WAITING, Duration.ofMillis(200), () -> now);

  private void commit(long millis) {
    now += Duration.ofMillis(10).toNanos();
    congestion.committed(Duration.ofMillis(millis).toNanos(), false);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "9, 0", "10, 1", "850, 85", "999, 99", "1000, 100", "2000000000, 100"})
  void theQueueCountsByItsShare(int submissions, int level) {
    waiting = submissions;
    assertThat(congestion.getAsInt()).isEqualTo(level);
  }

  @Test
  void aSlowStoreCountsByItsAverage() {
    commit(20);
    assertThat(congestion.getAsInt()).as("the first commit is the average").isEqualTo(10);
    commit(180);
    assertThat(congestion.getAsInt()).as("(20 + 160 / 8) of 200").isEqualTo(20);
    for (int i = 0; i < 100; i++) {
      commit(180);
    }
    assertThat(congestion.getAsInt()).isBetween(89, 90);
    for (int i = 0; i < 100; i++) {
      commit(1000);
    }
    assertThat(congestion.getAsInt()).isEqualTo(100);
  }

  @Test
  void aRoundThatWroteNothingSaysNothingOfTheDisk() {
    commit(100);
    commit(0);
    assertThat(congestion.getAsInt()).isEqualTo(50);
  }

  @Test
  void theGreaterShareCounts() {
    commit(100);
    waiting = 400;
    assertThat(congestion.getAsInt()).isEqualTo(50);
    waiting = 600;
    assertThat(congestion.getAsInt()).isEqualTo(60);
  }

  @Test
  void anIdleStoreIsNotSlow() {
    commit(200);
    now += Duration.ofMillis(999).toNanos();
    assertThat(congestion.getAsInt()).isEqualTo(100);
    now += Duration.ofMillis(1).toNanos();
    assertThat(congestion.getAsInt()).isZero();
    commit(2);
    assertThat(congestion.getAsInt()).as("what was before the pause is forgotten").isEqualTo(1);
  }

  @Test
  void aFullStoreIsCongestedUntilThereIsSpace() {
    congestion.committed(0, true);
    assertThat(congestion.getAsInt()).isEqualTo(100);
    congestion.committed(0, false);
    assertThat(congestion.getAsInt()).isZero();
  }

  @Test
  void aBrokenStoreIsCongestedForGood() {
    congestion.broken();
    congestion.committed(0, false);
    assertThat(congestion.getAsInt()).isEqualTo(100);
  }
}
