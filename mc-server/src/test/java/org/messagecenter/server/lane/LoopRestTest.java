package org.messagecenter.server.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an event loop rests before it looks for more to read. */
class LoopRestTest {
  private final List<Long> rests = new ArrayList<>();
  private final LoopRest rest = new LoopRest(rests::add);
  private int ready;

  private int waits(boolean hasTasks) throws Exception {
    return rest.calculateStrategy(() -> ready, hasTasks);
  }

  private void reads(int reads, int pdus) {
    for (int i = 0; i < reads; i++) {
      LoopRest.read(pdus);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, false",
    "1, 1, false",
    "15, 1, false",
    "16, 1, true",
    "10, 4, true",
    "32, 7, true",
    "10, 8, false",
    "1, 100, false",
    "255, 1, true",
    "256, 1, false",
    "900, 3, false",
  })
  void restsAfterManyReadsOfFew(int reads, int pdus, boolean expected) throws Exception {
    assertThat(waits(false)).isEqualTo(SelectStrategy.SELECT);
    reads(reads, pdus);
    ready = 3;
    assertThat(waits(false)).isEqualTo(expected ? 3 : SelectStrategy.SELECT);
    assertThat(rests).hasSize(expected ? 1 : 0).allMatch(nanos -> nanos == LoopRest.REST_NANOS);
  }

  @Test
  void waitsWhenNothingCameInTheRest() throws Exception {
    waits(false);
    reads(20, 2);
    assertThat(waits(false)).isEqualTo(SelectStrategy.SELECT);
    assertThat(rests).hasSize(1);
    assertThat(waits(false)).isEqualTo(SelectStrategy.SELECT);
    assertThat(rests).hasSize(1);
  }

  @Test
  void neverRestsBeforeItsTasks() throws Exception {
    waits(false);
    reads(20, 2);
    ready = 5;
    assertThat(waits(true)).isEqualTo(5);
    assertThat(rests).isEmpty();
    assertThat(waits(false)).isEqualTo(5);
    assertThat(rests).hasSize(1);
  }

  /** A loop that has not waited yet knows of no reads, and nobody is harmed. */
  @Test
  void aReadElsewhereIsNotCounted() throws Exception {
    waits(false);
    Thread other = new Thread(() -> reads(20, 2));
    other.start();
    other.join();
    assertThat(waits(false)).isEqualTo(SelectStrategy.SELECT);
    assertThat(rests).isEmpty();
  }
}
