package org.messagecenter.store.queue;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.messagecenter.store.archive.ArchiveSettings;

/**
 * How a {@link JournalStore} works. Start from {@link #defaults} and change what differs.
 *
 * @param directory where everything is kept; made when missing
 * @param segmentBytes size of a journal segment, 4 KiB to 1 GiB, or {@link #AUTO}, the default: 64
 *     MiB, less on a small disk
 * @param spareSegments segments kept ready ahead of use at most, 0 to 16, or {@link #AUTO}, the
 *     default: 8, less on a small disk. The journal's files take twice what is live in them, and as
 *     much as these. With 0 segments grow as they are written, which costs time in each sync
 * @param commitSpacingMicros under load commits begin at least this far apart, so that replies
 *     gather; 0 to 20,000 microseconds, default 700; 0 switches it off
 * @param lazyDelayMillis how long a lazy record may wait for a commit, 0 to 1,000; default 20
 * @param reserveBytes how much of the disk is kept for what becomes of messages that were accepted:
 *     in files, as far as they are whole segments and there are spare segments, and free for the
 *     rest. New ones are refused while that and a quarter more are not there; {@link #AUTO}, the
 *     default, are four segments, at most a sixteenth of the disk
 * @param queueBytes messages are refused while that many body octets wait to be written; default 64
 *     MiB
 * @param mailboxMaxCount mails an account may have waiting; the oldest are dropped; default
 *     1,000,000
 * @param mailboxMaxBytes their octets in the journal; default 512 MiB
 * @param mailExpiryMillis how long mail is kept at most; default 72 h
 * @param archiveMillis how long ended messages are remembered for look-ups; default 24 h
 * @param archiveBytes how large their files become, 32 to 56 octets for each; 0 to 64 GiB, 0
 *     remembers nothing; default 2 GiB
 * @param fingerprints how many submissions with a fingerprint are remembered, some 60 octets each;
 *     0 to 2^26; default 1,048,576
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
    long archiveMillis,
    long archiveBytes,
    int fingerprints,
    long checkpointBytes,
    long backgroundBytes,
    LongSupplier wallMillis) {

  /** In place of a size or number: what suits the disk. */
  public static final int AUTO = -1;

  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final int LARGEST_SEGMENT = 64 * MIB;
  private static final int SMALLEST_SEGMENT = 64 * KIB;

  /** A disk has room for so many segments at least, and for 32 in place of each spare one. */
  private static final int SEGMENTS_OF_DISK = 64;

  private static final int MOST_SPARES = 8;
  private static final int FEWEST_SPARES = 2;

  public StoreSettings {
    if (segmentBytes != AUTO) {
      check("segmentBytes", segmentBytes, 4096, 1 << 30);
    }
    check("spareSegments", spareSegments, AUTO, 16);
    check("commitSpacingMicros", commitSpacingMicros, 0, 20_000);
    check("lazyDelayMillis", lazyDelayMillis, 0, 1000);
    check("reserveBytes", reserveBytes, AUTO, Long.MAX_VALUE);
    check("queueBytes", queueBytes, 1, Long.MAX_VALUE);
    check("mailboxMaxCount", mailboxMaxCount, 1, Integer.MAX_VALUE);
    check("mailboxMaxBytes", mailboxMaxBytes, 1, Long.MAX_VALUE);
    check("mailExpiryMillis", mailExpiryMillis, 1, Long.MAX_VALUE);
    check("archiveMillis", archiveMillis, 1, Long.MAX_VALUE);
    check("archiveBytes", archiveBytes, 0, ArchiveSettings.LARGEST);
    check("fingerprints", fingerprints, 0, 1 << 26);
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
        AUTO,
        AUTO,
        700,
        20,
        AUTO,
        64L * MIB,
        1_000_000,
        512L * MIB,
        72L * 3600 * 1000,
        24L * 3600 * 1000,
        2048L * MIB,
        MIB,
        256L * MIB,
        64L * MIB,
        System::currentTimeMillis);
  }

  /**
   * These settings with a number in the place of each {@link #AUTO}.
   *
   * @param totalBytes size of the disk
   */
  StoreSettings forDisk(long totalBytes) {
    int segment = segmentBytes;
    if (segment == AUTO) {
      long share = Long.highestOneBit(Math.max(1, totalBytes / SEGMENTS_OF_DISK));
      segment = (int) Math.max(SMALLEST_SEGMENT, Math.min(LARGEST_SEGMENT, share));
    }
    int spares = spareSegments;
    if (spares == AUTO) {
      long room = totalBytes / (SEGMENTS_OF_DISK / 2) / segment;
      spares = (int) Math.max(FEWEST_SPARES, Math.min(MOST_SPARES, room));
    }
    long reserve = reserveBytes == AUTO ? Math.min(4L * segment, totalBytes / 16) : reserveBytes;
    Draft draft = new Draft(this);
    draft.segmentBytes = segment;
    draft.spareSegments = spares;
    draft.reserveBytes = reserve;
    return draft.settings();
  }

  /** Another segment size; the reserve becomes four of them, or {@link #AUTO} with the size. */
  public StoreSettings withSegmentBytes(int bytes) {
    Draft draft = new Draft(this);
    draft.segmentBytes = bytes;
    draft.reserveBytes = bytes == AUTO ? AUTO : 4L * bytes;
    return draft.settings();
  }

  /** Another number of segments kept ready. */
  public StoreSettings withSpareSegments(int count) {
    Draft draft = new Draft(this);
    draft.spareSegments = count;
    return draft.settings();
  }

  /** Other commit times. */
  public StoreSettings withCommits(int spacingMicros, int lazyMillis) {
    Draft draft = new Draft(this);
    draft.commitSpacingMicros = spacingMicros;
    draft.lazyDelayMillis = lazyMillis;
    return draft.settings();
  }

  /** Other limits for space: free on the disk, and queued in memory. */
  public StoreSettings withSpace(long reserve, long queue) {
    Draft draft = new Draft(this);
    draft.reserveBytes = reserve;
    draft.queueBytes = queue;
    return draft.settings();
  }

  /** Other limits for each mailbox. */
  public StoreSettings withMailbox(int maxCount, long maxBytes, long expiryMillis) {
    Draft draft = new Draft(this);
    draft.mailboxMaxCount = maxCount;
    draft.mailboxMaxBytes = maxBytes;
    draft.mailExpiryMillis = expiryMillis;
    return draft.settings();
  }

  /** Ended messages are remembered for another time, or in more or less space. */
  public StoreSettings withArchive(long millis, long bytes) {
    Draft draft = new Draft(this);
    draft.archiveMillis = millis;
    draft.archiveBytes = bytes;
    return draft.settings();
  }

  /** Another number of fingerprints that are remembered. */
  public StoreSettings withFingerprints(int count) {
    Draft draft = new Draft(this);
    draft.fingerprints = count;
    return draft.settings();
  }

  /** Other checkpoints: how far apart, and how fast. */
  public StoreSettings withCheckpoints(long bytes, long bytesPerSecond) {
    Draft draft = new Draft(this);
    draft.checkpointBytes = bytes;
    draft.backgroundBytes = bytesPerSecond;
    return draft.settings();
  }

  /** Another clock; whoever makes it jump calls {@link JournalStore#wake} afterwards. */
  public StoreSettings withClock(LongSupplier millis) {
    Draft draft = new Draft(this);
    draft.wallMillis = millis;
    return draft.settings();
  }

  ArchiveSettings archive() {
    return new ArchiveSettings(archiveMillis, archiveBytes, ArchiveSettings.TABLE_ROWS, wallMillis);
  }

  /** These settings while one or two of them change. */
  private static final class Draft {
    private final Path directory;
    private int segmentBytes;
    private int spareSegments;
    private int commitSpacingMicros;
    private int lazyDelayMillis;
    private long reserveBytes;
    private long queueBytes;
    private int mailboxMaxCount;
    private long mailboxMaxBytes;
    private long mailExpiryMillis;
    private long archiveMillis;
    private long archiveBytes;
    private int fingerprints;
    private long checkpointBytes;
    private long backgroundBytes;
    private LongSupplier wallMillis;

    Draft(StoreSettings from) {
      directory = from.directory;
      segmentBytes = from.segmentBytes;
      spareSegments = from.spareSegments;
      commitSpacingMicros = from.commitSpacingMicros;
      lazyDelayMillis = from.lazyDelayMillis;
      reserveBytes = from.reserveBytes;
      queueBytes = from.queueBytes;
      mailboxMaxCount = from.mailboxMaxCount;
      mailboxMaxBytes = from.mailboxMaxBytes;
      mailExpiryMillis = from.mailExpiryMillis;
      archiveMillis = from.archiveMillis;
      archiveBytes = from.archiveBytes;
      fingerprints = from.fingerprints;
      checkpointBytes = from.checkpointBytes;
      backgroundBytes = from.backgroundBytes;
      wallMillis = from.wallMillis;
    }

    StoreSettings settings() {
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
          archiveMillis,
          archiveBytes,
          fingerprints,
          checkpointBytes,
          backgroundBytes,
          wallMillis);
    }
  }
}
