package org.messagecenter.store.queue;

import org.jspecify.annotations.Nullable;

/**
 * The fingerprints of submissions that were accepted lately, so that one that comes again is known.
 * Each leads to the key of the submission's first message and to its short id. A ring in the order
 * of acceptance: when it is full, or when the oldest is older than {@link #LONGEST_MILLIS}, that
 * one is forgotten. Submissions without a fingerprint are not in here and cost nothing.
 */
final class Repeats {

  /** Nobody asks for what is longer ago. */
  static final long LONGEST_MILLIS = 24L * 3600 * 1000;

  private static final int CHUNK_BITS = 12;
  private static final int IN_CHUNK = (1 << CHUNK_BITS) - 1;

  private final int capacity;
  private final @Nullable Chunk[] chunks;
  private final SlotMap byFingerprint = new SlotMap(this::fingerprint);
  private final SlotMap byKey = new SlotMap(this::key);

  /** Numbers of the oldest entry and of the next one; its place is the number's lower bits. */
  private long first;

  private long next;
  private long forgotten;

  private static final class Chunk {
    /** 0 when the entry was taken out. */
    final long[] fingerprint = new long[1 << CHUNK_BITS];

    final long[] key = new long[1 << CHUNK_BITS];
    final long[] acceptedAt = new long[1 << CHUNK_BITS];
    final int[] alias = new int[1 << CHUNK_BITS];
  }

  /** Is shown the entries. */
  @FunctionalInterface
  interface Visitor {
    void entry(long fingerprint, long key, long acceptedAt, int alias);
  }

  /**
   * @param most how many are remembered, rounded up to a power of two; 0 for none
   */
  Repeats(int most) {
    capacity = most == 0 ? 0 : Integer.highestOneBit(2 * most - 1);
    chunks = new Chunk[(capacity + IN_CHUNK) >> CHUNK_BITS];
  }

  private Chunk chunk(int place) {
    Chunk chunk = chunks[place >> CHUNK_BITS];
    if (chunk == null) {
      chunk = new Chunk();
      chunks[place >> CHUNK_BITS] = chunk;
    }
    return chunk;
  }

  private long fingerprint(int place) {
    return chunk(place).fingerprint[place & IN_CHUNK];
  }

  long key(int place) {
    return chunk(place).key[place & IN_CHUNK];
  }

  long acceptedAt(int place) {
    return chunk(place).acceptedAt[place & IN_CHUNK];
  }

  int alias(int place) {
    return chunk(place).alias[place & IN_CHUNK];
  }

  /**
   * Where the submission with that fingerprint is, or -1.
   *
   * @param since epoch milliseconds; one that was accepted before does not count
   */
  int find(long fingerprint, long since) {
    int place = byFingerprint.find(fingerprint);
    return place >= 0 && acceptedAt(place) >= since ? place : -1;
  }

  /** The fingerprint of the submission whose first message has that key; 0 if it has none. */
  long of(long key) {
    int place = byKey.find(key);
    return place < 0 ? 0 : fingerprint(place);
  }

  /** When the submission with that fingerprint, which is there, was accepted. */
  long acceptedAt(long fingerprint) {
    return acceptedAt(byFingerprint.find(fingerprint));
  }

  /**
   * A submission was accepted, or is met again while the journal is read. It takes the place of an
   * earlier one with the same fingerprint.
   */
  void put(long fingerprint, long key, long acceptedAt, int alias) {
    int known = byFingerprint.find(fingerprint);
    if (capacity == 0 || (known >= 0 && key(known) >= key)) {
      return;
    }
    if (known >= 0) {
      takeOut(known);
    }
    while (first < next
        && (isGone(first) || acceptedAt(place(first)) < acceptedAt - LONGEST_MILLIS)) {
      forgetFirst();
    }
    if (next - first == capacity) {
      forgotten++;
      forgetFirst();
    }
    int place = place(next++);
    Chunk chunk = chunk(place);
    int i = place & IN_CHUNK;
    chunk.fingerprint[i] = fingerprint;
    chunk.key[i] = key;
    chunk.acceptedAt[i] = acceptedAt;
    chunk.alias[i] = alias;
    byFingerprint.add(place);
    byKey.add(place);
  }

  private int place(long number) {
    return (int) number & (capacity - 1);
  }

  private boolean isGone(long number) {
    return fingerprint(place(number)) == 0;
  }

  private void forgetFirst() {
    if (!isGone(first)) {
      takeOut(place(first));
    }
    first++;
  }

  private void takeOut(int place) {
    byFingerprint.remove(place);
    byKey.remove(place);
    chunk(place).fingerprint[place & IN_CHUNK] = 0;
  }

  /** The submission has another content now: its fingerprint means nothing any more. */
  void forget(long key) {
    int place = byKey.find(key);
    if (place >= 0) {
      takeOut(place);
    }
  }

  /** How many were forgotten before their time, because there was no room. */
  long forgotten() {
    return forgotten;
  }

  /** Shows all entries, the oldest first. */
  void visit(Visitor visitor) {
    for (long number = first; number < next; number++) {
      int place = place(number);
      if (!isGone(number)) {
        visitor.entry(fingerprint(place), key(place), acceptedAt(place), alias(place));
      }
    }
  }
}
