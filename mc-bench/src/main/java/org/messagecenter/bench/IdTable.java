package org.messagecenter.bench;

/**
 * Message ids of 128 bits, each with the counts the verification needs: an open-addressing table of
 * primitive arrays, 29 octets a slot, at most two thirds full.
 *
 * <p>A slot once found stays valid until the next call of {@link #slot}, which may grow the table.
 */
final class IdTable {

  private static final int SMALLEST = 1024;
  private static final int LARGEST_FIRST = 1 << 24;
  private static final byte USED = (byte) 0x80;
  private static final int COUNT = 0x7F;

  private final long expected;
  private long[] high = {};
  private long[] low = {};
  private long[] since = {};
  private byte[] accepted = {}; // bit 7: the slot is in use
  private int[] receipts = {};
  private int size;

  /** Makes room for this many ids when the first one comes. */
  IdTable(long expected) {
    this.expected = expected;
  }

  private void allocate(int slots) {
    high = new long[slots];
    low = new long[slots];
    since = new long[slots];
    accepted = new byte[slots];
    receipts = new int[slots];
  }

  private int firstSlots() {
    int slots = SMALLEST;
    while (slots < LARGEST_FIRST && slots * 2L / 3 < expected) {
      slots *= 2;
    }
    return slots;
  }

  /** How many ids it holds. */
  int size() {
    return size;
  }

  /** The slot of an id, which is added if it is new. */
  int slot(long idHigh, long idLow) {
    if (size >= high.length * 2L / 3) {
      grow();
    }
    int slot = find(idHigh, idLow);
    if (accepted[slot] == 0) {
      accepted[slot] = USED;
      high[slot] = idHigh;
      low[slot] = idLow;
      size++;
    }
    return slot;
  }

  private int find(long idHigh, long idLow) {
    int mask = high.length - 1;
    // Ids may count upwards; the multiplication spreads them over the table.
    long hash = (idHigh * 31 + idLow) * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & mask;
    while (accepted[slot] != 0 && (high[slot] != idHigh || low[slot] != idLow)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    long[] oldSince = since;
    byte[] oldAccepted = accepted;
    int[] oldReceipts = receipts;
    allocate(oldHigh.length == 0 ? firstSlots() : Math.multiplyExact(oldHigh.length, 2));
    for (int old = 0; old < oldHigh.length; old++) {
      if (oldAccepted[old] != 0) {
        int slot = find(oldHigh[old], oldLow[old]);
        high[slot] = oldHigh[old];
        low[slot] = oldLow[old];
        since[slot] = oldSince[old];
        accepted[slot] = oldAccepted[old];
        receipts[slot] = oldReceipts[old];
      }
    }
  }

  /** Counts a response with this id, and notes its time if it is the first; returns the count. */
  int addAccepted(int slot, long now) {
    int count = Math.min(COUNT, (accepted[slot] & COUNT) + 1);
    accepted[slot] = (byte) (USED | count);
    if (count == 1) {
      since[slot] = now;
    }
    return count;
  }

  /** Counts a final receipt for this id; returns the count. */
  int addReceipt(int slot) {
    return ++receipts[slot];
  }

  /** Responses with this id, 127 for more. */
  int accepted(int slot) {
    return accepted[slot] & COUNT;
  }

  /** Final receipts for this id. */
  int receipts(int slot) {
    return receipts[slot];
  }

  /** When the first response with this id came. */
  long since(int slot) {
    return since[slot];
  }

  /** Calls back with the counts of every id. */
  void forEach(CountsVisitor visitor) {
    for (int slot = 0; slot < accepted.length; slot++) {
      if (accepted[slot] != 0) {
        visitor.counts(accepted[slot] & COUNT, receipts[slot]);
      }
    }
  }

  /** Takes the counts of one id. */
  @FunctionalInterface
  interface CountsVisitor {
    void counts(int accepted, int receipts);
  }
}
