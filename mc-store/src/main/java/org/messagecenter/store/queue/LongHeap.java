package org.messagecenter.store.queue;

import java.util.Arrays;

/** Longs, the smallest first. */
final class LongHeap {

  private long[] items = new long[8];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void add(long item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size + (size >> 1));
    }
    int at = size++;
    while (at > 0 && items[(at - 1) >> 1] > item) {
      items[at] = items[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    items[at] = item;
  }

  /** The smallest; there must be one. */
  long peek() {
    return items[0];
  }

  /** Takes out the smallest; there must be one. */
  long poll() {
    long first = items[0];
    long last = items[--size];
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && items[child + 1] < items[child]) {
        child++;
      }
      if (items[child] >= last) {
        break;
      }
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
    // A backlog that is gone gives its memory back.
    if (items.length > 4096 && size < items.length / 8) {
      items = Arrays.copyOf(items, items.length / 4);
    }
    return first;
  }
}
