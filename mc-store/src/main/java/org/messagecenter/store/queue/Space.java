package org.messagecenter.store.queue;

import java.io.IOException;
import org.messagecenter.store.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether the disk has room for new messages. The reserve counts as free as far as it is
 * held by files, and so do the spares; a quarter of the reserve must be free besides, and what the
 * messages that are pending will take for their ends and receipts. Another quarter, and an eighth
 * of that, must be free before what was full is not full any more, so that it does not change with
 * every file. A disk that says it has room, but ended a file for want of it, is full until the
 * reserve is whole again.
 */
final class Space {

  private static final Logger log = LoggerFactory.getLogger(Space.class);

  private static final long CHECK_NANOS = 100_000_000;

  /** What the end of a message takes, its receipt included, beyond what its record leaves. */
  private static final int OWED_BYTES = 256;

  private final long reserveBytes;
  private final long segmentBytes;
  private final long shelfBytes;
  private final Journal journal;
  private final GroupWriter group;
  private final Messages messages;
  private final LiveBytes live;
  private final Counters counters;
  private long checkAt = System.nanoTime();
  private int checkedIn;

  Space(
      StoreSettings settings,
      Journal journal,
      GroupWriter group,
      Messages messages,
      LiveBytes live,
      Counters counters) {
    reserveBytes = settings.reserveBytes();
    segmentBytes = settings.segmentBytes();
    shelfBytes = settings.spareSegments() * segmentBytes;
    this.messages = messages;
    this.live = live;
    this.journal = journal;
    this.group = group;
    this.counters = counters;
  }

  /** Whether new messages are to be refused. They use up one segment of the reserve at most. */
  boolean isFull() throws IOException {
    if (journal.activeSegment() != checkedIn) {
      look();
    }
    return counters.full;
  }

  /** Looks at the disk, ten times a second, and whenever a segment was begun. */
  void check(Room room) throws IOException {
    long nano = System.nanoTime();
    if (nano - checkAt < 0 && journal.activeSegment() == checkedIn) {
      return;
    }
    checkAt = nano + CHECK_NANOS;
    look();
    if (counters.full) {
      // A file that grows fails when others take the last room; one that was prepared does not.
      room.flush();
      if (journal.rollToPrepared()) {
        group.moved();
      }
    }
  }

  private void look() throws IOException {
    checkedIn = journal.activeSegment();
    boolean full = isShort() || journal.spares().lacksRoom();
    if (full != counters.full) {
      log.warn(
          full
              ? "the disk is nearly full: new messages are refused"
              : "the disk has space again: new messages are accepted");
      counters.full = full;
    }
  }

  private boolean isShort() throws IOException {
    long missing = Math.max(0, reserveBytes - journal.spares().reservedBytes());
    // Cleaning writes before it frees: into spares, or in place of them into what is free.
    missing += Math.max(0, shelfBytes - journal.spares().readyBytes());
    long margin = reserveBytes / 4;
    long owed = owed();
    long needed = counters.full ? 2 * margin + owed + owed / 8 : margin + owed;
    return journal.usableBytes() - missing < needed;
  }

  /** What the messages that were accepted are still going to need, beyond what cleaning yields. */
  private long owed() {
    long yield = journal.fileBytes() - Cleaner.boundOfFullDisk(live, segmentBytes);
    return Math.max(0, (long) OWED_BYTES * messages.table.size() - Math.max(0, yield));
  }
}
