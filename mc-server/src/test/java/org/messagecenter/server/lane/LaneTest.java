package org.messagecenter.server.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order within a hand-over; the embedded loop is busy until the test lets it run. */
class LaneTest {
  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final Lane lane = new Lane(0, loop.eventLoop(), () -> 0);
  private final List<String> done = new ArrayList<>();
  private final Lane.Flushable connection = () -> done.add("flush");

  private void answer(String name) {
    lane.answer(
        current -> {
          done.add(name);
          current.dirty(connection);
        });
  }

  private void dispatch(String name) {
    lane.dispatch(current -> done.add(name));
  }

  @Test
  void answersAreFlushedBeforeAnythingIsDispatched() {
    dispatch("message 1");
    answer("answer 1");
    lane.commit();
    loop.runPendingTasks();
    assertThat(done).containsExactly("answer 1", "flush", "message 1");
  }

  @Test
  void commitsThatFindTheLoopBusyAreHandedOverTogether() {
    for (int i = 1; i <= 3; i++) {
      answer("answer " + i);
      dispatch("message " + i);
      lane.commit();
    }
    loop.runPendingTasks();
    assertThat(done)
        .containsExactly(
            "answer 1",
            "answer 2",
            "answer 3",
            "flush",
            "flush",
            "flush",
            "message 1",
            "message 2",
            "message 3");
  }

  @Test
  void noneIsForgottenHoweverManyTheyAre() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      dispatch("message " + i);
      lane.commit();
      expected.add("message " + i);
    }
    loop.runPendingTasks();
    assertThat(done).isEqualTo(expected);

    dispatch("later");
    lane.commit();
    loop.runPendingTasks();
    assertThat(done).hasSize(101).endsWith("later");
  }

  @Test
  void whatFailsHoldsUpNothing() {
    lane.answer(
        current -> {
          throw new IllegalStateException("meant to fail");
        });
    answer("answer 1");
    lane.dispatch(
        current -> {
          throw new NoClassDefFoundError("meant to fail");
        });
    dispatch("dispatch 1");
    lane.commit();
    loop.runPendingTasks();
    assertThat(done).containsExactly("answer 1", "flush", "dispatch 1");
  }

  @Test
  void whatIsFlushedSoonLeavesWithTheAnswersOfTheCommit() {
    answer("answer 1");
    lane.commit();
    lane.flushSoon(connection);
    assertThat(done).isEmpty();
    loop.runPendingTasks();
    assertThat(done).containsExactly("answer 1", "flush", "flush");
  }

  @Test
  void whatIsFlushedSoonNeedsNoCommit() {
    lane.flushSoon(connection);
    lane.flushSoon(() -> done.add("other"));
    loop.runPendingTasks();
    assertThat(done).containsExactly("flush", "other");
    lane.flushSoon(connection);
    loop.runPendingTasks();
    assertThat(done).containsExactly("flush", "other", "flush");
  }
}
