package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.Position;

/** The primitive structures, each against one of the JDK's. */
class IndexTest {

  /** Of the factor in {@link SlotMap}, modulo 2^64. */
  private static final long INVERSE = 0xF1DE83E19937733DL;

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
  void aTableKeepsTheFieldsOfARowApart() {
    MessageTable table = new MessageTable();
    int slot = table.add(77);
    int other = table.add(78);
    table.mark(slot, MessageTable.INDEXED);
    table.mark(slot, MessageTable.HAS_CARRIER_ID);
    table.state(slot, MessageTable.IN_FLIGHT);
    table.shard(slot, 0xFF);
    table.attempts(slot, 0xFFFF);
    table.kind(slot, 3);
    table.place(slot, Long.MAX_VALUE, 12);
    table.place(slot, Long.MIN_VALUE, (1 << 28) - 1);
    table.label(slot, -1, -2);
    table.hash(slot, -3);
    assertThat(table.marked(slot, MessageTable.INDEXED)).isTrue();
    table.unmark(slot, MessageTable.INDEXED);
    assertThat(table.marked(slot, MessageTable.INDEXED)).isFalse();
    assertThat(table.marked(slot, MessageTable.HAS_CARRIER_ID)).isTrue();
    assertThat(table.marked(slot, MessageTable.POSSIBLE_DUPLICATE)).isFalse();
    assertThat(table.state(slot)).isEqualTo(MessageTable.IN_FLIGHT);
    assertThat(table.shard(slot)).isEqualTo(0xFF);
    assertThat(table.attempts(slot)).isEqualTo(0xFFFF);
    assertThat(table.kind(slot)).isEqualTo(3);
    assertThat(table.position(slot)).isEqualTo(Long.MIN_VALUE);
    assertThat(table.length(slot)).isEqualTo((1 << 28) - 1);
    assertThat(table.tag(slot)).isEqualTo(-1);
    assertThat(table.alias(slot)).isEqualTo(-2);
    assertThat(table.hash(slot)).isEqualTo(-3);
    assertThat(table.key(other)).isEqualTo(78);
    for (int word = 1; word < MessageTable.WIDTH; word++) {
      assertThat(table.word(other, word)).isZero();
    }
    table.remove(slot);
    int again = table.add(79);
    assertThat(again).isEqualTo(slot);
    for (int word = 1; word < MessageTable.WIDTH; word++) {
      assertThat(table.word(again, word)).isZero();
    }
  }

  /** Most longs are of one part and have their homes close together, some farther than is kept. */
  @Test
  void aCrowdedMapFindsWhatAMapFinds() {
    MessageTable table = new MessageTable();
    SlotMap map = new SlotMap(table, MessageTable.HASH);
    Map<Long, Integer> expected = new HashMap<>();
    List<Integer> free = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      free.add(table.add(1 + i));
    }
    for (int i = 0; i < 300_000; i++) {
      // The inverse of the factor that scatters them: these hash to 0, 1, 2... in all but few bits.
      long near = random.nextInt(200) * INVERSE;
      long hash = random.nextInt(5) > 0 ? near ^ near >>> 32 : random.nextInt(200);
      Integer slot = expected.get(hash);
      if (slot != null) {
        assertThat(map.find(hash)).isEqualTo(slot);
        if (random.nextBoolean()) {
          map.remove(slot);
          map.remove(slot);
          expected.remove(hash);
          free.add(slot);
        } else if (!free.isEmpty()) {
          int other = free.remove(free.size() - 1);
          table.hash(other, hash);
          map.replace(slot, other);
          expected.put(hash, other);
          free.add(slot);
        }
      } else {
        assertThat(map.find(hash)).isEqualTo(-1);
        if (!free.isEmpty()) {
          int added = free.remove(free.size() - 1);
          table.hash(added, hash);
          map.add(added);
          expected.put(hash, added);
        }
      }
    }
    expected.forEach((hash, slot) -> assertThat(map.find(hash)).isEqualTo(slot));
  }

  @Test
  void listsAreQueuesThatMayBeLeft() {
    SlotTable table = new SlotTable();
    SlotLists lists = new SlotLists(table, SlotTable.LINKS, 1);
    lists.make(7);
    List<List<Integer>> expected = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      expected.add(new ArrayList<>());
    }
    int[] slots = new int[60];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = table.add(1 + i);
    }
    for (int i = 0; i < 200_000; i++) {
      int slot = slots[random.nextInt(slots.length)];
      int list = random.nextInt(8);
      int emptied = -1;
      for (int l = 0; l < 8; l++) {
        if (expected.get(l).remove((Integer) slot) && expected.get(l).isEmpty()) {
          emptied = l;
        }
      }
      assertThat(lists.remove(slot)).isEqualTo(emptied);
      if (random.nextInt(4) > 0) {
        lists.add(list, slot);
        expected.get(list).add(slot);
      } else if (list > 0) {
        lists.moveAll(list, list - 1);
        expected.get(list - 1).addAll(expected.get(list));
        expected.get(list).clear();
      }
      List<Integer> found = new ArrayList<>();
      for (int at = lists.first(list); at >= 0; at = lists.next(at)) {
        found.add(at);
      }
      assertThat(found).isEqualTo(expected.get(list));
      assertThat(lists.isEmpty(list)).isEqualTo(found.isEmpty());
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
