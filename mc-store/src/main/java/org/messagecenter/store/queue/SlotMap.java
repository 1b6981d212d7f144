package org.messagecenter.store.queue;

/**
 * Finds the slot of a long: open addressing with linear probing, four octets an entry. The longs
 * themselves stay in the table that owns the slots. Made of many small parts, so that growing never
 * stops the store for longer than one part takes, nor needs much memory beside the rest.
 *
 * <p>An entry holds the slot and how far it stands from where its hash would have it. So most
 * entries that are passed over, and all that move up when one is taken out, are judged without a
 * look into the table, which would be a miss of the processor's cache each.
 */
final class SlotMap {

  /** So many bits of an entry are the slot, plus one; slots must be below 2 to their power. */
  static final int SLOT_BITS = 28;

  private static final int SLOT = (1 << SLOT_BITS) - 1;

  /** That far from home, or farther; where its home is must be asked for. */
  private static final int FAR = 15;

  private static final int PART_BITS = 10;
  private static final int LEAST = 8;

  private final SlotTable table;
  private final int word;
  private final int[][] parts = new int[1 << PART_BITS][LEAST];
  private final int[] sizes = new int[1 << PART_BITS];

  /**
   * @param word which word of a slot's row is looked for
   */
  SlotMap(SlotTable table, int word) {
    this.table = table;
    this.word = word;
  }

  private static long mix(long key) {
    return (key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L;
  }

  private static int which(long hash) {
    return (int) (hash >>> (64 - PART_BITS));
  }

  /** Scales the bits that follow those that chose the part. */
  private static int home(long hash, int length) {
    return (int) (((hash << PART_BITS >>> 32) * length) >>> 32);
  }

  private static int slot(int entry) {
    return (entry & SLOT) - 1;
  }

  private static int entry(int slot, int distance) {
    return Math.min(distance, FAR) << SLOT_BITS | (slot + 1);
  }

  /** The slot of {@code key}, or -1. */
  int find(long key) {
    long hash = mix(key);
    int[] part = parts[which(hash)];
    int i = home(hash, part.length);
    for (int distance = 0; part[i] != 0; distance++) {
      int entry = part[i];
      if (entry >>> SLOT_BITS == Math.min(distance, FAR) && table.word(slot(entry), word) == key) {
        return slot(entry);
      }
      i = i + 1 == part.length ? 0 : i + 1;
    }
    return -1;
  }

  /** Puts in {@code slot}, whose long must be set and must not be in the map yet. */
  void add(int slot) {
    long hash = mix(table.word(slot, word));
    int which = which(hash);
    if (++sizes[which] * 4 > parts[which].length * 3) {
      grow(which);
    }
    place(parts[which], hash, slot);
  }

  /** Makes room for so many in all, which then need not be made bit by bit. */
  void reserve(int count) {
    // Some parts get a few more than others.
    int share = count >> PART_BITS;
    int length = share + (share >> 1);
    for (int which = 0; which < parts.length; which++) {
      if (parts[which].length < length) {
        resize(which, length);
      }
    }
  }

  private static void place(int[] part, long hash, int slot) {
    int i = home(hash, part.length);
    int distance = 0;
    while (part[i] != 0) {
      i = i + 1 == part.length ? 0 : i + 1;
      distance++;
    }
    part[i] = entry(slot, distance);
  }

  /** By half: twice would leave too much empty when there are millions. */
  private void grow(int which) {
    resize(which, parts[which].length + (parts[which].length >> 1));
  }

  private void resize(int which, int length) {
    int[] old = parts[which];
    int[] part = new int[length];
    for (int entry : old) {
      if (entry != 0) {
        place(part, mix(table.word(slot(entry), word)), slot(entry));
      }
    }
    parts[which] = part;
  }

  /** Puts {@code other} in the place of {@code slot}, which is there; their longs are the same. */
  void replace(int slot, int other) {
    long hash = mix(table.word(slot, word));
    int[] part = parts[which(hash)];
    int i = indexOf(part, hash, slot);
    part[i] = (part[i] & ~SLOT) | (other + 1);
  }

  /** Where the slot is, or the free place where its search ends. */
  private static int indexOf(int[] part, long hash, int slot) {
    int i = home(hash, part.length);
    while (part[i] != 0 && slot(part[i]) != slot) {
      i = i + 1 == part.length ? 0 : i + 1;
    }
    return i;
  }

  /** Takes out {@code slot}, whose long must be as it was when it was added; if it is there. */
  void remove(int slot) {
    long hash = mix(table.word(slot, word));
    int which = which(hash);
    int[] part = parts[which];
    int hole = indexOf(part, hash, slot);
    if (part[hole] == 0) {
      return;
    }
    // Closes the hole: whatever stands at least as far from home as from the hole is moved into it.
    int gap = 0;
    int i = hole;
    while (true) {
      i = i + 1 == part.length ? 0 : i + 1;
      gap++;
      int entry = part[i];
      if (entry == 0) {
        break;
      }
      int distance = entry >>> SLOT_BITS;
      if (distance == FAR) {
        int home = home(mix(table.word(slot(entry), word)), part.length);
        distance = i >= home ? i - home : i - home + part.length;
      }
      if (distance >= gap) {
        part[hole] = entry(slot(entry), distance - gap);
        hole = i;
        gap = 0;
      }
    }
    part[hole] = 0;
    sizes[which]--;
  }
}
