package org.messagecenter.store.queue;

/** A queue of longs, first in, first out. */
final class LongRing {

  private long[] items = new long[16];
  private int head;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  void add(long item) {
    if (size == items.length) {
      resize(2 * size);
    }
    items[(head + size++) & (items.length - 1)] = item;
  }

  /** The first; there must be one. */
  long peek() {
    return items[head];
  }

  /** The one that {@code index} others are before. */
  long get(int index) {
    return items[(head + index) & (items.length - 1)];
  }

  /** Takes out the first; there must be one. */
  long poll() {
    long item = items[head];
    head = (head + 1) & (items.length - 1);
    size--;
    // A backlog that is gone gives its memory back.
    if (items.length > 4096 && size < items.length / 8) {
      resize(items.length / 4);
    }
    return item;
  }

  private void resize(int capacity) {
    long[] resized = new long[capacity];
    for (int i = 0; i < size; i++) {
      resized[i] = items[(head + i) & (items.length - 1)];
    }
    items = resized;
    head = 0;
  }
}
