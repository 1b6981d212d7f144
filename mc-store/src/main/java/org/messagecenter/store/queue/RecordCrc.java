package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.RecordLayout.CHECKED_FROM;
import static org.messagecenter.store.queue.RecordLayout.CRC_AT;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC that MESSAGE and MAIL records have of their own. It is that of the octets combined with
 * that of the journal's id, which nobody outside knows: a body cannot be made to look like a
 * record. For one thread.
 */
final class RecordCrc {

  private final CRC32C crc = new CRC32C();

  /** The CRC of the journal's id. */
  final int seed;

  RecordCrc(long journalId) {
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, journalId));
    seed = (int) crc.getValue();
  }

  /** For when the journal's id was lost, but not what it does to the CRCs. */
  RecordCrc(int seed) {
    this.seed = seed;
  }

  /** The CRC of the record of that length at index {@code at}; leaves the buffer as it was. */
  int of(ByteBuffer in, int at, int length) {
    int position = in.position();
    int limit = in.limit();
    crc.reset();
    // Not a duplicate: it would be one more object for each record that is written.
    crc.update(in.limit(at + length).position(at + CHECKED_FROM));
    in.limit(limit).position(position);
    return (int) crc.getValue() ^ seed;
  }

  /** Whether the record has that CRC. */
  boolean isRight(ByteBuffer in, int at, int length) {
    return in.getInt(at + CRC_AT) == of(in, at, length);
  }
}
