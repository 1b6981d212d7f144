package org.messagecenter.store.history;

import java.util.Arrays;

/** The rows of an index while it is made: keys, and the blocks with entries of theirs. */
final class Rows {

  private static final int RADIX = 256;

  private long[] keys;
  private int[] blocks;
  private int size;

  /**
   * @param expected how many there may be, more or less
   */
  Rows(int expected) {
    keys = new long[expected];
    blocks = new int[expected];
  }

  int size() {
    return size;
  }

  long key(int row) {
    return keys[row];
  }

  int block(int row) {
    return blocks[row];
  }

  /** The blocks have to come in their order. */
  void add(long key, int block) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size + 1);
      blocks = Arrays.copyOf(blocks, 2 * size + 1);
    }
    keys[size] = key;
    blocks[size++] = block;
  }

  /** Sorts by key, those of one key by block, and keeps one of several that are the same. */
  void sort() {
    long[] fromKeys = keys;
    int[] fromBlocks = blocks;
    long[] toKeys = new long[size];
    int[] toBlocks = new int[size];
    int[] starts = new int[RADIX];
    for (int shift = 0; shift < Long.SIZE; shift += 8) {
      Arrays.fill(starts, 0);
      for (int i = 0; i < size; i++) {
        starts[digit(fromKeys[i], shift)]++;
      }
      if (size > 0 && starts[digit(fromKeys[0], shift)] == size) {
        continue; // all have the same octet there
      }
      for (int digit = 0, sum = 0; digit < RADIX; digit++) {
        int count = starts[digit];
        starts[digit] = sum;
        sum += count;
      }
      for (int i = 0; i < size; i++) {
        int place = starts[digit(fromKeys[i], shift)]++;
        toKeys[place] = fromKeys[i];
        toBlocks[place] = fromBlocks[i];
      }
      long[] spareKeys = fromKeys;
      int[] spareBlocks = fromBlocks;
      fromKeys = toKeys;
      fromBlocks = toBlocks;
      toKeys = spareKeys;
      toBlocks = spareBlocks;
    }
    keys = fromKeys;
    blocks = fromBlocks;
    dropRepeated();
  }

  /** An octet of the key; the top one so that negative keys come first. */
  private static int digit(long key, int shift) {
    int digit = (int) (key >>> shift) & 0xFF;
    return shift == Long.SIZE - 8 ? digit ^ 0x80 : digit;
  }

  private void dropRepeated() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (kept == 0 || keys[i] != keys[kept - 1] || blocks[i] != blocks[kept - 1]) {
        keys[kept] = keys[i];
        blocks[kept++] = blocks[i];
      }
    }
    size = kept;
  }
}
