package org.messagecenter.server.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The wheel on the clock of an embedded event loop, which only the test moves. */
class LaneTimerTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private long now = 1000;
  private final LaneTimer timer;
  private final List<String> fired = new ArrayList<>();

  LaneTimerTest() {
    channel.freezeTime();
    timer = new LaneTimer(channel.eventLoop(), () -> now);
  }

  private final class Note extends LaneTimer.Delayed {
    private final String name;
    private final long from = now;
    private final long delay;

    Note(String name, Duration delay) {
      this.name = name;
      this.delay = delay.toNanos();
    }

    @Override
    protected void expired() {
      assertThat(now - from).as(name).isBetween(delay, delay + 2 * LaneTimer.TICK_NANOS);
      fired.add(name);
    }
  }

  private void schedule(String name, Duration delay) {
    timer.schedule(new Note(name, delay), delay.toNanos());
  }

  private void pass(Duration time) {
    long left = time.toNanos();
    while (left > 0) {
      long step = Math.min(left, TimeUnit.MILLISECONDS.toNanos(1));
      now += step;
      left -= step;
      channel.advanceTimeBy(step, TimeUnit.NANOSECONDS);
      channel.runScheduledPendingTasks();
    }
  }

  @Test
  void noDelayIsNow() {
    schedule("now", Duration.ZERO);
    assertThat(fired).containsExactly("now");
  }

  @Test
  void nothingFiresEarlyAndNothingLate() {
    schedule("c", Duration.ofMillis(300));
    schedule("a", Duration.ofMillis(3));
    schedule("b", Duration.ofMillis(100));
    pass(Duration.ofMillis(400));
    assertThat(fired).containsExactly("a", "b", "c");
    assertThat(timer.waiting()).isZero();
  }

  @Test
  void delaysLongerThanTheWheelGoRound() {
    schedule("far", Duration.ofSeconds(23));
    schedule("near", Duration.ofMillis(50));
    pass(Duration.ofSeconds(22));
    assertThat(fired).containsExactly("near");
    pass(Duration.ofSeconds(2));
    assertThat(fired).containsExactly("near", "far");
  }

  @Test
  void itStartsAgainAfterItStoodStill() {
    schedule("a", Duration.ofMillis(20));
    pass(Duration.ofSeconds(1));
    pass(Duration.ofMinutes(1));
    schedule("b", Duration.ofMillis(20));
    pass(Duration.ofSeconds(1));
    assertThat(fired).containsExactly("a", "b");
  }

  @Test
  void aTaskThatFailsStopsNoOther() {
    Duration delay = Duration.ofMillis(20);
    schedule("before", delay);
    timer.schedule(
        new LaneTimer.Delayed() {
          @Override
          protected void expired() {
            throw new IllegalStateException("meant to fail");
          }
        },
        delay.toNanos());
    timer.schedule(
        new LaneTimer.Delayed() {
          @Override
          protected void expired() {
            throw new StackOverflowError("meant to fail");
          }
        },
        delay.toNanos());
    schedule("after", delay);
    schedule("later", Duration.ofMillis(60));
    pass(Duration.ofMillis(100));

    assertThat(fired).containsExactlyInAnyOrder("before", "after", "later");
    assertThat(timer.waiting()).isZero();
  }

  @Test
  void thousandsFireOnceEach() {
    Random random = new Random(11);
    for (int i = 0; i < 3000; i++) {
      schedule("n" + i, Duration.ofMillis(random.nextInt(8000)));
      if (i % 100 == 0) {
        pass(Duration.ofMillis(37));
      }
    }
    pass(Duration.ofSeconds(9));
    assertThat(fired).hasSize(3000).doesNotHaveDuplicates();
  }
}
