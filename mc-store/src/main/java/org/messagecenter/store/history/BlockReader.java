package org.messagecenter.store.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.DiskFile;

/** Reads the blocks of one log and shows their entries. For one thread. */
final class BlockReader {

  /** Is shown entries. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One entry.
     *
     * @param in what holds the payload, which begins at {@code from}; valid during the call
     */
    void entry(long key, long micros, int type, byte[] in, int from, int length);
  }

  private static final int CHUNK = 1 << 20;
  private static final int MOST = Block.HEADER + Block.MOST_ENTRY_OCTETS;

  static final int SCRATCH = CHUNK + MOST;

  private final DiskFile file;
  private final int number;
  private final byte[] octets;
  private final ByteBuffer buffer;

  /** Where in the file the octets are from, and how many there are. */
  private long base;

  private int filled;

  /**
   * @param scratch for what is read, of {@link #SCRATCH} octets
   */
  BlockReader(DiskFile file, int number, byte[] scratch) {
    this.file = file;
    this.octets = scratch;
    this.buffer = ByteBuffer.wrap(scratch);
    this.number = number;
  }

  /**
   * Where the first good block at or behind {@code from} begins; -1 when there is none.
   *
   * @param end no block that ends behind it counts
   */
  long next(long from, long end) throws IOException {
    long at = from;
    long limit = end;
    while (at + Block.HEADER < limit) {
      long place = at - base;
      if (place < 0 || filled - place < Math.min(MOST, limit - at)) {
        load(at, limit);
        // The file may be shorter than was thought.
        limit = Math.min(limit, at + (filled < octets.length ? filled : Long.MAX_VALUE - at));
        place = 0;
      }
      if (isGood((int) place)) {
        return at;
      }
      at++;
    }
    return -1;
  }

  /** Where the block ends that begins there. It was the last one that {@link #next} found. */
  long end(long block) {
    return block + Block.HEADER + buffer.getInt((int) (block - base) + Block.LENGTH_AT);
  }

  /** Whether a good block begins there; if so, it can be visited. */
  boolean seek(long block, long end) throws IOException {
    if (block < 0 || block + Block.HEADER >= end) {
      return false;
    }
    base = block;
    filled = DiskFile.readFully(file, buffer.clear().limit(MOST), block);
    return isGood(0);
  }

  private void load(long from, long end) throws IOException {
    base = from;
    int wanted = (int) Math.min(octets.length, end - from);
    filled = DiskFile.readFully(file, buffer.clear().limit(wanted), from);
    buffer.clear();
  }

  private boolean isGood(int at) {
    if (filled - at <= Block.HEADER || buffer.getInt(at) != Block.MAGIC) {
      return false;
    }
    int length = buffer.getInt(at + Block.LENGTH_AT);
    return length > 0
        && length <= Block.MOST_ENTRY_OCTETS
        && length <= filled - at - Block.HEADER
        && buffer.getInt(at + Block.CRC_AT) == Block.crc(number, octets, at, Block.HEADER + length);
  }

  /** Shows the entries of the block that was found last and begins there. */
  void visit(long block, Visitor visitor) throws IOException {
    int start = (int) (block - base);
    int at = start + Block.HEADER;
    int end = at + buffer.getInt(start + Block.LENGTH_AT);
    long key = buffer.getLong(start + Block.KEY_AT);
    long micros = buffer.getLong(start + Block.MICROS_AT);
    try {
      for (int left = buffer.getInt(start + Block.COUNT_AT); left > 0; left--) {
        long keyStep = varint(at);
        at += varintLength(at);
        long timeStep = varint(at);
        at += varintLength(at);
        key += keyStep;
        micros += timeStep;
        int type = octets[at] & 0xFF;
        int length = octets[at + 1] & 0xFF;
        at += 2;
        if (at + length > end) {
          throw wrong(block, null);
        }
        visitor.entry(key, micros, type, octets, at, length);
        at += length;
      }
    } catch (IndexOutOfBoundsException e) {
      throw wrong(block, e);
    }
  }

  /** Only a program that writes nonsense makes this, for the CRC was right. */
  private IOException wrong(long block, @Nullable Throwable cause) {
    return new IOException(
        "the block at offset " + block + " of " + LogHeader.log(number) + " makes no sense", cause);
  }

  private long varint(int from) {
    long value = 0;
    int shift = 0;
    int at = from;
    byte octet;
    do {
      octet = octets[at++];
      value |= (octet & 0x7FL) << shift;
      shift += 7;
    } while (octet < 0);
    return (value >>> 1) ^ -(value & 1);
  }

  private int varintLength(int from) {
    int at = from;
    while (octets[at] < 0) {
      at++;
    }
    return at - from + 1;
  }
}
