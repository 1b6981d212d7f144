package org.messagecenter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpareTargetTest {
  private static final int MOST = 16;
  private static final long FAST = TimeUnit.MILLISECONDS.toNanos(800);
  private static final long SLOW = TimeUnit.SECONDS.toNanos(60);

  private final SpareTarget target = new SpareTarget(MOST, 0);
  private long now;

  private void taken(int times, boolean found, long gap) {
    for (int i = 0; i < times; i++) {
      now += gap;
      target.taken(found, now);
    }
  }

  @Test
  void beginsWithTwo() {
    assertThat(target.count()).isEqualTo(2);
    assertThat(new SpareTarget(1, 0).count()).as("of one at most").isEqualTo(1);
  }

  @Test
  void aFastWriterHasOneMoreMadeEachTime() {
    taken(1, true, FAST);
    assertThat(target.count()).isEqualTo(3);
    taken(1, true, FAST);
    assertThat(target.count()).isEqualTo(4);
  }

  @Test
  void aWriterThatFoundNoneHasTwiceAsManyMade() {
    taken(1, false, SLOW);
    assertThat(target.count()).isEqualTo(4);
    taken(1, false, SLOW);
    assertThat(target.count()).isEqualTo(8);
  }

  @Test
  void halfOfTheShelfIsForFilesThatComeBack() {
    taken(20, false, FAST);
    taken(20, true, FAST);
    assertThat(target.count()).isEqualTo(MOST / 2);
  }

  @Test
  void aSlowWriterHasFewerMadeButSome() {
    taken(20, true, FAST);
    taken(1, true, SLOW);
    assertThat(target.count()).isEqualTo(MOST / 2 - 1);
    taken(20, true, SLOW);
    assertThat(target.count()).isEqualTo(SpareTarget.least(MOST)).isEqualTo(4);
  }

  @Test
  void aQuarterIsKeptAndNeverNone() {
    assertThat(SpareTarget.least(1)).isEqualTo(1);
    assertThat(SpareTarget.least(4)).isEqualTo(1);
    assertThat(SpareTarget.least(5)).isEqualTo(2);
  }

  @Test
  void aSpareIsReadyInAQuarterOfTheWritersTime() {
    taken(1, true, FAST);
    assertThat(target.pauseMillis(false, 20)).isEqualTo(10);
    assertThat(target.pauseMillis(false, 1)).as("never longer than").isEqualTo(20);
  }

  @Test
  void nobodyIsHurriedBeforeTheFirstWasTaken() {
    assertThat(target.pauseMillis(true, 1_000_000)).isEqualTo(20);
  }

  @Test
  void aFastWriterDoesNotWaitForPauses() {
    taken(6, true, FAST);
    assertThat(target.count()).isGreaterThan(SpareTarget.least(MOST));
    assertThat(target.pauseMillis(true, 20)).isZero();
    assertThat(target.pauseMillis(false, 20)).as("with one in hand").isEqualTo(10);
  }
}
