package org.messagecenter.store.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first octets of a segment; the layout is drawn in the package's description.
 *
 * @param version of the format
 * @param journalId drawn at random when the journal was made
 * @param number of the segment, from 1 on
 * @param epoch how many times the journal had been opened, that time included
 * @param firstCommit number of the first group that the segment can hold
 * @param previousEnd where the groups of the segment before end, an offset; 0 in segment 1
 * @param begunAt wall clock, epoch milliseconds
 * @param head the oldest segment that was still needed
 * @param fileBytes how long the file was made before its first group, in octets; as long as no
 *     other segment follows it is no shorter
 * @param whole whether all of the file had been written before, so that writing to it needs no room
 *     on the disk
 */
public record SegmentHeader(
    int version,
    long journalId,
    int number,
    int epoch,
    long firstCommit,
    long previousEnd,
    long begunAt,
    int head,
    int fileBytes,
    boolean whole) {

  /** Octets of a header in this version; the first group begins there. */
  public static final int BYTES = 72;

  /** The version that is written, and the only one that is read. */
  public static final int VERSION = 3;

  private static final long MAGIC = 0x4D434A4F55520D0AL;
  private static final int FLAGS_AT = 64;
  private static final int WHOLE = 1;
  private static final int CRC_AT = 68;
  private static final int LONGEST = 4096;

  /** The same for a file of which all had been written before. */
  SegmentHeader prepared() {
    return new SegmentHeader(
        version,
        journalId,
        number,
        epoch,
        firstCommit,
        previousEnd,
        begunAt,
        head,
        fileBytes,
        true);
  }

  /** The header's octets. */
  public ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putLong(MAGIC).putInt(version).putInt(BYTES).putLong(journalId).putInt(number);
    out.putInt(epoch).putLong(firstCommit).putLong(previousEnd).putLong(begunAt).putInt(head);
    out.putInt(fileBytes).putInt(whole ? WHOLE : 0);
    out.putInt(CRC_AT, crc(out, CRC_AT));
    return out.position(0);
  }

  /**
   * Reads the header at the start of {@code in}, which holds the file's first octets.
   *
   * @return null when there is none, or its CRC is wrong
   */
  public static @Nullable SegmentHeader decode(ByteBuffer in) {
    if (in.limit() < BYTES || in.getLong(0) != MAGIC) {
      return null;
    }
    int length = in.getInt(12);
    if (length < BYTES || length > LONGEST || length > in.limit()) {
      return null;
    }
    if (in.getInt(length - 4) != crc(in, length - 4)) {
      return null;
    }
    return new SegmentHeader(
        in.getInt(8),
        in.getLong(16),
        in.getInt(24),
        in.getInt(28),
        in.getLong(32),
        in.getLong(40),
        in.getLong(48),
        in.getInt(56),
        in.getInt(60),
        (in.getInt(FLAGS_AT) & WHOLE) != 0);
  }

  private static int crc(ByteBuffer bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().limit(length).position(0));
    return (int) crc.getValue();
  }
}
