package org.messagecenter.store.checkpoint;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first octets of a checkpoint; the layout is drawn in the package's description.
 *
 * @param journalId of the journal it belongs to
 * @param position P0, where the journal is to be read from
 * @param commit the number of the commit that comes next there
 * @param begunAt wall clock, epoch milliseconds
 * @param head the oldest segment that was needed then
 */
public record CheckpointHeader(long journalId, long position, long commit, long begunAt, int head) {

  static final int BYTES = 64;
  static final int VERSION = 1;

  private static final long MAGIC = 0x4D4343484B500D0AL;
  private static final int VERSION_AT = 8;
  private static final int CRC_AT = 60;

  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putLong(MAGIC).putInt(VERSION).putInt(BYTES).putLong(journalId).putLong(position);
    out.putLong(commit).putLong(begunAt).putInt(head);
    out.putInt(CRC_AT, crc(out));
    return out.position(0);
  }

  /** The header at the start of {@code in}; null when there is none that this program knows. */
  static @Nullable CheckpointHeader decode(ByteBuffer in) {
    if (in.limit() < BYTES
        || in.getLong(0) != MAGIC
        || in.getInt(CRC_AT) != crc(in)
        || in.getInt(VERSION_AT) != VERSION) {
      return null;
    }
    return new CheckpointHeader(
        in.getLong(16), in.getLong(24), in.getLong(32), in.getLong(40), in.getInt(48));
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().limit(CRC_AT).position(0));
    return (int) crc.getValue();
  }
}
