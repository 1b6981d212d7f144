package org.messagecenter.store.tool;

import java.util.Arrays;

/**
 * What is pending, by key: rows of longs in chunks, some 60 octets a row, so that a store of
 * millions can be looked at with the heap that serves it.
 */
final class PendingTable {

  private static final int CHUNK_BITS = 13;
  private static final int CHUNK_ROWS = 1 << CHUNK_BITS;

  private static final int KEY = 0;
  private static final int POSITION = 1;
  private static final int BEGAN = 2;
  private static final int DUE = 3;
  private static final int CARRIER = 4;
  private static final int PACKED = 5;
  private static final int COLUMNS = 6;

  private static final int LENGTH_SHIFT = 40;
  private static final int ATTEMPTS_SHIFT = 24;
  private static final int ACCOUNT_MASK = (1 << ATTEMPTS_SHIFT) - 1;

  /** Row numbers plus one; 0 for none. */
  private int[] places = new int[1 << 10];

  private long[][] chunks = new long[16][];
  private int rows;
  private int free = -1;
  private int size;

  int size() {
    return size;
  }

  /** The row of a key; -1 when there is none. */
  int find(long key) {
    int place = place(key);
    return places[place] - 1;
  }

  private int place(long key) {
    int mask = places.length - 1;
    int place = hash(key) & mask;
    while (places[place] != 0 && key(places[place] - 1) != key) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private static int hash(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32 ^ mixed >>> 52);
  }

  /** The row of a key, made if there is none; all else about a new one is 0. */
  int put(long key) {
    int place = place(key);
    if (places[place] != 0) {
      return places[place] - 1;
    }
    if ((size + 1) * 4L > places.length * 3L) {
      grow();
      place = place(key);
    }
    int row = takeRow();
    places[place] = row + 1;
    set(row, KEY, key);
    for (int column = KEY + 1; column < COLUMNS; column++) {
      set(row, column, 0);
    }
    size++;
    return row;
  }

  private int takeRow() {
    if (free >= 0) {
      int row = free;
      free = (int) get(row, POSITION);
      return row;
    }
    int chunk = rows >> CHUNK_BITS;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * chunks.length);
    }
    if (chunks[chunk] == null) {
      chunks[chunk] = new long[CHUNK_ROWS * COLUMNS];
    }
    return rows++;
  }

  private void grow() {
    int[] old = places;
    places = new int[2 * old.length];
    for (int entry : old) {
      if (entry != 0) {
        places[place(key(entry - 1))] = entry;
      }
    }
  }

  /** Forgets a key; false when it was not there. */
  boolean remove(long key) {
    int hole = place(key);
    int row = places[hole] - 1;
    if (row < 0) {
      return false;
    }
    int mask = places.length - 1;
    places[hole] = 0;
    for (int next = (hole + 1) & mask; places[next] != 0; next = (next + 1) & mask) {
      int home = hash(key(places[next] - 1)) & mask;
      // Those whose way from home leads over the hole move into it.
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        places[hole] = places[next];
        places[next] = 0;
        hole = next;
      }
    }
    set(row, KEY, 0);
    set(row, POSITION, free);
    free = row;
    size--;
    return true;
  }

  void clear() {
    places = new int[1 << 10];
    chunks = new long[16][];
    rows = 0;
    free = -1;
    size = 0;
  }

  /** Rows from 0 up to here are in use, but for those whose key is 0. */
  int rows() {
    return rows;
  }

  private long get(int row, int column) {
    return chunks[row >> CHUNK_BITS][(row & CHUNK_ROWS - 1) * COLUMNS + column];
  }

  private void set(int row, int column, long value) {
    chunks[row >> CHUNK_BITS][(row & CHUNK_ROWS - 1) * COLUMNS + column] = value;
  }

  long key(int row) {
    return get(row, KEY);
  }

  /** Where its MESSAGE or MAIL is. */
  long position(int row) {
    return get(row, POSITION);
  }

  long beganAt(int row) {
    return get(row, BEGAN);
  }

  long nextDueAt(int row) {
    return get(row, DUE);
  }

  void nextDueAt(int row, long millis) {
    set(row, DUE, millis);
  }

  /** Where the record with its carrier id is; 0 when it has none. */
  long carrierPosition(int row) {
    return get(row, CARRIER);
  }

  void carrierPosition(int row, long position) {
    set(row, CARRIER, position);
  }

  int length(int row) {
    return (int) (get(row, PACKED) >>> LENGTH_SHIFT);
  }

  int account(int row) {
    return (int) get(row, PACKED) & ACCOUNT_MASK;
  }

  int attempts(int row) {
    return (int) (get(row, PACKED) >>> ATTEMPTS_SHIFT) & 0xFFFF;
  }

  void attempts(int row, int count) {
    set(row, PACKED, packed(length(row), count, account(row)));
  }

  /** The record as it lies there now. */
  void record(
      int row, long position, int length, int account, long beganAt, int attempts, long nextDueAt) {
    set(row, POSITION, position);
    set(row, BEGAN, beganAt);
    set(row, DUE, nextDueAt);
    set(row, PACKED, packed(length, attempts, account));
  }

  private static long packed(int length, int attempts, int account) {
    return (long) length << LENGTH_SHIFT | (long) attempts << ATTEMPTS_SHIFT | account;
  }
}
