package org.messagecenter.store.queue;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How a {@link JournalStore} works. Start from {@link #defaults} and change what differs.
 *
 * @param directory where everything is kept; made when missing
 * @param segmentBytes size of a journal segment, 4 KiB to 1 GiB; default 64 MiB
 * @param spareSegments segments kept ready ahead of use, 0 to 16; default 2. With 0 segments grow
 *     as they are written, which costs time in each sync
 * @param commitSpacingMicros under load commits begin at least this far apart, so that replies
 *     gather; 0 to 20,000 microseconds, default 700; 0 switches it off
 * @param lazyDelayMillis how long a lazy record may wait for a commit, 0 to 1,000; default 20
 * @param reserveBytes messages are refused while less is usable on the disk; default four segments
 * @param queueBytes messages are refused while that many body octets wait to be written; default 64
 *     MiB
 * @param mailboxMaxCount mails an account may have waiting; the oldest are dropped; default
 *     1,000,000
 * @param mailboxMaxBytes their octets in the journal; default 512 MiB
 * @param mailExpiryMillis how long mail is kept at most; default 72 h
 * @param retainedEnds about how many ended messages are remembered for look-ups, some 30 octets
 *     each; 0 to 2^26, rounded up to a power of two; default 1,048,576
 * @param checkpointBytes a checkpoint is written when so much was appended to the journal since the
 *     last one began, and twice its size; a journal that is no longer is read in full at opening.
 *     At least 0, which switches checkpoints off; default 256 MiB
 * @param backgroundBytes how many octets a second a checkpoint is written at most, and what it let
 *     opening pass over is verified; at least 4096, default 64 MiB
 * @param wallMillis the wall clock, epoch milliseconds
 */
public record StoreSettings(
    Path directory,
    int segmentBytes,
    int spareSegments,
    int commitSpacingMicros,
    int lazyDelayMillis,
    long reserveBytes,
    long queueBytes,
    int mailboxMaxCount,
    long mailboxMaxBytes,
    long mailExpiryMillis,
    int retainedEnds,
    long checkpointBytes,
    long backgroundBytes,
    LongSupplier wallMillis) {

  private static final int MIB = 1 << 20;

  public StoreSettings {
    check("segmentBytes", segmentBytes, 4096, 1 << 30);
    check("spareSegments", spareSegments, 0, 16);
    check("commitSpacingMicros", commitSpacingMicros, 0, 20_000);
    check("lazyDelayMillis", lazyDelayMillis, 0, 1000);
    check("reserveBytes", reserveBytes, 0, Long.MAX_VALUE);
    check("queueBytes", queueBytes, 1, Long.MAX_VALUE);
    check("mailboxMaxCount", mailboxMaxCount, 1, Integer.MAX_VALUE);
    check("mailboxMaxBytes", mailboxMaxBytes, 1, Long.MAX_VALUE);
    check("mailExpiryMillis", mailExpiryMillis, 1, Long.MAX_VALUE);
    check("retainedEnds", retainedEnds, 0, 1 << 26);
    check("checkpointBytes", checkpointBytes, 0, Long.MAX_VALUE);
    check("backgroundBytes", backgroundBytes, 4096, Long.MAX_VALUE);
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", must be " + least + " to " + most);
    }
  }

  /** The defaults, with the system's clock. */
  public static StoreSettings defaults(Path directory) {
    return new StoreSettings(
        directory,
        64 * MIB,
        2,
        700,
        20,
        256L * MIB,
        64L * MIB,
        1_000_000,
        512L * MIB,
        72L * 3600 * 1000,
        MIB,
        256L * MIB,
        64L * MIB,
        System::currentTimeMillis);
  }

  /** Another segment size; the reserve becomes four of them. */
  public StoreSettings withSegmentBytes(int bytes) {
    return new StoreSettings(
        directory,
        bytes,
        spareSegments,
        commitSpacingMicros,
        lazyDelayMillis,
        4L * bytes,
        queueBytes,
        mailboxMaxCount,
        mailboxMaxBytes,
        mailExpiryMillis,
        retainedEnds,
        checkpointBytes,
        backgroundBytes,
        wallMillis);
  }

  /** Another number of segments kept ready. */
  public StoreSettings withSpareSegments(int count) {
    return new StoreSettings(
        directory,
        segmentBytes,
        count,
        commitSpacingMicros,
        lazyDelayMillis,
        reserveBytes,
        queueBytes,
        mailboxMaxCount,
        mailboxMaxBytes,
        mailExpiryMillis,
        retainedEnds,
        checkpointBytes,
        backgroundBytes,
        wallMillis);
  }

  /** Other commit times. */
  public StoreSettings withCommits(int spacingMicros, int lazyMillis) {
    return new StoreSettings(
        directory,
        segmentBytes,
        spareSegments,
        spacingMicros,
        lazyMillis,
        reserveBytes,
        queueBytes,
        mailboxMaxCount,
        mailboxMaxBytes,
        mailExpiryMillis,
        retainedEnds,
        checkpointBytes,
        backgroundBytes,
        wallMillis);
  }

  /** Other limits for space: free on the disk, and queued in memory. */
  public StoreSettings withSpace(long reserve, long queue) {
    return new StoreSettings(
        directory,
        segmentBytes,
        spareSegments,
        commitSpacingMicros,
        lazyDelayMillis,
        reserve,
        queue,
        mailboxMaxCount,
        mailboxMaxBytes,
        mailExpiryMillis,
        retainedEnds,
        checkpointBytes,
        backgroundBytes,
        wallMillis);
  }

  /** Other limits for each mailbox. */
  public StoreSettings withMailbox(int maxCount, long maxBytes, long expiryMillis) {
    return new StoreSettings(
        directory,
        segmentBytes,
        spareSegments,
        commitSpacingMicros,
        lazyDelayMillis,
        reserveBytes,
        queueBytes,
        maxCount,
        maxBytes,
        expiryMillis,
        retainedEnds,
        checkpointBytes,
        backgroundBytes,
        wallMillis);
  }

  /** Another number of ended messages that are remembered. */
  public StoreSettings withRetainedEnds(int count) {
    return new StoreSettings(
        directory,
        segmentBytes,
        spareSegments,
        commitSpacingMicros,
        lazyDelayMillis,
        reserveBytes,
        queueBytes,
        mailboxMaxCount,
        mailboxMaxBytes,
        mailExpiryMillis,
        count,
        checkpointBytes,
        backgroundBytes,
        wallMillis);
  }

  /** Other checkpoints: how far apart, and how fast. */
  public StoreSettings withCheckpoints(long bytes, long bytesPerSecond) {
    return new StoreSettings(
        directory,
        segmentBytes,
        spareSegments,
        commitSpacingMicros,
        lazyDelayMillis,
        reserveBytes,
        queueBytes,
        mailboxMaxCount,
        mailboxMaxBytes,
        mailExpiryMillis,
        retainedEnds,
        bytes,
        bytesPerSecond,
        wallMillis);
  }

  /** Another clock; whoever makes it jump calls {@link JournalStore#wake} afterwards. */
  public StoreSettings withClock(LongSupplier millis) {
    return new StoreSettings(
        directory,
        segmentBytes,
        spareSegments,
        commitSpacingMicros,
        lazyDelayMillis,
        reserveBytes,
        queueBytes,
        mailboxMaxCount,
        mailboxMaxBytes,
        mailExpiryMillis,
        retainedEnds,
        checkpointBytes,
        backgroundBytes,
        millis);
  }
}
