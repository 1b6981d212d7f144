package org.messagecenter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the groups of one segment one after the other, through a window that is refilled from the
 * file.
 */
public final class GroupReader {

  private static final int WINDOW = 1 << 18;

  private final DiskFile file;
  private final int segment;
  private final GroupFrame frame;
  private final long limit;

  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowAt;

  private int offset;
  private int groupAt;
  private ByteBuffer payload = window;

  /**
   * @param from where the first group is expected
   * @param limit nothing is read at or behind this offset
   */
  GroupReader(DiskFile file, int segment, GroupFrame frame, int from, long limit) {
    this.file = file;
    this.segment = segment;
    this.frame = frame;
    this.offset = from;
    this.limit = limit;
  }

  /** Moves to the next group; false when what is at {@link #offset} is no valid group. */
  public boolean next() throws IOException {
    int header = at(offset, Journal.GROUP_HEADER);
    if (header < 0 || !frame.isHeader(window, header) || GroupFrame.isContinued(window, header)) {
      return false;
    }
    int length = window.getInt(header + GroupFrame.LENGTH_AT);
    header = at(offset, Journal.GROUP_HEADER + (long) length);
    if (header < 0 || !frame.isPayload(window, header)) {
      return false;
    }
    groupAt = header;
    int begin = header + Journal.GROUP_HEADER;
    payload = window.duplicate().limit(begin + length).position(begin);
    offset += GroupFrame.bytes(length);
    return true;
  }

  /** Where the next group is expected. */
  public int offset() {
    return offset;
  }

  /** The current group's payload, from its position to its limit; valid until the next move. */
  public ByteBuffer payload() {
    return payload;
  }

  /** Where the current group's payload begins. */
  public long payloadPosition() {
    return Position.of(segment, (int) (windowAt + groupAt + Journal.GROUP_HEADER));
  }

  long commit() {
    return window.getLong(groupAt + GroupFrame.COMMIT_AT);
  }

  long writtenAt() {
    return window.getLong(groupAt + GroupFrame.TIME_AT);
  }

  int head() {
    return window.getInt(groupAt + GroupFrame.HEAD_AT);
  }

  /** Whether the mark is at {@link #offset} that says that there is a segment behind this one. */
  boolean isContinued() throws IOException {
    int header = at(offset, Journal.GROUP_HEADER);
    return header >= 0 && frame.isHeader(window, header) && GroupFrame.isContinued(window, header);
  }

  /** Whether what is at {@link #offset} looks like the beginning of that commit's group. */
  boolean isBegun(long commit) throws IOException {
    int header = at(offset, Journal.GROUP_HEADER);
    return header >= 0
        && window.getInt(header) == GroupFrame.MAGIC
        && window.getLong(header + GroupFrame.COMMIT_AT) == commit;
  }

  /**
   * Looks, from {@code from} on, for a group header of this segment written when everything before
   * {@code place} had been synced.
   *
   * @return its offset, or -1
   */
  long findPromise(int from, long place) throws IOException {
    for (long here = from; here + Journal.GROUP_HEADER <= limit; here += 8) {
      int header = at(here, Journal.GROUP_HEADER);
      if (header < 0) {
        return -1;
      }
      if (window.getInt(header) == GroupFrame.MAGIC
          && frame.isHeader(window, header)
          && Long.compareUnsigned(window.getLong(header + GroupFrame.SYNCED_AT), place) > 0) {
        return here;
      }
    }
    return -1;
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
      window = ByteBuffer.allocate(Math.max(WINDOW, (int) length));
    }
    window.clear();
    window.limit((int) Math.min(window.capacity(), limit - from));
    int count = DiskFile.readFully(file, window, from);
    window.flip();
    windowAt = from;
    return count >= length ? 0 : -1;
  }
}
