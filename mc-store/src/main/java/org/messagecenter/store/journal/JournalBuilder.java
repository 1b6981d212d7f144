package org.messagecenter.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes segments from what was read elsewhere, as the continuation of a journal whose older
 * segments are all given up. Nothing is synced before {@link #finish}: a directory that was not
 * finished is worth nothing.
 */
public final class JournalBuilder implements Closeable {

  private final Disk disk;
  private final long journalId;
  private final int epoch;
  private final int head;
  private final int segmentBytes;
  private final long now;

  private int number;
  private long nextCommit;
  private DiskFile file;
  private GroupFrame frame;
  private long end;

  /**
   * Begins the first segment.
   *
   * @param first what the first segment's header is to say; its head becomes its own number
   * @param segmentBytes where a segment is full, unless a single group needs more
   */
  public JournalBuilder(Disk disk, SegmentHeader first, int segmentBytes) throws IOException {
    this.disk = disk;
    this.journalId = first.journalId();
    this.epoch = first.epoch();
    this.head = first.number();
    this.segmentBytes = segmentBytes;
    this.now = first.begunAt();
    this.number = first.number();
    this.nextCommit = first.firstCommit();
    this.file = write(disk, header(0));
    this.frame = new GroupFrame(journalId, number);
    this.end = SegmentHeader.BYTES;
  }

  private SegmentHeader header(long previousEnd) {
    return new SegmentHeader(
        SegmentHeader.VERSION,
        journalId,
        number,
        epoch,
        nextCommit,
        previousEnd,
        now,
        head,
        SegmentHeader.BYTES,
        false);
  }

  /** Makes a segment that holds only its header; the caller closes it. Not synced. */
  public static DiskFile write(Disk disk, SegmentHeader header) throws IOException {
    DiskFile file = disk.create(Journal.name(header.number()));
    DiskFile.writeFully(file, header.encode(), 0);
    return file;
  }

  /**
   * Appends a group.
   *
   * @param group {@link Journal#GROUP_HEADER} octets to be filled in here, then the payload up to
   *     the buffer's position; eight octets more must be free
   * @param records how many records the payload holds
   * @param writtenAt wall clock of its commit, epoch milliseconds
   */
  public void append(ByteBuffer group, int records, long writtenAt) throws IOException {
    int payload = group.position() - Journal.GROUP_HEADER;
    if (end > SegmentHeader.BYTES && end + GroupFrame.bytes(payload) > segmentBytes) {
      roll();
    }
    while ((group.position() & 7) != 0) {
      group.put((byte) 0);
    }
    group.flip();
    group.putLong(GroupFrame.COMMIT_AT, nextCommit++);
    // True once the whole is finished, and nobody may use it before.
    group.putLong(GroupFrame.SYNCED_AT, Position.of(number, (int) end));
    group.putLong(GroupFrame.TIME_AT, writtenAt);
    group.putInt(GroupFrame.HEAD_AT, head);
    group.putInt(GroupFrame.RECORDS_AT, records);
    frame.seal(group, payload);
    int length = group.limit();
    DiskFile.writeFully(file, group, end);
    end += length;
  }

  private void roll() throws IOException {
    file.force();
    file.close();
    number++;
    file = write(disk, header(end));
    frame = new GroupFrame(journalId, number);
    end = SegmentHeader.BYTES;
  }

  /**
   * Ends with a segment that holds nothing but its header, so that damage to the last group can be
   * told from an unfinished commit; then syncs. The directory's names are the caller's to sync.
   */
  public void finish() throws IOException {
    roll();
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
