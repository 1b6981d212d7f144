package org.messagecenter.store.archive;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends in memory, in columns of primitives: rows are appended, and found by key, alias and carrier
 * hash through chains. Columns are made by chunks, when their first row comes; those that few ends
 * need only where one needs them.
 */
final class Table {

  private static final int CHUNK_BITS = 12;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int IN_CHUNK = CHUNK - 1;

  /** The recipient's ordinal in a key. */
  private static final int ORDINAL_BITS = 8;

  private final int capacity;
  private final Chains byKey;
  private final Chains byAlias;
  private final Chains byCarrier;
  private @Nullable Chunk[] chunks = new Chunk[1];
  private int count;
  private int fields;
  private long first;
  private long end;
  private long closedAt;

  private static final class Chunk {
    final long[] key = new long[CHUNK];
    final long[] doneAt = new long[CHUNK];
    final int[] error = new int[CHUNK];
    final int[] tag = new int[CHUNK];
    final int[] alias = new int[CHUNK];
    final byte[] state = new byte[CHUNK];
    final byte[] kind = new byte[CHUNK];
    final byte[] flags = new byte[CHUNK];
    long @Nullable [] fingerprint;
    long @Nullable [] acceptedAt;
    long @Nullable [] carrierHash;
  }

  /** Rows by a hash; each leads to the one before it with the same. */
  private static final class Chains {
    private static final int LEAST = 1 << 8;
    private final int places;
    private int[] last = {};
    private int[] before = {};

    Chains(int places) {
      this.places = places;
    }

    /** Row numbers are kept plus one, so that zero is none. */
    void add(int hash, int row) {
      if (last.length == 0) {
        last = new int[places];
        before = new int[LEAST];
      }
      if (row >= before.length) {
        before = Arrays.copyOf(before, Math.max(row + 1, 2 * before.length));
      }
      int place = place(hash);
      before[row] = last[place];
      last[place] = row + 1;
    }

    private int place(int hash) {
      return (hash ^ hash >>> 15) & (places - 1);
    }

    int last(int hash) {
      return last.length == 0 ? -1 : last[place(hash)] - 1;
    }

    int before(int row) {
      return before[row] - 1;
    }

    void clear() {
      Arrays.fill(last, 0);
    }
  }

  /**
   * @param capacity rows after which it is full; it takes more all the same
   */
  Table(int capacity) {
    this.capacity = capacity;
    int places = Integer.highestOneBit(Math.max(1, 2 * capacity - 1));
    byKey = new Chains(places);
    byAlias = new Chains(places);
    byCarrier = new Chains(places);
  }

  private static int hash(long value) {
    return (int) ((value * 0x9E3779B97F4A7C15L) >>> 32);
  }

  private static int keyHash(long key) {
    return hash(key >>> ORDINAL_BITS);
  }

  /**
   * Appends a row.
   *
   * @param position where its record is in the journal
   */
  void put(End row, long position) {
    int i = count;
    int inChunk = i & IN_CHUNK;
    Chunk chunk = inChunk == 0 ? open(i >> CHUNK_BITS) : chunk(i);
    if (i == 0) {
      first = position;
    }
    chunk.key[inChunk] = row.key;
    chunk.doneAt[inChunk] = row.doneAt;
    chunk.error[inChunk] = row.error;
    chunk.tag[inChunk] = row.tag;
    chunk.alias[inChunk] = row.alias;
    chunk.state[inChunk] = (byte) row.state;
    chunk.kind[inChunk] = (byte) row.kind;
    chunk.flags[inChunk] = (byte) row.flags;
    byKey.add(keyHash(row.key), i);
    if (row.flags != 0) {
      putOptional(row, chunk, i);
    }
    count = i + 1;
  }

  private void putOptional(End row, Chunk chunk, int i) {
    fields |= row.flags;
    int inChunk = i & IN_CHUNK;
    if (row.has(End.ALIAS)) {
      byAlias.add(hash(row.alias), i);
    }
    if (row.has(End.FINGERPRINT)) {
      if (chunk.fingerprint == null || chunk.acceptedAt == null) {
        chunk.fingerprint = new long[CHUNK];
        chunk.acceptedAt = new long[CHUNK];
      }
      chunk.fingerprint[inChunk] = row.fingerprint;
      chunk.acceptedAt[inChunk] = row.acceptedAt;
    }
    if (row.has(End.CARRIER)) {
      if (chunk.carrierHash == null) {
        chunk.carrierHash = new long[CHUNK];
      }
      chunk.carrierHash[inChunk] = row.carrierHash;
      byCarrier.add(hash(row.carrierHash), i);
    }
  }

  private Chunk open(int index) {
    if (index == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * index);
    }
    Chunk chunk = chunks[index];
    if (chunk == null) {
      chunk = new Chunk();
      chunks[index] = chunk;
    }
    return chunk;
  }

  @SuppressWarnings("NullAway") // every row below the count has its chunk
  private Chunk chunk(int row) {
    return chunks[row >> CHUNK_BITS];
  }

  /** Shows the ends that have a fingerprint, each in {@code row}. */
  void fingerprints(End row, Runnable show) {
    if ((fields & End.FINGERPRINT) != 0) {
      for (int i = 0; i < count; i++) {
        get(i, row);
        if (row.has(End.FINGERPRINT)) {
          show.run();
        }
      }
    }
  }

  int count() {
    return count;
  }

  boolean isFull() {
    return count >= capacity;
  }

  /** Which optional fields any row has. */
  int fields() {
    return fields;
  }

  long key(int row) {
    return chunk(row).key[row & IN_CHUNK];
  }

  int flags(int row) {
    return chunk(row).flags[row & IN_CHUNK];
  }

  int alias(int row) {
    return chunk(row).alias[row & IN_CHUNK];
  }

  long fingerprint(int row) {
    long[] column = chunk(row).fingerprint;
    return column == null || (flags(row) & End.FINGERPRINT) == 0 ? 0 : column[row & IN_CHUNK];
  }

  long carrierHash(int row) {
    long[] column = chunk(row).carrierHash;
    return column == null || (flags(row) & End.CARRIER) == 0 ? 0 : column[row & IN_CHUNK];
  }

  /** Copies a row. */
  void get(int row, End into) {
    Chunk chunk = chunk(row);
    int i = row & IN_CHUNK;
    into.begin(chunk.key[i]);
    into.doneAt = chunk.doneAt[i];
    into.error = chunk.error[i];
    into.tag = chunk.tag[i];
    into.alias = chunk.alias[i];
    into.state = chunk.state[i] & 0xFF;
    into.kind = chunk.kind[i] & 0xFF;
    into.flags = chunk.flags[i];
    into.fingerprint = fingerprint(row);
    long[] accepted = chunk.acceptedAt;
    into.acceptedAt = accepted == null || !into.has(End.FINGERPRINT) ? 0 : accepted[i];
    into.carrierHash = carrierHash(row);
  }

  private End copy(int row) {
    End copy = new End();
    get(row, copy);
    return copy;
  }

  /** Adds the ends of a submission, the one whose first key this is. */
  void byKey(long key, List<End> found) {
    for (int row = byKey.last(keyHash(key)); row >= 0; row = byKey.before(row)) {
      if (key(row) >>> ORDINAL_BITS == key >>> ORDINAL_BITS) {
        found.add(copy(row));
      }
    }
  }

  /** Adds the ends with a short id. */
  void byAlias(int alias, List<End> found) {
    for (int row = byAlias.last(hash(alias)); row >= 0; row = byAlias.before(row)) {
      if (alias(row) == alias) {
        found.add(copy(row));
      }
    }
  }

  /** The youngest end with the hash of a carrier id. */
  @Nullable End byCarrier(long carrierHash) {
    for (int row = byCarrier.last(hash(carrierHash)); row >= 0; row = byCarrier.before(row)) {
      if (carrierHash(row) == carrierHash) {
        return copy(row);
      }
    }
    return null;
  }

  /**
   * No row follows.
   *
   * @param position the end of the journal
   */
  void close(long position, long wallMillis) {
    end = position;
    closedAt = wallMillis;
  }

  /** Where the first row's record is in the journal. */
  long first() {
    return first;
  }

  /** The end of the journal when the table was closed. */
  long end() {
    return end;
  }

  long closedAt() {
    return closedAt;
  }

  /** Makes it an empty table, which keeps its columns. */
  void clear() {
    count = 0;
    fields = 0;
    byKey.clear();
    byAlias.clear();
    byCarrier.clear();
  }
}
