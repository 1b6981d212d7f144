package org.messagecenter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the groups of one segment file, whole or damaged, without a journal being open: for
 * tools. Reads only. What another process writes meanwhile may be seen or not; a group counts as
 * whole only when both of its CRCs are right.
 */
public final class SegmentScan {

  /** What is found at a place. */
  public enum Found {
    /** A group with both CRCs right. */
    WHOLE,
    /** A group header with the right CRC; its payload is wrong, or the file ends in it. */
    BROKEN,
    /** No group header of this segment; or the mark of {@link SegmentScan#isContinued}. */
    NONE
  }

  private static final int WINDOW = 1 << 20;

  /** Lengths that a payload can have and still end at the same multiple of eight. */
  private static final int ALIGNMENT = 8;

  private final long journalId;
  private final DiskFile file;
  private final GroupFrame frame;
  private final long limit;

  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowAt;
  private long offset;
  private int header;
  private ByteBuffer payload = window;

  /**
   * @param journalId of the journal; with the segment number it is the seed of the CRCs
   * @param from where to begin, an offset that is a multiple of eight
   * @param limit nothing at or behind this offset is looked at; the file may end before
   */
  public SegmentScan(DiskFile file, long journalId, int segment, long from, long limit) {
    this.journalId = journalId;
    this.file = file;
    this.frame = new GroupFrame(journalId, segment);
    this.offset = from;
    this.limit = limit;
  }

  /** The id of the journal whose groups are looked for. */
  public long journalId() {
    return journalId;
  }

  /** Where the next group is expected. */
  public long offset() {
    return offset;
  }

  /** Looks at {@link #offset}, and moves behind the group if there is one. */
  public Found next() throws IOException {
    long here = offset;
    int at = at(here, Journal.GROUP_HEADER);
    if (at < 0 || !frame.isHeader(window, at) || GroupFrame.isContinued(window, at)) {
      return Found.NONE;
    }
    int length = window.getInt(at + GroupFrame.LENGTH_AT);
    int whole = at(here, Journal.GROUP_HEADER + (long) length);
    if (whole < 0) {
      header = at(here, Journal.GROUP_HEADER);
      payload = rest(header + Journal.GROUP_HEADER);
      offset = Math.min(here + GroupFrame.bytes(length), Math.max(here + ALIGNMENT, end()));
      return Found.BROKEN;
    }
    take(whole, length);
    offset = here + GroupFrame.bytes(length);
    return frame.isPayload(window, whole) ? Found.WHOLE : Found.BROKEN;
  }

  /** Everything the window holds from an index on. */
  private ByteBuffer rest(int from) {
    return window.duplicate().position(Math.min(from, window.limit()));
  }

  private void take(int at, int length) {
    header = at;
    int begin = at + Journal.GROUP_HEADER;
    payload = window.duplicate().limit(begin + length).position(begin);
  }

  /** What the window reaches to, at most the limit, as a multiple of eight. */
  private long end() {
    return (windowAt + window.limit()) & -ALIGNMENT;
  }

  /**
   * Moves to the next group header of this segment behind {@link #offset}.
   *
   * @return false when there is none; the offset stays then
   */
  public boolean skip() throws IOException {
    for (long here = offset + ALIGNMENT; ; here += ALIGNMENT) {
      int at = at(here, Journal.GROUP_HEADER);
      if (at < 0) {
        return false;
      }
      if (window.getInt(at) == GroupFrame.MAGIC && frame.isHeader(window, at)) {
        offset = here;
        return true;
      }
    }
  }

  /**
   * Looks behind {@link #offset} for a group that was written when everything before {@code place}
   * had been synced. The offset stays.
   *
   * @return where that group is, or -1
   */
  public long promise(long place) throws IOException {
    for (long here = offset; ; here += ALIGNMENT) {
      int at = at(here, Journal.GROUP_HEADER);
      if (at < 0) {
        return -1;
      }
      if (window.getInt(at) == GroupFrame.MAGIC
          && frame.isHeader(window, at)
          && Long.compareUnsigned(window.getLong(at + GroupFrame.SYNCED_AT), place) > 0) {
        return here;
      }
    }
  }

  /** Whether the mark is at {@link #offset} that says that there is a segment behind this one. */
  public boolean isContinued() throws IOException {
    int at = at(offset, Journal.GROUP_HEADER);
    return at >= 0 && frame.isHeader(window, at) && GroupFrame.isContinued(window, at);
  }

  /** Whether what is at {@link #offset} looks like the beginning of that commit's group. */
  public boolean isBegun(long commit) throws IOException {
    int at = at(offset, Journal.GROUP_HEADER);
    return at >= 0
        && window.getInt(at) == GroupFrame.MAGIC
        && window.getLong(at + GroupFrame.COMMIT_AT) == commit;
  }

  /**
   * The payload of a group whose header is damaged, when the rest of it proves what it was: either
   * its CRC or the header's is still right.
   *
   * @param from where the group begins
   * @param to where it ends, padding included
   * @return null when nothing can be proved
   */
  public @Nullable ByteBuffer mend(long from, long to) throws IOException {
    int at = to - from < Journal.GROUP_HEADER ? -1 : at(from, to - from);
    if (at < 0) {
      return null;
    }
    int most = (int) (to - from) - Journal.GROUP_HEADER;
    ByteBuffer copy = ByteBuffer.allocate((int) (to - from));
    copy.put(0, window, at, copy.capacity());
    int crcAsWritten = copy.getInt(GroupFrame.PAYLOAD_CRC_AT);
    for (int length = most; length >= 0 && length > most - ALIGNMENT; length--) {
      copy.putInt(GroupFrame.LENGTH_AT, length);
      boolean proved = frame.isPayload(copy, 0);
      if (!proved) {
        // Perhaps it is the CRC that is damaged: the header's own would then agree to the right
        // one.
        int header = copy.getInt(GroupFrame.CRC_AT);
        frame.seal(copy, length);
        proved = copy.getInt(GroupFrame.CRC_AT) == header;
        copy.putInt(GroupFrame.CRC_AT, header).putInt(GroupFrame.PAYLOAD_CRC_AT, crcAsWritten);
      }
      if (proved) {
        return copy.position(Journal.GROUP_HEADER).limit(Journal.GROUP_HEADER + length);
      }
    }
    return null;
  }

  /**
   * The octets of a range, as many as the file has.
   *
   * @param length at most 2^30
   */
  public ByteBuffer octets(long from, long length) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate((int) length);
    DiskFile.readFully(file, octets, from);
    return octets.flip();
  }

  /** The current group's payload, as far as the file has it; valid until the next move. */
  public ByteBuffer payload() {
    return payload.duplicate();
  }

  /**
   * The length of the payload that a group at that place has, by what may be its header; -1 when it
   * is none. For a journal whose id is not known, so that no CRC can be checked.
   */
  public int claimedLength(long at) throws IOException {
    ByteBuffer start = octets(at, Journal.GROUP_HEADER);
    return start.limit() == Journal.GROUP_HEADER && start.getInt(0) == GroupFrame.MAGIC
        ? start.getInt(GroupFrame.LENGTH_AT)
        : -1;
  }

  /** Where the group behind that one begins. */
  public static long behind(long at, int length) {
    return at + Journal.GROUP_HEADER + (((long) length + 7) & -8);
  }

  /** The octets of the current group, which is whole: header, payload, padding. */
  public ByteBuffer frame() {
    int length = window.getInt(header + GroupFrame.LENGTH_AT);
    // The payload was checked where it lies in the window; the file may say otherwise by now.
    ByteBuffer frame = ByteBuffer.allocate(GroupFrame.bytes(length));
    frame.put(0, window, header, Journal.GROUP_HEADER + length);
    return frame;
  }

  /** Where the current group's header begins. */
  public long groupOffset() {
    return windowAt + header;
  }

  /** Where the current group's payload begins. */
  public long payloadOffset() {
    return groupOffset() + Journal.GROUP_HEADER;
  }

  /** The current group's number. */
  public long commit() {
    return window.getLong(header + GroupFrame.COMMIT_AT);
  }

  /** The position before which all was synced when the current group was written. */
  public long synced() {
    return window.getLong(header + GroupFrame.SYNCED_AT);
  }

  /** Wall clock at the current group's commit, epoch milliseconds. */
  public long writtenAt() {
    return window.getLong(header + GroupFrame.TIME_AT);
  }

  /** The oldest segment that was still needed at the current group's commit. */
  public int head() {
    return window.getInt(header + GroupFrame.HEAD_AT);
  }

  /** How many records the current group holds, by its header. */
  public int records() {
    return window.getInt(header + GroupFrame.RECORDS_AT);
  }

  /** Makes the window hold {@code length} octets from {@code from} on; their index in it, or -1. */
  private int at(long from, long length) throws IOException {
    if (from >= windowAt && from + length <= windowAt + window.limit()) {
      return (int) (from - windowAt);
    }
    if (from + length > limit) {
      return -1;
    }
    if (window.capacity() < length) {
      if (from + length > file.size()) {
        return -1;
      }
      window = ByteBuffer.allocate((int) Math.max(WINDOW, length));
    }
    window.clear();
    window.limit((int) Math.min(window.capacity(), limit - from));
    DiskFile.readFully(file, window, from);
    window.flip();
    windowAt = from;
    return window.limit() >= length ? 0 : -1;
  }
}
