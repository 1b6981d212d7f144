package org.messagecenter.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When, and how many, are tried elsewhere. */
class ReroutingTest {
  private static final long SECOND = QueueRig.SECOND;

  private final QueueRig rig = QueueRig.unlimited();
  private final Line one = rig.book.newLine(new Line.Key("one", 0, ""), rig.queue);
  private final Line two = rig.book.newLine(new Line.Key("two", 0, ""), rig.queue);
  private final List<Line> lines = List.of(one, two);
  private final Rerouting rerouting = new Rerouting(10_000);

  @AfterEach
  void close() {
    rig.close();
  }

  private int at(long seconds) {
    return rerouting.notBound(seconds * SECOND, lines);
  }

  private static void tried(Line line, int probes, int cameBack) {
    line.probes += probes;
    line.cameBack += cameBack;
  }

  @Test
  void nothingIsTriedUntilThereWasNoBindForAWhile() {
    assertThat(at(0)).isZero();
    assertThat(at(9)).isZero();
    assertThat(at(10)).isEqualTo(16);

    rerouting.bound();
    assertThat(at(11)).isZero();
    assertThat(at(20)).isZero();
    assertThat(at(21)).isEqualTo(16);
  }

  @Test
  void moreAreTriedWhereMostGoElsewhere() {
    at(0);
    int each = at(10);
    for (int more : new int[] {64, 256, 1024, 4096, 4096}) {
      tried(one, each, 0);
      tried(two, each, each / 2);
      each = at(11);
      assertThat(each).isEqualTo(more);
    }
  }

  @Test
  void itIsLeftForAWhileWhereMostComeBack() {
    at(0);
    tried(one, at(10), 0);
    assertThat(at(11)).isEqualTo(64);

    tried(one, 64, 64);
    tried(two, 2, 0);
    assertThat(at(12)).isZero();
    assertThat(at(21)).isZero();
    assertThat(at(22)).isEqualTo(16);
  }

  @Test
  void asManyAreTriedAgainWhileNoneHasComeOut() {
    at(0);
    assertThat(at(10)).isEqualTo(16);
    assertThat(at(11)).isEqualTo(16);
  }

  @Test
  void withoutATimeTheyWaitForEver() {
    Rerouting never = new Rerouting(0);
    assertThat(never.notBound(0, lines)).isZero();
    assertThat(never.notBound(1_000_000 * SECOND, lines)).isZero();
  }
}
