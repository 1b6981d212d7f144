package org.messagecenter.store.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.messagecenter.store.journal.DiskFile;

/** Reads and checks one block at a time. For one thread. */
final class BlockReader {

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(RunHeader.BLOCK);
  private final BlockCrc crc = new BlockCrc();

  /**
   * Reads a block of a run.
   *
   * @return valid until the next call
   */
  ByteBuffer read(Run run, int block) throws IOException {
    return read(run.file(), run.path(), run.header().journalId(), run.header().number(), block);
  }

  /** Reads the header of a run, which names the journal itself. */
  ByteBuffer header(DiskFile file, String path, int number) throws IOException {
    bytes.clear();
    if (DiskFile.readFully(file, bytes, 0) < RunHeader.BLOCK || !RunHeader.isOne(bytes)) {
      throw new RunDamageException(path, 0, "no header");
    }
    return check(path, bytes.getLong(16), number, 0);
  }

  private ByteBuffer read(DiskFile file, String path, long journalId, int number, int block)
      throws IOException {
    bytes.clear();
    if (DiskFile.readFully(file, bytes, (long) block * RunHeader.BLOCK) < RunHeader.BLOCK) {
      throw new RunDamageException(path, (long) block * RunHeader.BLOCK, "the file is too short");
    }
    return check(path, journalId, number, block);
  }

  private ByteBuffer check(String path, long journalId, int number, int block)
      throws RunDamageException {
    if (bytes.getInt(RunHeader.CRC_AT) != crc.of(bytes, 0, journalId, number, block)) {
      throw new RunDamageException(path, (long) block * RunHeader.BLOCK, "wrong CRC");
    }
    return bytes;
  }
}
