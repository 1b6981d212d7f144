package org.messagecenter.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.server.queue.QueueRig.SECOND;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.account.Outbound;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.pace.Rate;

/** Who is next, how fast, and what waits where; in virtual time. */
class CarrierQueueTest {
  private static final Outcome ENDED = new Outcome.Final(MessageState.DELIVERED, 0);

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static Outbound paced(double rate, double sourceRate) {
    return new Outbound(
        rate,
        1,
        sourceRate,
        1,
        Outbound.Count.MESSAGE,
        Duration.ofMinutes(15),
        Outbound.WhenFull.QUEUE_FULL,
        true);
  }

  @Test
  void whatHasRoomIsSentAtOnce() {
    try (QueueRig rig = QueueRig.unlimited()) {
      rig.bind(10);
      for (long key = 1; key <= 10; key++) {
        rig.offer(key, "demo");
      }
      assertThat(rig.sent).isEqualTo(upTo(10));
      assertThat(rig.lines).isEmpty();
      assertThat(rig.waiting.of("demo")).isZero();
    }
  }

  @Test
  void whatHasNoBindIsParkedAndDrainsInOrder() {
    try (QueueRig rig = QueueRig.unlimited()) {
      for (long key = 1; key <= 5000; key++) {
        rig.offer(key, "demo");
      }
      assertThat(rig.mostInMemory).isZero();
      assertThat(rig.waiting.of("demo")).isEqualTo(5000);

      rig.bind(10);
      for (int i = 0; i < 600; i++) {
        rig.pass(SECOND / 100);
        rig.answerAll();
      }
      assertThat(rig.sent).isEqualTo(upTo(5000));
      assertThat(rig.waiting.of("demo")).isZero();
    }
  }

  @Test
  void memoryIsBoundedByWhatTheCarrierTakes() {
    try (QueueRig rig = QueueRig.unlimited()) {
      rig.bind(1);
      for (long key = 1; key <= 100_000; key++) {
        rig.offer(key, "demo");
      }
      rig.pass(60 * SECOND);
      assertThat(rig.queue.status().inMemory()).isLessThanOrEqualTo(256);
      assertThat(rig.queue.status().parked()).isGreaterThan(99_000);
    }
  }

  @Test
  void accountsTakeTurns() {
    try (QueueRig rig = QueueRig.unlimited()) {
      rig.bind(1);
      for (long key = 1; key <= 1000; key++) {
        rig.offer(key, "big");
      }
      rig.offer(1001, "small");
      rig.offer(1002, "small");
      while (rig.sent.size() < 6) {
        rig.answer(rig.outstanding.get(0), ENDED);
        rig.serveStore();
      }
      assertThat(rig.sent).contains(1001L, 1002L);
    }
  }

  @Test
  void higherPrioritiesGoFirstAndNoneStarves() {
    try (QueueRig rig = QueueRig.unlimited()) {
      rig.bind(1);
      rig.offer(0, "demo", "1", 0);
      for (long key = 1; key <= 40; key++) {
        rig.offer(key, "demo", "1", 0);
        rig.offer(100 + key, "demo", "1", 3);
      }
      rig.answerAll();
      List<Long> order = rig.sent.subList(1, 41);
      long high = order.stream().filter(key -> key > 100).count();
      assertThat(high).isBetween(33L, 36L);
      assertThat(rig.sent).hasSize(81);
    }
  }

  @Test
  void anAccountGoesAtItsRate() {
    try (QueueRig rig =
        new QueueRig(
            new QueueSettings(Rate.UNLIMITED, false, 0),
            account -> account.equals("slow") ? paced(5, 0) : Outbound.UNLIMITED)) {
      rig.bind(1000);
      for (long key = 1; key <= 200; key++) {
        rig.offer(key, "slow");
      }
      rig.offer(1000, "fast");
      assertThat(rig.sent).containsExactly(1L, 1000L);
      rig.pass(10 * SECOND);
      assertThat(rig.sent).hasSize(52);
      assertThat(rig.sent.subList(2, 52)).isEqualTo(upTo(51).subList(1, 51));
    }
  }

  @Test
  void ofAMessageThatIsCutOnlyThePartsCount() {
    try (QueueRig rig =
        new QueueRig(new QueueSettings(new Rate(1, 1), false, 0), account -> Outbound.UNLIMITED)) {
      rig.bind(10);
      rig.offer(1, "demo");
      assertThat(rig.sent).containsExactly(1L);
      rig.queue.cut(rig.outstanding.get(0));
      rig.offer(2, "demo");
      rig.offer(3, "demo");
      assertThat(rig.sent).containsExactly(1L, 2L);
      rig.pass(SECOND);
      assertThat(rig.sent).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void aSourceGoesAtItsRateAndHoldsUpNoOther() {
    try (QueueRig rig =
        new QueueRig(new QueueSettings(Rate.UNLIMITED, false, 0), account -> paced(0, 1))) {
      rig.bind(1000);
      for (long key = 1; key <= 50; key++) {
        rig.offer(key, "demo", "1" + key % 10, 0);
      }
      assertThat(rig.sent).hasSize(10);
      rig.pass(2 * SECOND);
      assertThat(rig.sent).hasSize(30);
      rig.pass(2 * SECOND);
      assertThat(rig.sent).hasSize(50);
    }
  }

  @Test
  void aCarrierGoesAtItsRate() {
    try (QueueRig rig =
        new QueueRig(
            new QueueSettings(new Rate(100, 10), false, 0), account -> Outbound.UNLIMITED)) {
      rig.bind(100_000);
      for (long key = 1; key <= 2000; key++) {
        rig.offer(key, "demo" + key % 3);
      }
      assertThat(rig.sent).hasSize(10);
      rig.pass(10 * SECOND);
      assertThat(rig.sent).hasSize(1010);
    }
  }

  @Test
  void aThrottlingCarrierIsLeftAloneAndOrderIsKept() {
    try (QueueRig rig = QueueRig.unlimited()) {
      rig.bind(10);
      for (long key = 1; key <= 100; key++) {
        rig.offer(key, "demo");
      }
      int asked = 0;
      for (int round = 0; round < 5; round++) {
        List<Attempt> refused = new ArrayList<>(rig.outstanding);
        asked += refused.size();
        for (Attempt attempt : refused) {
          rig.answer(attempt, new Outcome.Throttled(-1));
        }
        assertThat(rig.outstanding).isEmpty();
        rig.pass(60 * SECOND);
      }
      // One window each time, and not once more in between.
      assertThat(asked).isEqualTo(50);
      rig.answerAll();
      assertThat(rig.sent).isEqualTo(upTo(100));
    }
  }

  @Test
  void theThrottledAnswersOfOneWindowAreOneRefusal() {
    try (QueueRig rig = QueueRig.unlimited()) {
      rig.bind(10);
      for (long key = 1; key <= 20; key++) {
        rig.offer(key, "demo");
      }
      for (Attempt attempt : new ArrayList<>(rig.outstanding)) {
        rig.answer(attempt, new Outcome.Throttled(-1));
      }
      rig.pass(SECOND / 2);
      assertThat(rig.outstanding).hasSize(10);
      for (Attempt attempt : new ArrayList<>(rig.outstanding)) {
        rig.answer(attempt, new Outcome.Throttled(-1));
      }
      rig.pass(SECOND / 2);
      assertThat(rig.outstanding).isEmpty();
      rig.pass(SECOND / 2);
      assertThat(rig.outstanding).hasSize(10);
    }
  }

  @Test
  void thePauseThatTheCarrierAsksForIsKept() {
    try (QueueRig rig = QueueRig.unlimited()) {
      rig.bind(1);
      rig.offer(1, "demo");
      rig.answer(rig.outstanding.get(0), new Outcome.Throttled(7000));
      rig.pass(6 * SECOND);
      assertThat(rig.outstanding).isEmpty();
      rig.pass(2 * SECOND);
      assertThat(rig.outstanding).hasSize(1);
    }
  }

  @Test
  void whatWasNotSentKeepsItsPlaceAndIsNotTriedAgainAndAgain() {
    try (QueueRig rig = QueueRig.unlimited()) {
      rig.bind(4);
      for (long key = 1; key <= 8; key++) {
        rig.offer(key, "demo");
      }
      for (Attempt attempt : new ArrayList<>(rig.outstanding)) {
        rig.answer(attempt, new Outcome.NotSent());
      }
      assertThat(rig.outstanding).isEmpty();
      rig.pass(SECOND);
      rig.answerAll();
      assertThat(rig.sent).isEqualTo(upTo(8));
    }
  }

  @Test
  void aCarrierWithoutBindsKeepsNothingInMemory() {
    try (QueueRig rig = QueueRig.unlimited()) {
      rig.bind(10);
      for (long key = 1; key <= 60; key++) {
        rig.offer(key, "demo");
      }
      rig.bound = false;
      List<Attempt> lost = new ArrayList<>(rig.outstanding);
      Collections.reverse(lost);
      for (Attempt attempt : lost) {
        rig.answer(attempt, new Outcome.NotSent());
      }
      rig.pass(3 * SECOND);
      assertThat(rig.queue.status().inMemory()).isZero();
      assertThat(rig.queue.status().parked()).isEqualTo(60);

      rig.bind(10);
      rig.pass(SECOND);
      rig.answerAll();
      assertThat(rig.sent).isEqualTo(upTo(60));
    }
  }

  @Test
  void whatWaitsLongForABindIsRoutedAnew() {
    try (QueueRig rig =
        new QueueRig(
            new QueueSettings(Rate.UNLIMITED, false, 30_000), account -> Outbound.UNLIMITED)) {
      for (long key = 1; key <= 10_000; key++) {
        rig.offer(key, "demo");
      }
      rig.pass(100 * SECOND);
      assertThat(rig.wentElsewhere).isZero();
      assertThat(rig.lines.get(1)).hasSize(10_000).isSorted();
      // Its history says once that it waits, however often another route is looked for.
      assertThat(rig.queued).hasSize(10_000).contains("1 carrier not bound");

      rig.elsewhere = true;
      rig.pass(60 * SECOND);
      assertThat(rig.wentElsewhere).isEqualTo(10_000);
      assertThat(rig.waiting.of("demo")).isZero();
    }
  }

  @Test
  void whatIsRoutedAnewMayHaveLeftMeanwhile() {
    QueueSettings settings = new QueueSettings(Rate.UNLIMITED, false, 1000);
    try (QueueRig rig = new QueueRig(settings, account -> Outbound.UNLIMITED)) {
      for (long key = 1; key <= 300; key++) {
        rig.offer(key, "demo");
      }
      rig.storeIsBusy = true;
      rig.bind(0);
      rig.bound = false;
      // More than were not asked for: some of those that were are gone too.
      for (int i = 0; i < 60; i++) {
        rig.cancel(1, 0);
      }
      rig.pass(5 * SECOND);
      rig.storeIsBusy = false;
      rig.serveStore();
      rig.pass(5 * SECOND);
      assertThat(rig.waiting.of("demo")).isEqualTo(240);
      rig.bind(10);
      rig.serveStore();
      rig.answerAll();
      assertThat(rig.sent).hasSize(240);
      assertThat(rig.waiting.of("demo")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingIsLostNorSentTwiceNorOvertaken(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (QueueRig rig =
        new QueueRig(
            new QueueSettings(new Rate(2000, 50), false, 5000),
            account -> account.equals("a1") ? paced(300, 0) : Outbound.UNLIMITED)) {
      long key = 0;
      for (int step = 0; step < 20_000; step++) {
        switch (random.nextInt(20)) {
          case 0 -> rig.bind(1 + random.nextInt(20));
          case 1 -> {
            if (random.nextInt(40) == 0) {
              rig.bound = false;
              for (Attempt attempt : new ArrayList<>(rig.outstanding)) {
                rig.answer(attempt, new Outcome.NotSent());
              }
            }
          }
          case 2 -> {
            if (!rig.lines.isEmpty() && random.nextInt(10) == 0) {
              rig.cancel(1 + random.nextInt(rig.lines.size()), random.nextInt(5));
            }
          }
          case 3, 4, 5, 6 -> {
            if (!rig.outstanding.isEmpty()) {
              Attempt attempt = rig.outstanding.get(random.nextInt(rig.outstanding.size()));
              rig.answer(attempt, random.nextInt(30) == 0 ? new Outcome.Throttled(-1) : ENDED);
            }
          }
          case 7 -> rig.pass(random.nextLong(SECOND / 5));
          case 8, 9 -> rig.serveStore();
          default -> {
            if (step < 15_000) {
              rig.offer(++key, "a" + random.nextInt(4), "1", random.nextInt(3));
            }
          }
        }
      }
      rig.bind(100);
      for (int i = 0; i < 400; i++) {
        rig.pass(SECOND / 2);
        rig.answerAll();
      }
      assertThat(rig.sent).doesNotHaveDuplicates().hasSize(rig.known.size());
      for (int account = 0; account < 4; account++) {
        assertThat(rig.waiting.of("a" + account)).isZero();
      }
      assertThat(rig.queue.status().parked()).isZero();
      assertThat(rig.queue.status().inMemory()).isZero();
    }
  }

  /** Order within a line, with a carrier that refuses now and then but loses no bind. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void orderIsKept(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (QueueRig rig = QueueRig.unlimited()) {
      rig.bind(1);
      Map<Long, Integer> accountOf = new HashMap<>();
      for (long key = 1; key <= 5000; key++) {
        int account = random.nextInt(3);
        accountOf.put(key, account);
        rig.offer(key, "a" + account);
        if (random.nextInt(3) == 0 && !rig.outstanding.isEmpty()) {
          rig.answer(
              rig.outstanding.get(0), random.nextInt(10) == 0 ? new Outcome.Throttled(100) : ENDED);
        }
        if (random.nextInt(4) == 0) {
          rig.pass(SECOND / 50);
        }
      }
      for (int i = 0; i < 200; i++) {
        rig.pass(SECOND);
        rig.answerAll();
      }
      assertThat(rig.sent).hasSize(5000);
      for (int account = 0; account < 3; account++) {
        int which = account;
        assertThat(
                rig.sent.stream().filter(key -> accountOf.getOrDefault(key, -1) == which).toList())
            .isSorted();
      }
    }
  }
}
