package org.messagecenter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The segment that is being written. For the journal's thread. */
final class ActiveSegment {

  private final Segment segment;
  private final GroupFrame frame;
  private final int capacity;
  private final boolean prepared;

  /**
   * @param capacity how long the file may become, or is
   * @param prepared whether it has all its blocks already
   */
  ActiveSegment(Segment segment, GroupFrame frame, int capacity, boolean prepared) {
    this.segment = segment;
    this.frame = frame;
    this.capacity = capacity;
    this.prepared = prepared;
  }

  Segment segment() {
    return segment;
  }

  int number() {
    return segment.number();
  }

  /** Offset behind the last group. */
  int end() {
    return segment.end();
  }

  /** The position behind the last group. */
  long position() {
    return Position.of(segment.number(), segment.end());
  }

  boolean isPrepared() {
    return prepared;
  }

  /** How long the file stays when it is left: its capacity, or 0 for it to be cut. */
  int finalLength() {
    return prepared ? capacity : 0;
  }

  /** Octets that the file takes on the disk. */
  long fileBytes() {
    return prepared ? capacity : segment.end();
  }

  /** The longest payload that it can still take; less than 0 when it is full. */
  int room() {
    return (capacity - segment.end() - Journal.GROUP_HEADER - Journal.MARK) & -8;
  }

  /** Whether it is time to make the next one ready. */
  boolean isBegun() {
    return segment.end() > capacity / 4;
  }

  /**
   * Writes a group to the end. When a file that grows finds no room on the disk, the reserve makes
   * some, or what other threads are about to give back, which may take a while. Nothing is lost by
   * that second attempt: what the first one left lies behind the last group, was never synced, and
   * is overwritten from its first octet on.
   *
   * @param group with its header, but for what {@link GroupFrame#seal} fills in
   */
  void append(ByteBuffer group, int payload, SegmentMaker maker) throws IOException {
    frame.seal(group, payload);
    int length = group.limit();
    maker.begin();
    while (true) {
      try {
        DiskFile.writeFully(segment.file(), group, segment.end());
        break;
      } catch (IOException e) {
        if ((prepared && !NoSpace.isMeant(e)) || !maker.makesRoom(e, length)) {
          throw e;
        }
        group.position(0);
      }
    }
    segment.end(segment.end() + length);
  }

  void force() throws IOException {
    segment.file().force();
  }
}
