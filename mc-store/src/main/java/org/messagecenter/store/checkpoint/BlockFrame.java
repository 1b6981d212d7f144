package org.messagecenter.store.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Writes and checks block headers; the layout is drawn in the package's description. */
final class BlockFrame {

  static final int BYTES = 32;
  static final int MAGIC = 0x4D434231;
  static final int CRC_AT = 4;
  static final int LENGTH_AT = 8;
  static final int NUMBER_AT = 12;
  static final int SECTION_AT = 16;
  static final int ENTRIES_AT = 24;
  static final int LONGEST_CONTENT = 1 << 20;

  /** The section of the last block. */
  static final String END = "end";

  private static final int LONGEST_NAME = 8;

  private final ByteBuffer seed = ByteBuffer.allocate(16);
  private final CRC32C crc = new CRC32C();

  BlockFrame(CheckpointHeader header) {
    seed.putLong(header.journalId()).putLong(header.position());
  }

  /** Octets of a block with that content, padding included. */
  static int bytes(int content) {
    return BYTES + ((content + 7) & -8);
  }

  /**
   * Completes a block: the content is there, up to the buffer's position, which has room for the
   * padding behind it. Flips the buffer.
   */
  void seal(ByteBuffer block, int number, String section, int entries) {
    int content = block.position() - BYTES;
    while ((block.position() & 7) != 0) {
      block.put((byte) 0);
    }
    block.flip();
    block.putInt(0, MAGIC).putInt(LENGTH_AT, content).putInt(NUMBER_AT, number);
    block.putLong(SECTION_AT, name(section)).putInt(ENTRIES_AT, entries).putInt(28, 0);
    block.putInt(CRC_AT, crc(block, 0, block.limit()));
  }

  /** Whether the block at {@code at}, so long in all, is what was written. */
  boolean isValid(ByteBuffer in, int at, int length) {
    return in.getInt(at + CRC_AT) == crc(in, at, length);
  }

  private int crc(ByteBuffer in, int at, int length) {
    crc.reset();
    crc.update(seed.array());
    crc.update(in.duplicate().limit(at + length).position(at + LENGTH_AT));
    return (int) crc.getValue();
  }

  /** The eight octets of a section's name. */
  static long name(String section) {
    byte[] ascii = section.getBytes(StandardCharsets.US_ASCII);
    if (ascii.length == 0 || ascii.length > LONGEST_NAME) {
      throw new IllegalArgumentException("a section's name has 1 to 8 octets: " + section);
    }
    return ByteBuffer.allocate(LONGEST_NAME).put(ascii).getLong(0);
  }

  /** The name in its eight octets. */
  static String name(long octets) {
    byte[] ascii = ByteBuffer.allocate(LONGEST_NAME).putLong(octets).array();
    return new String(ascii, StandardCharsets.ISO_8859_1).replaceAll("\0+$", "");
  }
}
