package org.messagecenter.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.Position;

/** Gathers records into the group that the next commit writes. */
final class GroupWriter {

  /** A longer group would hold up the replies of those at its start. */
  private static final int LONGEST = 1 << 20;

  private static final int SLACK = 8;

  private final Journal journal;
  private final Counters counters;

  private final ByteBuffer usual =
      ByteBuffer.allocateDirect(LONGEST + Journal.GROUP_HEADER + SLACK);

  /** The usual one, but for a group that is longer. */
  private ByteBuffer buffer = usual;

  private long base;
  private int limit;
  private int records;
  private boolean forced;
  private long openedAt;

  // What happened since the last takeInfo.
  private int infoRecords;
  private int infoBytes;
  private long infoNanos;

  GroupWriter(Journal journal, Counters counters) {
    this.journal = journal;
    this.counters = counters;
    reset();
  }

  private void reset() {
    buffer = usual;
    begin();
  }

  private void begin() {
    buffer.clear().position(Journal.GROUP_HEADER);
    base = journal.nextPayload() - Journal.GROUP_HEADER;
    limit = Journal.GROUP_HEADER + Math.min(LONGEST, journal.room());
    records = 0;
    forced = false;
  }

  /** The journal wrote something itself; the group is empty. */
  void moved() {
    reset();
  }

  boolean isEmpty() {
    return records == 0;
  }

  /** Whether a record of that length can join the group. */
  boolean fits(int length) {
    return buffer.position() + length <= limit;
  }

  /** Makes the empty group take a record of any length. */
  void makeRoom(int length) throws IOException {
    if (journal.room() < length) {
      journal.roll(length);
    }
    int needed = Journal.GROUP_HEADER + length + SLACK;
    buffer = needed <= usual.capacity() ? usual : ByteBuffer.allocateDirect(needed);
    begin();
    limit = Math.max(limit, Journal.GROUP_HEADER + length);
  }

  /** Where the next record is to be written. */
  ByteBuffer out() {
    return buffer;
  }

  /** The position that the next record will have in the journal. */
  long position() {
    return base + buffer.position();
  }

  /** Whether a record at that position is still here, not on disk. */
  boolean holds(long position) {
    return records > 0
        && Position.segment(position) == Position.segment(base)
        && position >= base + Journal.GROUP_HEADER;
  }

  /** A record was written to {@link #out}. */
  void wrote(boolean mustSync) {
    if (records++ == 0) {
      openedAt = System.nanoTime();
    }
    forced |= mustSync;
  }

  /** The group is to be committed in this round. */
  void force() {
    forced = true;
  }

  boolean forced() {
    return forced;
  }

  /** When the first record joined, monotonic nanoseconds. */
  long openedAt() {
    return openedAt;
  }

  /** Writes and syncs the group. An empty one gives word of a later head, and needs room too. */
  void commit() throws IOException {
    if (records == 0 && journal.room() < 0) {
      makeRoom(0);
    }
    long begin = System.nanoTime();
    int count = records;
    journal.commit(buffer, count);
    long nanos = System.nanoTime() - begin;
    int bytes = buffer.limit();
    counters.committed(count, bytes, nanos);
    infoRecords += count;
    infoBytes += bytes;
    infoNanos += nanos;
    reset();
  }

  /** What was written since the last call. */
  CommitInfo takeInfo(int pushes) {
    CommitInfo info =
        new CommitInfo(
            journal.lastCommit(), infoRecords, infoBytes, infoNanos, pushes, counters.full);
    infoRecords = 0;
    infoBytes = 0;
    infoNanos = 0;
    return info;
  }

  boolean wroteSinceInfo() {
    return infoBytes > 0;
  }
}
