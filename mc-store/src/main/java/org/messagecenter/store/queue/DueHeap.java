package org.messagecenter.store.queue;

import java.util.Arrays;

/**
 * Slots by the time at which something is to happen to them, the earliest first, among equals the
 * older key. A binary heap of primitives: nothing is done until the first time comes.
 */
final class DueHeap {

  private final SlotTable table;
  private long[] times = new long[64];
  private int[] slots = new int[64];
  private int size;

  DueHeap(SlotTable table) {
    this.table = table;
  }

  int size() {
    return size;
  }

  /** The earliest time; {@link Long#MAX_VALUE} when there is none. */
  long firstTime() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  /** Takes out the earliest slot. */
  int poll() {
    int slot = slots[0];
    remove(slot);
    return slot;
  }

  /** Puts in a slot, or moves one that is in already. A slot without a time stays out. */
  void put(int slot, long time) {
    remove(slot);
    if (time == Long.MAX_VALUE) {
      return;
    }
    if (size == slots.length) {
      times = Arrays.copyOf(times, size + (size >> 1));
      slots = Arrays.copyOf(slots, size + (size >> 1));
    }
    up(size++, time, slot);
  }

  /** Takes out a slot, if it is in. */
  void remove(int slot) {
    int at = table.heapIndex(slot);
    if (at < 0) {
      return;
    }
    table.heapIndex(slot, -1);
    size--;
    if (at == size) {
      return;
    }
    long time = times[size];
    int last = slots[size];
    if (at > 0 && before(time, last, (at - 1) >> 1)) {
      up(at, time, last);
    } else {
      down(at, time, last);
    }
  }

  private boolean before(long time, int slot, int index) {
    return time < times[index]
        || (time == times[index] && table.key(slot) < table.key(slots[index]));
  }

  private void up(int from, long time, int slot) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >> 1;
      if (!before(time, slot, parent)) {
        break;
      }
      set(at, times[parent], slots[parent]);
      at = parent;
    }
    set(at, time, slot);
  }

  private void down(int from, long time, int slot) {
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(times[child + 1], slots[child + 1], child)) {
        child++;
      }
      if (before(time, slot, child)) {
        break;
      }
      set(at, times[child], slots[child]);
      at = child;
    }
    set(at, time, slot);
  }

  private void set(int at, long time, int slot) {
    times[at] = time;
    slots[at] = slot;
    table.heapIndex(slot, at);
  }
}
