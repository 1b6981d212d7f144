package org.messagecenter.store.queue;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * What the index knows of each pending record: a row of longs. A record has a slot while it is
 * pending; the rows lie in chunks, and grow by chunks, never by copying. What is asked for together
 * is one or two lines of the processor's cache.
 */
class SlotTable {

  static final int CHUNK_BITS = 10;
  static final int CHUNK = 1 << CHUNK_BITS;
  static final int IN_CHUNK = CHUNK - 1;

  /** The state is in the lower four bits of a slot's status, the marks are above. */
  static final int STATE_BITS = 0x0F;

  // The words of a row.
  static final int KEY = 0;
  static final int POSITION = 1;
  static final int META = 2;
  static final int NEXT_DUE = 3;
  static final int EXPIRES = 4;

  /** Neighbours in one of {@link SlotLists}, or who is the next free slot. */
  static final int LINKS = 5;

  /** The first word of what a subclass adds. */
  static final int MORE = 6;

  // In the word META: status 8, shard 8, attempts 16, kind 5, length 27 bits.
  private static final int SHARD_SHIFT = 8;
  private static final int ATTEMPTS_SHIFT = 16;
  private static final int KIND_SHIFT = 32;
  private static final int KIND_BITS = 0x1F;
  private static final int LENGTH_SHIFT = 37;

  private final SlotMap byKey = new SlotMap(this, KEY);
  private final int width;
  private long[][] rows = new long[16][];
  private int chunks;
  private int firstFree = -1;
  private int size;

  /** Of all keys that ever had a slot. */
  private long greatest;

  SlotTable() {
    this(MORE);
  }

  /**
   * @param width how many words a row has
   */
  SlotTable(int width) {
    this.width = width;
  }

  /** The slot of a pending record, or -1. */
  final int find(long recordKey) {
    // New ones are the most, and their keys are greater than all before.
    return recordKey > greatest ? -1 : byKey.find(recordKey);
  }

  /** So many records are going to be added. */
  final void expect(int more) {
    byKey.reserve(size + more);
  }

  /** Gives a slot to a key that has none; all else about it is 0. */
  final int add(long recordKey) {
    if (firstFree < 0) {
      addChunk();
    }
    int slot = firstFree;
    firstFree = (int) word(slot, LINKS);
    int begin = (slot & IN_CHUNK) * width;
    Arrays.fill(rows[slot >> CHUNK_BITS], begin, begin + width, 0);
    word(slot, KEY, recordKey);
    byKey.add(slot);
    greatest = Math.max(greatest, recordKey);
    size++;
    return slot;
  }

  /** Gives the slot free; it must be in no list any more. */
  final void remove(int slot) {
    byKey.remove(slot);
    word(slot, KEY, 0);
    word(slot, LINKS, firstFree);
    firstFree = slot;
    size--;
  }

  private void addChunk() {
    if (slots() + CHUNK >= 1 << SlotMap.SLOT_BITS) {
      throw new IllegalStateException("the index is full");
    }
    if (chunks == rows.length) {
      rows = Arrays.copyOf(rows, 2 * chunks);
    }
    rows[chunks] = new long[CHUNK * width];
    int begin = chunks++ << CHUNK_BITS;
    for (int slot = begin + CHUNK - 1; slot >= begin; slot--) {
      word(slot, LINKS, firstFree);
      firstFree = slot;
    }
  }

  /** How many records are pending. */
  final int size() {
    return size;
  }

  /** All slots are below this one, those that are free too. */
  final int slots() {
    return chunks << CHUNK_BITS;
  }

  /** All keys, in their order. */
  final long[] keys() {
    return keys(slot -> true);
  }

  /** The keys of the slots that are wanted, in their order. */
  final long[] keys(IntPredicate wanted) {
    int count = 0;
    for (int slot = 0; slot < slots(); slot++) {
      if (key(slot) != 0 && wanted.test(slot)) {
        count++;
      }
    }
    long[] keys = new long[count];
    for (int slot = slots() - 1; slot >= 0; slot--) {
      if (key(slot) != 0 && wanted.test(slot)) {
        keys[--count] = key(slot);
      }
    }
    Arrays.sort(keys);
    return keys;
  }

  final long word(int slot, int word) {
    return rows[slot >> CHUNK_BITS][(slot & IN_CHUNK) * width + word];
  }

  final void word(int slot, int word, long value) {
    rows[slot >> CHUNK_BITS][(slot & IN_CHUNK) * width + word] = value;
  }

  private int meta(int slot, int shift, int mask) {
    return (int) (word(slot, META) >>> shift) & mask;
  }

  private void meta(int slot, int shift, int mask, int value) {
    long others = word(slot, META) & ~((long) mask << shift);
    word(slot, META, others | (long) (value & mask) << shift);
  }

  /** When something is to happen to a slot that waits; {@link Long#MAX_VALUE} for never. */
  long dueAt(int slot) {
    return nextDue(slot);
  }

  /** The earliest time at which something is to happen to a record, or {@code most}. */
  final long firstDue(long most) {
    long first = most;
    for (int slot = 0; slot < slots(); slot++) {
      if (key(slot) != 0) {
        first = Math.min(first, dueAt(slot));
      }
    }
    return first;
  }

  /** 0 for a free slot: no record has that key. */
  final long key(int slot) {
    return word(slot, KEY);
  }

  /** Where the MESSAGE or MAIL record is. */
  final long position(int slot) {
    return word(slot, POSITION);
  }

  /** Its length. */
  final int length(int slot) {
    return (int) (word(slot, META) >>> LENGTH_SHIFT);
  }

  final void place(int slot, long at, int octets) {
    word(slot, POSITION, at);
    long others = word(slot, META) & ((1L << LENGTH_SHIFT) - 1);
    word(slot, META, others | (long) octets << LENGTH_SHIFT);
  }

  final long nextDue(int slot) {
    return word(slot, NEXT_DUE);
  }

  final void nextDue(int slot, long millis) {
    word(slot, NEXT_DUE, millis);
  }

  final long expires(int slot) {
    return word(slot, EXPIRES);
  }

  final void expires(int slot, long millis) {
    word(slot, EXPIRES, millis);
  }

  final int attempts(int slot) {
    return meta(slot, ATTEMPTS_SHIFT, 0xFFFF);
  }

  final void attempts(int slot, int count) {
    meta(slot, ATTEMPTS_SHIFT, 0xFFFF, count);
  }

  /** The first recipient's shard; means nothing for the first recipient itself, nor for mails. */
  final int shard(int slot) {
    return meta(slot, SHARD_SHIFT, 0xFF);
  }

  final void shard(int slot, int value) {
    meta(slot, SHARD_SHIFT, 0xFF, value);
  }

  /** The octet of a MESSAGE that has its kind; not kept of mails. */
  final int kindOctet(int slot) {
    return meta(slot, KIND_SHIFT, KIND_BITS);
  }

  final void kindOctet(int slot, int octet) {
    meta(slot, KIND_SHIFT, KIND_BITS, octet);
  }

  final int state(int slot) {
    return meta(slot, 0, STATE_BITS);
  }

  final void state(int slot, int state) {
    meta(slot, 0, STATE_BITS, state);
  }

  final boolean marked(int slot, int mark) {
    return (word(slot, META) & mark) != 0;
  }

  final void mark(int slot, int mark) {
    word(slot, META, word(slot, META) | mark);
  }

  final void unmark(int slot, int mark) {
    word(slot, META, word(slot, META) & ~(long) mark);
  }
}
