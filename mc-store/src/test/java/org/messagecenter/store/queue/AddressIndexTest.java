package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AddressIndexTest {

  private final MessageTable table = new MessageTable();
  private final AddressIndex index = new AddressIndex(table);
  private final Random random = new Random(5);

  private List<Long> keys(long hash, int most) {
    List<Long> keys = new ArrayList<>();
    index.visit(
        hash,
        0,
        slot -> {
          keys.add(table.key(slot));
          return keys.size() < most;
        });
    return keys;
  }

  @Test
  void holdsEachAddressInTheOrderOfItsKeys() {
    List<TreeMap<Long, Integer>> expected = new ArrayList<>();
    for (int hash = 0; hash < 8; hash++) {
      expected.add(new TreeMap<>());
    }
    for (int step = 0; step < 100_000; step++) {
      // A few addresses, of which the first has nearly all messages.
      int hash = random.nextInt(4) > 0 ? 0 : random.nextInt(8);
      TreeMap<Long, Integer> of = expected.get(hash);
      if (random.nextInt(100) < (step < 50_000 ? 60 : 40) || of.isEmpty()) {
        long key = 1 + random.nextLong(1L << 40);
        if (table.find(key) < 0) {
          int slot = table.add(key);
          table.hash(slot, hash);
          index.add(slot);
          of.put(key, slot);
        }
      } else {
        Map.Entry<Long, Integer> next = of.ceilingEntry(random.nextLong(1L << 40));
        long key = (next == null ? of.firstEntry() : next).getKey();
        int slot = table.find(key);
        of.remove(key);
        index.remove(slot);
        index.remove(slot);
        table.remove(slot);
      }
      if (step % 1000 == 0) {
        for (int h = 0; h < 8; h++) {
          assertThat(keys(h, Integer.MAX_VALUE)).isEqualTo(List.copyOf(expected.get(h).keySet()));
        }
      }
    }
    assertThat(keys(77, 1)).isEmpty();
  }

  @Test
  void aMillionOfOneAddressStayQuick() {
    int count = 1_000_000;
    int[] slots = new int[count];
    long[] steps = {0};
    for (int i = 0; i < count; i++) {
      slots[i] = table.add(i + 1);
      table.hash(slots[i], 9);
      index.add(slots[i]);
    }
    index.visit(
        9,
        0,
        slot -> {
          steps[0]++;
          return steps[0] < 3;
        });
    assertThat(steps[0]).isEqualTo(3);
    assertThat(keys(9, 2)).containsExactly(1L, 2L);
    assertThat(depth()).isLessThan(100);
    // From the young end, which is the deepest.
    for (int i = count - 1; i > 0; i--) {
      index.remove(slots[i]);
    }
    assertThat(keys(9, 2)).containsExactly(1L);
  }

  /** How far the deepest message is from the root. */
  private int depth() {
    int[] deepest = {0};
    // The root is nobody's child.
    boolean[] child = new boolean[table.size() + MessageTable.CHUNK];
    for (long key : table.keys()) {
      int slot = table.find(key);
      if (table.older(slot) >= 0) {
        child[table.older(slot)] = true;
      }
      if (table.younger(slot) >= 0) {
        child[table.younger(slot)] = true;
      }
    }
    for (long key : table.keys()) {
      if (!child[table.find(key)]) {
        measure(table.find(key), 1, deepest);
      }
    }
    return deepest[0];
  }

  private void measure(int slot, int depth, int[] deepest) {
    if (slot >= 0) {
      deepest[0] = Math.max(deepest[0], depth);
      measure(table.older(slot), depth + 1, deepest);
      measure(table.younger(slot), depth + 1, deepest);
    }
  }
}
