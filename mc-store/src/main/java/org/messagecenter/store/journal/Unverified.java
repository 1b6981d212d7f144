package org.messagecenter.store.journal;

import java.io.IOException;
import java.util.function.LongPredicate;

/**
 * A segment, or the first part of one, that was passed over at opening, so that nobody knows
 * whether its groups are what was written.
 */
public final class Unverified {

  /** The visitor of progress is asked about once for so many octets. */
  private static final int STEP = 1 << 18;

  private final Segment segment;
  private final GroupFrame frame;
  private final int end;
  private final long firstCommit;
  private final long nextCommit;

  /**
   * @param end offset behind the last group passed over
   * @param firstCommit number of the segment's first commit
   * @param nextCommit number of the commit that follows those passed over
   */
  Unverified(Segment segment, GroupFrame frame, int end, long firstCommit, long nextCommit) {
    this.segment = segment;
    this.frame = frame;
    this.end = end;
    this.firstCommit = firstCommit;
    this.nextCommit = nextCommit;
  }

  /** The segment; to be held with {@link Segment#retain} while it is verified. */
  public Segment segment() {
    return segment;
  }

  /**
   * Reads all groups that were passed over, on any thread.
   *
   * @param progress is told how many octets were read since it was told last; false ends it
   * @throws JournalDamageException when something that was synced cannot be read
   */
  public void verify(LongPredicate progress) throws IOException {
    GroupReader groups =
        new GroupReader(segment.file(), segment.number(), frame, SegmentHeader.BYTES, end);
    long commit = firstCommit;
    int told = 0;
    while (groups.offset() < end && groups.next() && groups.commit() == commit) {
      commit++;
      if (groups.offset() - told >= STEP) {
        if (!progress.test(groups.offset() - told)) {
          return;
        }
        told = groups.offset();
      }
    }
    if (groups.offset() != end || commit != nextCommit) {
      throw new JournalDamageException(
          segment.path(), groups.offset(), "bad group before the segment's end");
    }
  }
}
