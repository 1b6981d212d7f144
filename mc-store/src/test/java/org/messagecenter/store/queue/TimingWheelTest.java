package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimingWheelTest {

  private static final long HOUR = 3_600_000;

  private final SlotTable table = new SlotTable();
  private final TimingWheel wheel = new TimingWheel(table);
  private int keys;

  private int put(long time) {
    int slot = table.add(++keys);
    table.nextDue(slot, time);
    wheel.put(slot);
    return slot;
  }

  private void put(int slot, long time) {
    table.nextDue(slot, time);
    wheel.put(slot);
  }

  /** Turns the wheel until nobody is due any more; returns who was. */
  private List<Integer> poll(long now) {
    List<Integer> due = new ArrayList<>();
    int slot;
    while ((slot = wheel.poll(now)) != TimingWheel.NOBODY) {
      if (slot != TimingWheel.STEP) {
        due.add(slot);
      }
    }
    return due;
  }

  @Test
  void anEmptyWheelHasNoTime() {
    assertThat(wheel.firstTime()).isEqualTo(Long.MAX_VALUE);
    assertThat(poll(TestClock.START)).isEmpty();
    assertThat(wheel.firstTime()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void givesTheEarliestFirstAndEqualsInTheirOrder() {
    long now = TestClock.START;
    poll(now);
    int late = put(now + 100_000);
    int first = put(now + 5);
    int second = put(now + 5);
    assertThat(wheel.firstTime()).isEqualTo(now + 5);
    assertThat(poll(now + 4)).isEmpty();
    assertThat(poll(now + 5)).containsExactly(first, second);
    assertThat(poll(now + 99_999)).isEmpty();
    int younger = put(now + 100_000);
    assertThat(poll(now + 100_000)).containsExactly(late, younger);
  }

  @Test
  void aWheelThatBeginsLateGivesWhatLiesBehindItByItsTimes() {
    long now = TestClock.START;
    wheel.begin(now - HOUR);
    int later = put(now - 1);
    int earlier = put(now - HOUR);
    int next = put(now + 1);
    assertThat(wheel.firstTime()).isEqualTo(now - HOUR);
    assertThat(poll(now)).containsExactly(earlier, later);
    assertThat(wheel.firstTime()).isEqualTo(now + 1);
    assertThat(poll(now + 1)).containsExactly(next);
  }

  @Test
  void whatIsPastIsDueAtOnceAndWhatHasNoTimeStaysOut() {
    long now = TestClock.START;
    poll(now);
    int past = put(now - HOUR);
    int atZero = put(0);
    int negative = put(Long.MIN_VALUE);
    int never = put(Long.MAX_VALUE);
    assertThat(wheel.firstTime()).isLessThanOrEqualTo(now);
    assertThat(poll(now)).containsExactly(past, atZero, negative);
    assertThat(wheel.firstTime()).isEqualTo(Long.MAX_VALUE);
    wheel.remove(never);
    int last = put(Long.MAX_VALUE - 1);
    assertThat(poll(Long.MAX_VALUE - 2)).isEmpty();
    assertThat(poll(Long.MAX_VALUE - 1)).containsExactly(last);
  }

  @Test
  void aSlotIsMovedByPuttingItInAgain() {
    int slot = put(1_000);
    put(slot, 50);
    assertThat(poll(50)).containsExactly(slot);
    put(slot, 70);
    put(slot, Long.MAX_VALUE);
    assertThat(wheel.firstTime()).isEqualTo(Long.MAX_VALUE);
    assertThat(poll(2_000)).isEmpty();
  }

  @Test
  void aClockSetForwardGivesAllInTheOrderOfTheirTimes() {
    List<Integer> slots = new ArrayList<>();
    long time = 3;
    for (int i = 0; i < 60; i++) {
      slots.add(put(time));
      time += 1L << (i / 2);
    }
    assertThat(poll(10 * 365 * 24 * HOUR)).isEqualTo(slots);
  }

  @Test
  void aClockSetBackMakesNothingComeTooEarlyNorLate() {
    long now = TestClock.START;
    poll(now);
    int soon = put(now + 7);
    int later = put(now + HOUR);
    long back = now - HOUR;
    poll(back);
    int earlier = put(back + 20);
    assertThat(wheel.firstTime()).isLessThanOrEqualTo(back + 20);
    assertThat(poll(back + 19)).isEmpty();
    assertThat(poll(back + 20)).containsExactly(earlier);
    assertThat(poll(now + 6)).isEmpty();
    assertThat(poll(now + 7)).containsExactly(soon);
    assertThat(poll(now + HOUR - 1)).isEmpty();
    assertThat(poll(now + HOUR)).containsExactly(later);
  }

  @Test
  void aClockSetBackALittleMakesNothingComeTooEarly() {
    long now = TestClock.START;
    poll(now);
    int other = put(now + 3);
    long back = now - TimingWheel.MOST_BACK;
    int slot = put(back + 20);
    assertThat(poll(back + 19)).isEmpty();
    assertThat(poll(now)).containsExactly(slot);
    assertThat(poll(now + 3)).containsExactly(other);
  }

  @Test
  void manyOfOneStretchAreSpreadStepByStep() {
    int count = 100_000;
    Random random = new Random(3);
    for (int i = 0; i < count; i++) {
      put(HOUR + random.nextInt((int) HOUR));
    }
    int most = 0;
    int due = 0;
    for (long now = HOUR - 100_000; now <= 2 * HOUR; now += 1_000) {
      int steps = 0;
      int slot;
      while ((slot = wheel.poll(now)) != TimingWheel.NOBODY) {
        if (slot != TimingWheel.STEP) {
          assertThat(table.nextDue(slot)).isBetween(now - 999, now);
          due++;
        }
        steps++;
      }
      most = Math.max(most, steps);
    }
    assertThat(due).isEqualTo(count);
    // Nobody is looked at before the stretch begins that all of them are in.
    assertThat(most).isLessThan(count + 1_000);
  }

  @Test
  void beforeTheFirstTimeNothingIsToBeDone() {
    long now = TestClock.START;
    poll(now);
    for (int i = 0; i < 10_000; i++) {
      put(now + HOUR + i);
    }
    int wakes = 0;
    int steps = 0;
    long first;
    while ((first = wheel.firstTime()) < now + HOUR) {
      wakes++;
      while (wheel.poll(first) != TimingWheel.NOBODY) {
        steps++;
      }
    }
    assertThat(first).isEqualTo(now + HOUR);
    // Each once for each of the finer levels, and no more.
    assertThat(steps).isLessThan(4 * 10_000 + 20);
    assertThat(wakes).isLessThan(12);
  }

  /** The order of a tree's entries is the wheel's too: by time, then by when it was put in. */
  @Test
  void givesWhatATreeGives() {
    Random random = new Random(20_26);
    TreeMap<Long, ArrayDeque<Integer>> expected = new TreeMap<>();
    int[] slots = new int[3_000];
    boolean[] in = new boolean[slots.length];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = table.add(1 + i);
    }
    long now = TestClock.START;
    poll(now);
    boolean settled = true;
    for (int i = 0; i < 1_200_000; i++) {
      int which = random.nextInt(slots.length);
      int slot = slots[which];
      int action = random.nextInt(100);
      if (action < 50) {
        leave(expected, slot, in[which]);
        // Between steps the past is not told from the present.
        long time = now + (settled ? spread(random) : Math.max(0, spread(random)));
        put(slot, time);
        in[which] = time != Long.MAX_VALUE;
        if (in[which]) {
          expected.computeIfAbsent(Math.max(time, now), t -> new ArrayDeque<>()).add(slot);
        }
      } else if (action < 75) {
        leave(expected, slot, in[which]);
        in[which] = false;
        wheel.remove(slot);
      } else {
        // Mostly a little, at times far; and now and then only a few steps, as between other work.
        now += action < 98 ? random.nextInt(3) : Math.max(0, spread(random) % (40 * HOUR));
        int steps = action % 2 == 0 ? random.nextInt(20) : Integer.MAX_VALUE;
        int due = TimingWheel.STEP;
        while (steps-- > 0 && due != TimingWheel.NOBODY) {
          due = wheel.poll(now);
          if (due >= 0) {
            Map.Entry<Long, ArrayDeque<Integer>> first = expected.firstEntry();
            assertThat(due).as("step %d", i).isEqualTo(first.getValue().remove());
            assertThat(first.getKey()).isLessThanOrEqualTo(now);
            if (first.getValue().isEmpty()) {
              expected.pollFirstEntry();
            }
            in[(int) table.key(due) - 1] = false;
          }
        }
        settled = due == TimingWheel.NOBODY;
        if (settled && !expected.isEmpty()) {
          assertThat(expected.firstKey()).isGreaterThan(now);
        }
      }
      long first = expected.isEmpty() ? Long.MAX_VALUE : expected.firstKey();
      assertThat(wheel.firstTime()).isLessThanOrEqualTo(first);
    }
    assertThat(poll(Long.MAX_VALUE - 1))
        .isEqualTo(expected.values().stream().flatMap(ArrayDeque::stream).toList());
  }

  private static long spread(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> 0;
      case 1 -> -random.nextInt(100_000);
      case 2 -> Long.MAX_VALUE - 2 * TestClock.START;
      default -> random.nextLong(1L << (1 + random.nextInt(38)));
    };
  }

  private void leave(NavigableMap<Long, ArrayDeque<Integer>> expected, int slot, boolean in) {
    if (!in) {
      return;
    }
    for (long time = table.nextDue(slot); ; time = expected.higherKey(time)) {
      ArrayDeque<Integer> same = expected.get(time);
      if (same != null && same.remove(slot)) {
        if (same.isEmpty()) {
          expected.remove(time);
        }
        return;
      }
    }
  }
}
