package org.messagecenter.store.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes and checks group headers; the layout is drawn in the package's description. For one thread
 * and one segment: the seed of the CRCs is the segment's.
 */
final class GroupFrame {

  static final int MAGIC = 0x4D434731;

  static final int CRC_AT = 4;
  static final int PAYLOAD_CRC_AT = 8;
  static final int LENGTH_AT = 12;
  static final int COMMIT_AT = 16;
  static final int SYNCED_AT = 24;
  static final int TIME_AT = 32;
  static final int HEAD_AT = 40;
  static final int RECORDS_AT = 44;

  /** The count of records in the mark behind the last group of a segment that has a successor. */
  static final int CONTINUED = -1;

  private final ByteBuffer seed = ByteBuffer.allocate(12);
  private final CRC32C crc = new CRC32C();

  GroupFrame(long journalId, int segment) {
    seed.putLong(journalId).putInt(segment);
  }

  /** Octets that a group with this payload takes, padding included. */
  static int bytes(int payload) {
    return Journal.GROUP_HEADER + padded(payload);
  }

  static int padded(int length) {
    return (length + 7) & -8;
  }

  /**
   * Completes the frame in {@code frame} from 0 to its limit: the payload is there, the fields but
   * magic and CRCs are set.
   */
  void seal(ByteBuffer frame, int payload) {
    frame.putInt(0, MAGIC);
    frame.putInt(LENGTH_AT, payload);
    frame.putInt(PAYLOAD_CRC_AT, crc(frame, Journal.GROUP_HEADER, payload));
    frame.putInt(CRC_AT, crc(frame, PAYLOAD_CRC_AT, Journal.GROUP_HEADER - PAYLOAD_CRC_AT));
  }

  /**
   * The mark that a segment was continued.
   *
   * @param end position behind its last group, where the mark belongs
   * @param commit number of the first group that the successor can hold
   */
  ByteBuffer continued(long end, long commit, long time, int head) {
    ByteBuffer mark = ByteBuffer.allocate(Journal.GROUP_HEADER);
    mark.putLong(COMMIT_AT, commit).putLong(SYNCED_AT, end).putLong(TIME_AT, time);
    mark.putInt(HEAD_AT, head).putInt(RECORDS_AT, CONTINUED);
    seal(mark, 0);
    return mark;
  }

  /** Whether the valid header at {@code at} is no group's, but that mark. */
  static boolean isContinued(ByteBuffer bytes, int at) {
    return bytes.getInt(at + RECORDS_AT) == CONTINUED;
  }

  /** Whether a valid group header begins at {@code at}; at least its length must be there. */
  boolean isHeader(ByteBuffer bytes, int at) {
    return bytes.getInt(at) == MAGIC
        && bytes.getInt(at + LENGTH_AT) >= 0
        && bytes.getInt(at + CRC_AT)
            == crc(bytes, at + PAYLOAD_CRC_AT, Journal.GROUP_HEADER - PAYLOAD_CRC_AT);
  }

  /** Whether the payload behind the valid header at {@code at} is what was written. */
  boolean isPayload(ByteBuffer bytes, int at) {
    return bytes.getInt(at + PAYLOAD_CRC_AT)
        == crc(bytes, at + Journal.GROUP_HEADER, bytes.getInt(at + LENGTH_AT));
  }

  private int crc(ByteBuffer bytes, int from, int length) {
    crc.reset();
    crc.update(seed.array());
    crc.update(bytes.duplicate().limit(from + length).position(from));
    return (int) crc.getValue();
  }
}
