package org.messagecenter.store.queue;

import java.util.Arrays;

/**
 * What the index knows of each pending record, in columns of primitives. A record has a slot while
 * it is pending; columns grow by chunks, never by copying.
 */
class SlotTable {

  static final int CHUNK_BITS = 12;
  static final int CHUNK = 1 << CHUNK_BITS;
  static final int IN_CHUNK = CHUNK - 1;

  /** The state is in the lower four bits of a slot's status, the marks are above. */
  static final int STATE_BITS = 0x0F;

  private final SlotMap byKey = new SlotMap(this::key);

  private long[][] key = new long[0][];
  private long[][] position = new long[0][];
  private long[][] nextDue = new long[0][];
  private long[][] expires = new long[0][];
  private int[][] length = new int[0][];
  private int[][] heapIndex = new int[0][];
  private short[][] attempts = new short[0][];
  private byte[][] status = new byte[0][];

  private int firstFree = -1;
  private int slots;
  private int size;

  /** The slot of a pending record, or -1. */
  final int find(long recordKey) {
    return byKey.find(recordKey);
  }

  /** Gives a slot to a key that has none; all else about it is 0. */
  final int add(long recordKey) {
    if (firstFree < 0) {
      addChunk();
    }
    int slot = firstFree;
    firstFree = heapIndex(slot);
    int chunk = slot >> CHUNK_BITS;
    int i = slot & IN_CHUNK;
    key[chunk][i] = recordKey;
    heapIndex[chunk][i] = -1;
    attempts[chunk][i] = 0;
    status[chunk][i] = 0;
    byKey.add(slot);
    size++;
    return slot;
  }

  /** Gives the slot free. */
  final void remove(int slot) {
    byKey.remove(slot);
    key(slot, 0);
    heapIndex(slot, firstFree);
    firstFree = slot;
    size--;
  }

  private void addChunk() {
    int chunk = key.length;
    grow(chunk + 1);
    for (int slot = slots + CHUNK - 1; slot >= slots; slot--) {
      heapIndex(slot, firstFree);
      firstFree = slot;
    }
    slots += CHUNK;
  }

  /** Makes room for that many chunks, one more than there was. */
  void grow(int chunks) {
    key = grown(key, chunks);
    position = grown(position, chunks);
    nextDue = grown(nextDue, chunks);
    expires = grown(expires, chunks);
    length = grown(length, chunks);
    heapIndex = grown(heapIndex, chunks);
    attempts = Arrays.copyOf(attempts, chunks);
    attempts[chunks - 1] = new short[CHUNK];
    status = Arrays.copyOf(status, chunks);
    status[chunks - 1] = new byte[CHUNK];
  }

  static long[][] grown(long[][] column, int chunks) {
    long[][] longer = Arrays.copyOf(column, chunks);
    longer[chunks - 1] = new long[CHUNK];
    return longer;
  }

  static int[][] grown(int[][] column, int chunks) {
    int[][] longer = Arrays.copyOf(column, chunks);
    longer[chunks - 1] = new int[CHUNK];
    return longer;
  }

  /** How many records are pending. */
  final int size() {
    return size;
  }

  /** All slots are below this; it never shrinks. */
  final int slots() {
    return slots;
  }

  /** All keys, in their order. */
  final long[] keys() {
    long[] all = new long[size];
    int count = 0;
    for (int slot = 0; slot < slots; slot++) {
      if (key(slot) != 0) {
        all[count++] = key(slot);
      }
    }
    Arrays.sort(all);
    return all;
  }

  /** 0 for a free slot: no record has that key. */
  final long key(int slot) {
    return key[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  private void key(int slot, long value) {
    key[slot >> CHUNK_BITS][slot & IN_CHUNK] = value;
  }

  /** Where the MESSAGE or MAIL record is. */
  final long position(int slot) {
    return position[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  /** Its length. */
  final int length(int slot) {
    return length[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  final void place(int slot, long at, int octets) {
    position[slot >> CHUNK_BITS][slot & IN_CHUNK] = at;
    length[slot >> CHUNK_BITS][slot & IN_CHUNK] = octets;
  }

  final long nextDue(int slot) {
    return nextDue[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  final void nextDue(int slot, long millis) {
    nextDue[slot >> CHUNK_BITS][slot & IN_CHUNK] = millis;
  }

  final long expires(int slot) {
    return expires[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  final void expires(int slot, long millis) {
    expires[slot >> CHUNK_BITS][slot & IN_CHUNK] = millis;
  }

  final int attempts(int slot) {
    return attempts[slot >> CHUNK_BITS][slot & IN_CHUNK] & 0xFFFF;
  }

  final void attempts(int slot, int count) {
    attempts[slot >> CHUNK_BITS][slot & IN_CHUNK] = (short) count;
  }

  final int state(int slot) {
    return status[slot >> CHUNK_BITS][slot & IN_CHUNK] & STATE_BITS;
  }

  final void state(int slot, int state) {
    byte[] chunk = status[slot >> CHUNK_BITS];
    int i = slot & IN_CHUNK;
    chunk[i] = (byte) ((chunk[i] & ~STATE_BITS) | state);
  }

  final boolean marked(int slot, int mark) {
    return (status[slot >> CHUNK_BITS][slot & IN_CHUNK] & mark) != 0;
  }

  final void mark(int slot, int mark) {
    status[slot >> CHUNK_BITS][slot & IN_CHUNK] |= (byte) mark;
  }

  final void unmark(int slot, int mark) {
    status[slot >> CHUNK_BITS][slot & IN_CHUNK] &= (byte) ~mark;
  }

  /** Where the slot is in its {@link DueHeap}; -1 when it is in none. */
  final int heapIndex(int slot) {
    return heapIndex[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  final void heapIndex(int slot, int index) {
    heapIndex[slot >> CHUNK_BITS][slot & IN_CHUNK] = index;
  }
}
