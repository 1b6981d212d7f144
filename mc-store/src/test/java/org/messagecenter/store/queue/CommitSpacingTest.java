package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time passes only by waiting. */
class CommitSpacingTest {
  private static final long SPACING = 1_000_000;
  private static final long STEP = 100_000;

  private final List<Long> pauses = new ArrayList<>();
  private long now = 5_000_000_000L;
  private int waiting;

  /** How many join in each pause. */
  private int joining;

  private final CommitSpacing spacing = spacing(SPACING);

  private CommitSpacing spacing(long nanos) {
    return new CommitSpacing(
        nanos,
        () -> waiting,
        () -> now,
        pause -> {
          pauses.add(pause);
          now += pause;
          waiting += joining;
        });
  }

  /** How many pauses there are when a commit has just begun and so many wait for the next. */
  private int pauses(int forced) {
    pauses.clear();
    waiting = forced;
    spacing.gather(now);
    return pauses.size();
  }

  @Test
  void withoutLoadNobodyWaits() {
    joining = 100;
    assertThat(pauses(50)).as("before the first commit").isZero();
    spacing.answered(15);
    assertThat(pauses(50)).isZero();
  }

  @Test
  void underLoadItWaitsAsLongAsManyJoin() {
    spacing.answered(16);
    joining = 100;
    assertThat(pauses(100)).isEqualTo(5);
    assertThat(pauses).as("until those who join are no quarter any more").containsOnly(STEP);
  }

  @Test
  void itDoesNotWaitLongerThanTheSpacing() {
    CommitSpacing brief = spacing(3 * STEP);
    brief.answered(16);
    joining = 100;
    waiting = 100;
    brief.gather(now);
    assertThat(pauses).containsExactly(STEP, STEP, STEP);
  }

  @Test
  void theLastPauseIsAsShortAsItMustBe() {
    CommitSpacing odd = spacing(STEP + 1);
    odd.answered(16);
    joining = 1;
    waiting = 1;
    odd.gather(now);
    assertThat(pauses).containsExactly(STEP, 1L);
  }

  @Test
  void whereNobodyJoinsItIsTriedEverMoreSeldom() {
    spacing.answered(16);
    List<Integer> tries = new ArrayList<>();
    for (int commit = 0; commit < 200; commit++) {
      if (pauses(16) > 0) {
        tries.add(commit);
      }
    }
    assertThat(tries).containsExactly(0, 2, 6, 14, 30, 62, 126, 190);
  }

  @Test
  void onceSomebodyJoinsItIsTriedEveryTime() {
    spacing.answered(16);
    assertThat(pauses(16)).isEqualTo(1);
    joining = 16;
    assertThat(pauses(16)).as("passed over once").isZero();
    assertThat(pauses(16)).isPositive();
    assertThat(pauses(16)).isPositive();
  }

  @Test
  void withNobodyToAnswerThereIsNothingToGather() {
    spacing.answered(100);
    assertThat(pauses(0)).isZero();
  }

  @Test
  void aCommitWithoutForcedRowsTellsNothingOfTheLoad() {
    spacing.answered(16);
    spacing.answered(0);
    joining = 100;
    assertThat(pauses(100)).isPositive();
  }

  @Test
  void itCanBeLeftOut() {
    CommitSpacing none = spacing(0);
    none.answered(1_000);
    waiting = 1_000;
    none.gather(now);
    assertThat(pauses).isEmpty();
  }
}
