package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinesTest {

  private final MessageTable table = new MessageTable();
  private final Lines lines = new Lines(table);
  private final Map<Integer, Line> serving = new HashMap<>();

  private int slot(long key) {
    int slot = table.find(key);
    return slot < 0 ? table.add(key) : slot;
  }

  private void park(int line, boolean again, long... keys) {
    for (long key : keys) {
      lines.park(slot(key), line, again);
    }
  }

  /** Asks for so many, and begins to read them. */
  private List<Long> read(int line, int n) {
    lines.request(line, n);
    List<Long> keys = new ArrayList<>();
    while (lines.hasServable()) {
      Line next = lines.nextServable();
      serving.put(next.number, next);
      while (next.credits > 0) {
        keys.add(table.key(lines.poll(next)));
      }
      lines.list(next);
    }
    return keys;
  }

  /** The bodies of these are there. Returns who is pushed. */
  private List<Long> readDone(int number, List<Long> keys) {
    Line line = Objects.requireNonNull(serving.get(number));
    List<Long> pushed = new ArrayList<>();
    for (long key : keys) {
      if (table.find(key) < 0) {
        lines.lost(line);
      } else if (Lines.isOvertaking(line, key)) {
        lines.returnRead(line, slot(key));
      } else {
        lines.pushed(line, slot(key));
        pushed.add(key);
      }
    }
    lines.readDone(line);
    return pushed;
  }

  /** What was told, in lines of text. */
  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (Line line; (line = lines.nextTelling()) != null; ) {
      told.add(line.number + ": " + line.left + " left, " + line.unused + " unused");
      lines.told(line);
    }
    return told;
  }

  @Test
  void whoReturnsIsBeforeAllWithALaterKeyThoughTheyCameInAnotherOrder() {
    park(1, false, 10, 20, 30, 5, 40);
    List<Long> reading = read(1, 3);
    assertThat(readDone(1, reading)).containsExactly(10L, 20L, 30L);
    park(1, true, 30, 10, 20);
    // The fifth was parked last but one, and stays where it is among those that never left.
    assertThat(read(1, 5)).containsExactly(5L, 10L, 20L, 30L, 40L);
  }

  @Test
  void whoReturnsIsNotOvertakenByThoseThatAreBeingRead() {
    park(1, false, 1, 2, 3, 4);
    assertThat(readDone(1, read(1, 1))).containsExactly(1L);
    List<Long> reading = read(1, 2);
    assertThat(reading).containsExactly(2L, 3L);
    park(1, true, 1);

    assertThat(readDone(1, reading)).as("both go back, their credits stay").isEmpty();
    List<Long> anew = read(1, 0);
    assertThat(anew).containsExactly(1L, 2L);
    assertThat(readDone(1, anew)).containsExactly(1L, 2L);
    assertThat(told()).isEmpty();
    assertThat(read(1, 2)).containsExactly(3L, 4L);
  }

  @Test
  void whoReturnsDoesNotOvertakeThoseBeforeItThatAreBeingRead() {
    park(1, false, 1, 2, 3);
    assertThat(readDone(1, read(1, 3))).hasSize(3);
    park(1, true, 1);
    List<Long> reading = read(1, 1);
    park(1, true, 3, 2);
    assertThat(readDone(1, reading)).containsExactly(1L);
    assertThat(read(1, 2)).containsExactly(2L, 3L);
  }

  @Test
  void whoIsParkedAnewWhileOthersAreReadStopsNobody() {
    park(1, false, 5, 6);
    List<Long> reading = read(1, 2);
    park(1, false, 1);
    assertThat(readDone(1, reading)).containsExactly(5L, 6L);
  }

  @Test
  void manyReturnInTheirOrderWithoutALongWalk() {
    int count = 20_000;
    long[] keys = IntStream.rangeClosed(1, count).asLongStream().toArray();
    park(1, false, keys);
    readDone(1, read(1, count));
    park(1, false, count + 1);
    park(1, true, keys);
    assertThat(read(1, count + 1)).isSorted().hasSize(count + 1);
  }

  @Test
  void whoReturnsBehindVeryManyIsNotLost() {
    long[] early = IntStream.rangeClosed(1, 10_000).asLongStream().toArray();
    park(1, false, 50_000);
    readDone(1, read(1, 1));
    park(1, false, early);
    park(1, true, 50_000);
    assertThat(read(1, 20_000)).hasSize(10_001).containsOnlyOnce(50_000L);
  }

  @Test
  void whatIsLackingIsToldAfterThePushesBefore() {
    park(1, false, 1, 2);
    List<Long> reading = read(1, 3);
    assertThat(told()).isEmpty();
    readDone(1, reading);
    assertThat(told()).containsExactly("1: 0 left, 1 unused");
    assertThat(lines.size()).isZero();
  }

  @Test
  void whatIsLackingIsToldThoughThereIsAlwaysMore() {
    park(1, false, 1);
    List<Long> first = read(1, 3);
    park(1, false, 2);
    List<Long> second = read(1, 1);
    readDone(1, first);
    assertThat(told()).containsExactly("1: 0 left, 2 unused");
    readDone(1, second);
    assertThat(told()).isEmpty();
  }

  @Test
  void theCreditOfOneThatGoesIsTheNextOnesOrUnused() {
    park(1, false, 1, 2, 3);
    List<Long> reading = read(1, 2);
    lines.forget(slot(2));
    table.remove(slot(2));
    assertThat(readDone(1, reading)).containsExactly(1L);
    assertThat(told()).containsExactly("1: 1 left, 0 unused");
    List<Long> next = read(1, 0);
    assertThat(next).containsExactly(3L);
    lines.forget(slot(3));
    table.remove(slot(3));
    assertThat(readDone(1, next)).isEmpty();
    assertThat(told()).containsExactly("1: 1 left, 1 unused");
    assertThat(lines.size()).isZero();
  }

  @Test
  void whoGoesBeforeItIsReadTakesTheLastCreditWithIt() {
    park(1, false, 1, 2);
    lines.request(1, 2);
    lines.leave(slot(1));
    assertThat(told()).containsExactly("1: 1 left, 0 unused");
    List<Long> reading = read(1, 0);
    assertThat(readDone(1, reading)).containsExactly(2L);
    assertThat(told()).containsExactly("1: 0 left, 1 unused");
  }

  @Test
  void aLineIsGoneWhenNobodyMissesIt() {
    for (int number = 1; number <= 5000; number++) {
      park(number * 1024, false, number);
    }
    assertThat(lines.size()).isEqualTo(5000);
    for (int number = 5000; number >= 1; number--) {
      List<Long> reading = read(number * 1024, 1);
      assertThat(readDone(number * 1024, reading)).containsExactly((long) number);
    }
    assertThat(lines.size()).isZero();
    assertThat(lines.waiting()).isZero();
    lines.request(3, 0);
    assertThat(lines.size()).isZero();
  }

  @Test
  void agreesWithAModel() {
    Random random = new Random(11);
    Map<Integer, List<Long>> model = new TreeMap<>();
    Map<Long, Integer> flying = new TreeMap<>();
    long next = 1;
    for (int step = 0; step < 4_000; step++) {
      int number = 1 + random.nextInt(6);
      List<Long> waits = model.computeIfAbsent(number, key -> new ArrayList<>());
      switch (random.nextInt(4)) {
        case 0 -> {
          park(number, false, next);
          waits.add(next++);
        }
        case 1 -> {
          int n = random.nextInt(4);
          List<Long> expected = List.copyOf(waits.subList(0, Math.min(n, waits.size())));
          List<Long> reading = read(number, n);
          assertThat(reading).isEqualTo(expected);
          if (!reading.isEmpty()) {
            assertThat(readDone(number, reading)).isEqualTo(expected);
          }
          waits.subList(0, expected.size()).clear();
          expected.forEach(key -> flying.put(key, number));
          int unused = n - expected.size();
          assertThat(told())
              .isEqualTo(
                  unused == 0 ? List.of() : List.of(number + ": 0 left, " + unused + " unused"));
        }
        case 2 -> {
          if (!flying.isEmpty()) {
            List<Long> keys = List.copyOf(flying.keySet());
            long key = keys.get(random.nextInt(keys.size()));
            int line = Objects.requireNonNull(flying.remove(key));
            boolean again = random.nextInt(4) > 0;
            park(line, again, key);
            List<Long> into = Objects.requireNonNull(model.get(line));
            int place = again ? 0 : into.size();
            while (place < into.size() && into.get(place) < key) {
              place++;
            }
            into.add(place, key);
          }
        }
        default -> {
          if (!waits.isEmpty()) {
            long key = waits.remove(random.nextInt(waits.size()));
            if (random.nextBoolean()) {
              lines.leave(slot(key));
            } else {
              lines.expire(slot(key));
              assertThat(lines.cameFrom(slot(key))).isEqualTo(number);
              lines.forget(slot(key));
            }
            assertThat(lines.cameFrom(slot(key))).isZero();
            table.remove(slot(key));
            assertThat(told()).containsExactly(number + ": 1 left, 0 unused");
          }
        }
      }
      assertThat(lines.waiting()).isEqualTo(model.values().stream().mapToInt(List::size).sum());
    }
  }
}
