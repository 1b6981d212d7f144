package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.Position;

/** The primitive structures, each against one of the JDK's. */
class IndexTest {

  private final Random random = new Random(42);

  @Test
  void aTableFindsWhatAMapFinds() {
    SlotTable table = new SlotTable();
    Map<Long, Integer> expected = new HashMap<>();
    for (int i = 0; i < 300_000; i++) {
      long key = 1L + random.nextInt(40_000);
      Integer slot = expected.get(key);
      if (slot == null) {
        assertThat(table.find(key)).isEqualTo(-1);
        int added = table.add(key);
        expected.put(key, added);
        table.place(added, key * 3, (int) key);
      } else {
        assertThat(table.find(key)).isEqualTo(slot);
        assertThat(table.position(slot)).isEqualTo(key * 3);
        if (random.nextInt(3) > 0) {
          table.remove(slot);
          expected.remove(key);
        }
      }
      assertThat(table.size()).isEqualTo(expected.size());
    }
    assertThat(table.keys())
        .containsExactly(expected.keySet().stream().sorted().toArray(Long[]::new));
  }

  @Test
  void aHeapGivesWhatATreeGives() {
    SlotTable table = new SlotTable();
    DueHeap heap = new DueHeap(table);
    TreeMap<String, Integer> expected = new TreeMap<>();
    Map<Integer, String> entries = new HashMap<>();
    int[] slots = new int[5000];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = table.add(1 + i);
    }
    for (int i = 0; i < 200_000; i++) {
      int slot = slots[random.nextInt(slots.length)];
      int action = random.nextInt(10);
      String entry = entries.remove(slot);
      if (entry != null) {
        expected.remove(entry);
      }
      if (action < 6) {
        long time = random.nextInt(3000);
        heap.put(slot, time);
        String added = String.format(java.util.Locale.ROOT, "%08d %08d", time, table.key(slot));
        entries.put(slot, added);
        expected.put(added, slot);
      } else {
        heap.remove(slot);
      }
      if (action == 9 && !expected.isEmpty()) {
        var first = expected.pollFirstEntry();
        entries.remove(first.getValue());
        assertThat(heap.firstTime()).isEqualTo(Long.parseLong(first.getKey().substring(0, 8)));
        assertThat(heap.poll()).isEqualTo(first.getValue());
      }
      assertThat(heap.size()).isEqualTo(expected.size());
    }
  }

  @Test
  void aHeapLeavesOutWhatHasNoTime() {
    SlotTable table = new SlotTable();
    DueHeap heap = new DueHeap(table);
    int slot = table.add(1);
    heap.put(slot, 5);
    heap.put(slot, Long.MAX_VALUE);
    assertThat(heap.size()).isZero();
    assertThat(heap.firstTime()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aRingIsAQueue() {
    LongRing ring = new LongRing();
    ArrayDeque<Long> expected = new ArrayDeque<>();
    for (int i = 0; i < 200_000; i++) {
      // Grows in the first half, shrinks in the second.
      if (random.nextInt(10) < (i < 100_000 ? 7 : 3) || expected.isEmpty()) {
        ring.add(i);
        expected.add((long) i);
      } else {
        assertThat(ring.poll()).isEqualTo(expected.remove());
      }
      assertThat(ring.size()).isEqualTo(expected.size());
    }
  }

  @Test
  void aLongHeapIsAPriorityQueue() {
    LongHeap heap = new LongHeap();
    PriorityQueue<Long> expected = new PriorityQueue<>();
    for (int i = 0; i < 100_000; i++) {
      if (random.nextInt(10) < 6 || expected.isEmpty()) {
        long item = random.nextInt(1000);
        heap.add(item);
        expected.add(item);
      } else {
        assertThat(heap.poll()).isEqualTo(expected.remove());
      }
      assertThat(heap.isEmpty()).isEqualTo(expected.isEmpty());
    }
  }

  @Test
  void liveBytesFollowTheSegments() {
    LiveBytes live = new LiveBytes();
    assertThat(live.isEmpty(7)).isTrue();
    live.add(Position.of(7, 100), 50);
    live.add(Position.of(90, 100), 5);
    assertThat(live.isEmpty(7)).isFalse();
    assertThat(live.isEmpty(8)).isTrue();
    assertThat(live.total()).isEqualTo(55);
    live.remove(Position.of(7, 100), 50);
    assertThat(live.isEmpty(7)).isTrue();
    live.dropBefore(90);
    assertThat(live.isEmpty(89)).isTrue();
    assertThat(live.isEmpty(90)).isFalse();
    live.dropBefore(500);
    live.add(Position.of(500, 1), 1);
    assertThat(live.isEmpty(500)).isFalse();
  }
}
