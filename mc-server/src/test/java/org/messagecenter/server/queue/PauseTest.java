package org.messagecenter.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** For how long a carrier is left alone. */
class PauseTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** Any monotonic time, and one that overflows in the tests at that. */
  private long now = Long.MAX_VALUE - 100 * MILLI;

  private final Pause pause = new Pause(() -> now);

  private long leftMillis() {
    return pause.left(now) / MILLI;
  }

  private void over() {
    now += pause.left(now);
    assertThat(pause.isPaused()).isFalse();
    assertThat(pause.left(now)).isZero();
  }

  @Test
  void eachRefusalInARowDoublesItUpToABound() {
    assertThat(pause.isPaused()).isFalse();
    for (long millis : new long[] {500, 1000, 2000, 4000, 8000, 16_000, 32_000, 32_000, 32_000}) {
      pause.throttled(-1);
      assertThat(leftMillis()).isEqualTo(millis);
      assertThat(pause.isPaused()).isTrue();
      over();
    }
    pause.answered();
    pause.throttled(-1);
    assertThat(leftMillis()).isEqualTo(500);
  }

  @Test
  void refusalsDuringAPauseAreTheSameOne() {
    pause.throttled(-1);
    now += 300 * MILLI;
    pause.throttled(-1);
    pause.throttled(-1);
    assertThat(leftMillis()).isEqualTo(500);
    over();
    pause.throttled(-1);
    assertThat(leftMillis()).isEqualTo(1000);
  }

  @Test
  void theLongestOfSeveralCounts() {
    pause.throttled(7000);
    assertThat(leftMillis()).isEqualTo(7000);
    pause.throttled(20);
    pause.notSent();
    assertThat(leftMillis()).isEqualTo(7000);
    now += 6950 * MILLI;
    pause.notSent();
    assertThat(leftMillis()).isEqualTo(100);
  }

  @Test
  void toAskHowLongItGoesOnEndsNothing() {
    pause.throttled(1000);
    assertThat(pause.left(now + 2000 * MILLI)).isZero();
    assertThat(pause.isPaused()).isTrue();
  }
}
