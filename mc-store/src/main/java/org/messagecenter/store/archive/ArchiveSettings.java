package org.messagecenter.store.archive;

import java.util.function.LongSupplier;

/**
 * How much an {@link Archive} keeps.
 *
 * @param maxAgeMillis ends that were archived longer ago go, a whole run at a time
 * @param maxBytes the runs' size on disk; 0: nothing is kept at all
 * @param tableRows ends gathered in memory until they are written, about 36 octets each
 * @param wallMillis the wall clock, epoch milliseconds
 */
public record ArchiveSettings(
    long maxAgeMillis, long maxBytes, int tableRows, LongSupplier wallMillis) {

  /** Rows of a table unless a test wants fewer. */
  public static final int TABLE_ROWS = 1 << 17;

  /**
   * The largest archive. Its entries, of 32 octets at least, are then fewer than half of the short
   * ids, so that one is gone before its number is given again.
   */
  public static final long LARGEST = 64L << 30;
}
