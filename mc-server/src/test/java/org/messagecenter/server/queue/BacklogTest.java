package org.messagecenter.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of the store, and how much is in memory for it. */
class BacklogTest {
  private final QueueRig rig = QueueRig.unlimited();
  private final Line one = rig.book.newLine(new Line.Key("one", 0, ""), rig.queue);
  private final Line two = rig.book.newLine(new Line.Key("two", 0, ""), rig.queue);
  private final Waiting waiting = new Waiting();
  private final InMemory memory = new InMemory(waiting);
  private final List<String> asked = new ArrayList<>();
  private final Backlog backlog =
      new Backlog(
          new Backlog.Parking() {
            @Override
            public void park(long key, int line, boolean again) {}

            @Override
            public void requestLine(int line, int n) {
              asked.add((line == one.id ? "one " : "two ") + n);
            }
          },
          memory,
          waiting);

  @AfterEach
  void close() {
    rig.close();
  }

  private void park(Line line, int n) {
    for (int i = 0; i < n; i++) {
      backlog.park(line, i, false);
    }
  }

  @Test
  void theLinesShareTheRoom() {
    park(one, 1000);
    park(two, 1000);
    backlog.refill();
    assertThat(memory.limit()).isEqualTo(256);
    assertThat(asked).containsExactly("one 128", "two 128");
    assertThat(backlog.parked()).isEqualTo(2000);
    assertThat(waiting.of("one")).isEqualTo(1000);
  }

  @Test
  void nothingIsAskedForUntilThereIsRoomForAHandful() {
    for (int i = 0; i < 193; i++) {
      memory.entered(two);
    }
    park(one, 1000);
    backlog.refill();
    assertThat(asked).isEmpty();

    memory.left(two);
    backlog.refill();
    assertThat(asked).containsExactly("one 64");
  }

  @Test
  void whatCameOrWasNotThereMayBeAskedForAgain() {
    park(one, 40);
    backlog.refill();
    backlog.refill();
    assertThat(asked).containsExactly("one 40");

    backlog.arrived(one);
    backlog.unused(one, 39);
    assertThat(backlog.parked()).isEqualTo(39);
    backlog.refill();
    assertThat(asked).containsExactly("one 40", "one 39");
  }

  @Test
  void aLineThatWaitsGetsAFewHoweverFullMemoryIs() {
    for (int i = 0; i < 300; i++) {
      memory.entered(two);
    }
    park(one, 40);
    backlog.refill();
    assertThat(asked).isEmpty();
    backlog.keepInTurn(one);
    backlog.keepInTurn(one);
    assertThat(asked).containsExactly("one " + Line.FEW);
  }

  @Test
  void aProbeTakesSoManyOfEachLine() {
    park(one, 40);
    park(two, 10);
    backlog.probe(16);
    assertThat(asked).containsExactly("one 16", "two 10");
    backlog.probe(16);
    assertThat(asked).containsExactly("one 16", "two 10", "one 16");
  }

  @Test
  void memoryHoldsWhatIsSentInTwoSecondsAndShrinksSlowly() {
    for (int i = 0; i < 1000; i++) {
      memory.sent();
    }
    memory.tick();
    assertThat(memory.limit()).isEqualTo(2000);
    memory.tick();
    assertThat(memory.limit()).isEqualTo(1500);
    for (int i = 0; i < 100; i++) {
      memory.tick();
    }
    assertThat(memory.limit()).isEqualTo(64);
    for (int i = 0; i < 100_000; i++) {
      memory.sent();
    }
    memory.tick();
    assertThat(memory.limit()).isEqualTo(8192);
  }
}
