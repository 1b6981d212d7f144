package org.messagecenter.store.queue;

import java.util.function.IntToLongFunction;

/**
 * Finds the slot of a long: open addressing with linear probing, four octets an entry. The longs
 * themselves stay in the table that owns the slots. Made of many small parts, so that growing never
 * stops the store for longer than one part takes.
 */
final class SlotMap {

  private static final int PART_BITS = 6;
  private static final int LEAST = 16;

  private final IntToLongFunction keys;
  private final int[][] parts = new int[1 << PART_BITS][LEAST];
  private final int[] sizes = new int[1 << PART_BITS];

  /**
   * @param keys tells the long of a slot that is in the map
   */
  SlotMap(IntToLongFunction keys) {
    this.keys = keys;
  }

  private static long mix(long key) {
    long hash = (key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L;
    return hash ^ (hash >>> 29);
  }

  /** The slot of {@code key}, or -1. */
  int find(long key) {
    long hash = mix(key);
    int[] part = parts[(int) (hash >>> (64 - PART_BITS))];
    int mask = part.length - 1;
    for (int i = (int) hash & mask; part[i] != 0; i = (i + 1) & mask) {
      if (keys.applyAsLong(part[i] - 1) == key) {
        return part[i] - 1;
      }
    }
    return -1;
  }

  /** Puts in {@code slot}, whose long must be set and must not be in the map yet. */
  void add(int slot) {
    long hash = mix(keys.applyAsLong(slot));
    int which = (int) (hash >>> (64 - PART_BITS));
    if (++sizes[which] * 8 > parts[which].length * 5) {
      grow(which);
    }
    place(parts[which], hash, slot);
  }

  private static void place(int[] part, long hash, int slot) {
    int mask = part.length - 1;
    int i = (int) hash & mask;
    while (part[i] != 0) {
      i = (i + 1) & mask;
    }
    part[i] = slot + 1;
  }

  private void grow(int which) {
    int[] old = parts[which];
    int[] part = new int[old.length * 2];
    for (int entry : old) {
      if (entry != 0) {
        place(part, mix(keys.applyAsLong(entry - 1)), entry - 1);
      }
    }
    parts[which] = part;
  }

  /** Puts {@code other} in the place of {@code slot}, which is there; their longs are the same. */
  void replace(int slot, int other) {
    long hash = mix(keys.applyAsLong(slot));
    int[] part = parts[(int) (hash >>> (64 - PART_BITS))];
    int mask = part.length - 1;
    int i = (int) hash & mask;
    while (part[i] != slot + 1) {
      i = (i + 1) & mask;
    }
    part[i] = other + 1;
  }

  /** Takes out {@code slot}, whose long must be as it was when it was added; if it is there. */
  void remove(int slot) {
    long hash = mix(keys.applyAsLong(slot));
    int which = (int) (hash >>> (64 - PART_BITS));
    int[] part = parts[which];
    int mask = part.length - 1;
    int hole = (int) hash & mask;
    while (part[hole] != slot + 1) {
      if (part[hole] == 0) {
        return;
      }
      hole = (hole + 1) & mask;
    }
    // Closes the hole: whatever may not stand behind it is moved into it.
    for (int i = (hole + 1) & mask; part[i] != 0; i = (i + 1) & mask) {
      int home = (int) mix(keys.applyAsLong(part[i] - 1)) & mask;
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        part[hole] = part[i];
        hole = i;
      }
    }
    part[hole] = 0;
    sizes[which]--;
  }
}
