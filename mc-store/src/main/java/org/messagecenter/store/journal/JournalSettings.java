package org.messagecenter.store.journal;

import java.util.function.LongSupplier;

/**
 * How a journal works.
 *
 * @param segmentBytes size of a segment file, unless a single group needs more
 * @param spareSegments how many are kept ready ahead of use by a thread of their own, at most; 0
 *     for none, and no thread: segments then grow as they are written
 * @param reserveBytes how much the disk is to hold for when it is full, in files of {@code
 *     segmentBytes} each; only with {@code spareSegments}
 * @param wallMillis the wall clock, epoch milliseconds
 * @param roomMillis how long a writer that finds no room waits at most for what other threads of
 *     the journal are about to give back
 */
public record JournalSettings(
    int segmentBytes,
    int spareSegments,
    long reserveBytes,
    LongSupplier wallMillis,
    long roomMillis) {

  /** In it a file that could not be deleted is tried again, and a thread comes back from a stop. */
  private static final long ROOM_MILLIS = 10_000;

  /** With the usual patience for room. */
  public JournalSettings(
      int segmentBytes, int spareSegments, long reserveBytes, LongSupplier wallMillis) {
    this(segmentBytes, spareSegments, reserveBytes, wallMillis, ROOM_MILLIS);
  }

  /** Without a reserve. */
  public JournalSettings(int segmentBytes, int spareSegments, LongSupplier wallMillis) {
    this(segmentBytes, spareSegments, 0, wallMillis);
  }
}
