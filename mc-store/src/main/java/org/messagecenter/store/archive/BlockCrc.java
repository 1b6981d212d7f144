package org.messagecenter.store.archive;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The CRC of blocks, seeded so that a block counts in its own place only. For one thread. */
final class BlockCrc {

  private final CRC32C crc = new CRC32C();
  private final ByteBuffer seed = ByteBuffer.allocate(16);

  /** Of the block that begins at {@code at}, without its last four octets. */
  int of(ByteBuffer bytes, int at, long journalId, int run, int block) {
    seed.clear().putLong(journalId).putInt(run).putInt(block);
    crc.reset();
    crc.update(seed.flip());
    crc.update(bytes.duplicate().limit(at + RunHeader.CRC_AT).position(at));
    return (int) crc.getValue();
  }
}
