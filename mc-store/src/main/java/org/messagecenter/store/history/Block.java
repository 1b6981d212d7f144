package org.messagecenter.store.history;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A block while it is filled. Not safe for threads; who holds it has it for himself. */
final class Block {

  static final int MAGIC = 0x4D434842;
  static final int HEADER = 32;
  static final int MOST_ENTRY_OCTETS = 1 << 16;
  static final int MOST_PAYLOAD = 255;
  static final int CRC_AT = 4;
  static final int CRC_FROM = 8;
  static final int LENGTH_AT = 8;
  static final int COUNT_AT = 12;
  static final int MICROS_AT = 16;
  static final int KEY_AT = 24;

  /** Two varints of ten octets, type and length. */
  private static final int MOST_HEAD = 22;

  private final byte[] octets = new byte[HEADER + MOST_ENTRY_OCTETS];
  private final ByteBuffer buffer = ByteBuffer.wrap(octets);
  private int at = HEADER;
  private int count;
  private long lastKey;
  private long lastMicros;

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  /** Octets of the block as it is now. */
  int length() {
    return at;
  }

  /** Whether an entry with so much payload fits for sure. */
  boolean fits(int payload) {
    return at + MOST_HEAD + payload <= octets.length;
  }

  void add(long key, long micros, int type, byte[] payload, int length) {
    if (count == 0) {
      buffer.putLong(MICROS_AT, micros).putLong(KEY_AT, key);
      lastKey = key;
      lastMicros = micros;
    }
    varint(key - lastKey);
    varint(micros - lastMicros);
    octets[at++] = (byte) type;
    octets[at++] = (byte) length;
    System.arraycopy(payload, 0, octets, at, length);
    at += length;
    lastKey = key;
    lastMicros = micros;
    count++;
  }

  private void varint(long signed) {
    long left = (signed << 1) ^ (signed >> 63);
    while ((left & ~0x7FL) != 0) {
      octets[at++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    octets[at++] = (byte) left;
  }

  /** The block as it goes into a file. */
  ByteBuffer sealed(int file) {
    buffer.clear();
    buffer.putInt(0, MAGIC).putInt(LENGTH_AT, at - HEADER).putInt(COUNT_AT, count);
    buffer.putInt(CRC_AT, crc(file, octets, 0, at));
    return buffer.limit(at);
  }

  /** The CRC of a block that is so long and begins there. */
  static int crc(int file, byte[] in, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(file >>> 24);
    crc.update(file >>> 16);
    crc.update(file >>> 8);
    crc.update(file);
    crc.update(in, from + CRC_FROM, length - CRC_FROM);
    return (int) crc.getValue();
  }

  void clear() {
    at = HEADER;
    count = 0;
  }
}
