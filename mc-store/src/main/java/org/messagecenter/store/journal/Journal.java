package org.messagecenter.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A journal open for appending. For one thread, which nobody may ever interrupt: an interrupt
 * closes a file channel under the journal. Only {@link Segment} is for other threads too.
 */
public final class Journal implements Closeable {

  /** Octets to leave free at the start of a frame given to {@link #commit}. */
  public static final int GROUP_HEADER = 48;

  static final String SUFFIX = ".seg";

  /** Octets of the mark for which each segment keeps room behind its last group. */
  static final int MARK = GROUP_HEADER;

  private final Disk disk;
  private final JournalSettings settings;
  private final Closeable lock;
  private final Spares spares;
  private final SealedSegments sealed;
  private final List<Unverified> unverified;
  private final long journalId;
  private final int epoch;

  private ActiveSegment active;
  private long nextCommit;
  private long synced;
  private long syncedCommit;
  private long appended;
  private int head;
  private long unprepared;
  private boolean lastGroupEmpty;
  private boolean unsynced;
  private boolean broken;

  /**
   * Locks the directory, reads what is there, shows all groups to {@code visitor} but those that
   * {@code shortcut} knows, see {@link #unverified}, and begins a new segment.
   *
   * @throws JournalDamageException when something that was synced cannot be read
   * @throws IOException when the directory is in use, was written by a newer version, or fails
   */
  public static Journal open(
      Disk disk, JournalSettings settings, GroupVisitor visitor, Shortcut shortcut)
      throws IOException {
    return open(disk, settings, visitor, shortcut, new SecureRandom()::nextLong);
  }

  /**
   * @param ids gives a new journal its id
   */
  static Journal open(
      Disk disk,
      JournalSettings settings,
      GroupVisitor visitor,
      Shortcut shortcut,
      LongSupplier ids)
      throws IOException {
    try (Handles opened = new Handles()) {
      Journal journal = new Journal(disk, settings, visitor, shortcut, ids, opened);
      opened.release();
      return journal;
    }
  }

  /**
   * @param opened takes what was opened, for the case that this fails
   */
  private Journal(
      Disk disk,
      JournalSettings settings,
      GroupVisitor visitor,
      Shortcut shortcut,
      LongSupplier ids,
      Handles opened)
      throws IOException {
    this.disk = disk;
    this.settings = settings;
    lock = opened.add(disk.lock());
    Recovery recovery = new Recovery(disk, visitor, this::dispose, shortcut, opened);
    recovery.run();
    sealed = new SealedSegments(recovery.segments);
    journalId = sealed.isEmpty() ? ids.getAsLong() : recovery.journalId;
    epoch = recovery.epoch + 1;
    nextCommit = recovery.nextCommit;
    head = sealed.isEmpty() ? 1 : recovery.head;
    sealed.forgetBefore(head, disk);
    unverified =
        recovery.unverified.stream().filter(one -> one.segment().number() >= head).toList();
    spares = new Spares(disk, settings, opened);
    active = begin(recovery.lastNumber + 1, 0, sealed.isEmpty() ? 0 : sealed.last().end());
    opened.add(active.segment().file());
    if (!sealed.isEmpty()) {
      leave(sealed.last(), 0);
    }
    sealed.measure();
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "%010d", number) + SUFFIX;
  }

  /** How many times this journal was opened, this time included. */
  public int epoch() {
    return epoch;
  }

  /** Drawn at random when the journal was made. */
  public long id() {
    return journalId;
  }

  /** The number of the last group committed; 0 when there is none yet. */
  public long lastCommit() {
    return nextCommit - 1;
  }

  /** The segment that is being written. */
  public int activeSegment() {
    return active.number();
  }

  /** The oldest segment that is still there. */
  public int oldestSegment() {
    return sealed.oldest(active.number());
  }

  /** The segment of that number, which must be between the oldest and the active one. */
  public Segment segment(int number) {
    return number == active.number() ? active.segment() : sealed.get(number);
  }

  /** How many segments there are. */
  public int segmentCount() {
    return sealed.count() + 1;
  }

  /** Octets of all segments, up to their last group. */
  public long bytes() {
    return sealed.bytes() + active.end();
  }

  /** Octets of all segments' files, in full length. */
  public long fileBytes() {
    return sealed.fileBytes() + active.fileBytes();
  }

  /** What is kept ready for the next segments, and for a full disk. */
  public Spares spares() {
    return spares;
  }

  /** How often a segment had to be made on the spot, because none was ready. */
  public long unprepared() {
    return unprepared;
  }

  /**
   * Begins a segment that needs no room on the disk, if the active one would and there is one.
   *
   * @return whether it did
   */
  public boolean rollToPrepared() throws IOException {
    if (active.isPrepared() || !spares.isBetterThanNew()) {
      return false;
    }
    roll(0);
    return true;
  }

  /** Octets appended since the journal was opened. */
  public long appended() {
    return appended;
  }

  /** Octets from {@code position} on, as far as they are still there. */
  public long bytesSince(long position) {
    int first = Position.segment(position);
    long passed = first < oldestSegment() ? 0 : (long) Position.offset(position);
    return active.end() - passed + sealed.bytesFrom(first);
  }

  /** Everything before this position is synced. */
  public long synced() {
    return synced;
  }

  /** The number of the commit that comes next at {@link #synced}. */
  public long syncedCommit() {
    return syncedCommit;
  }

  /** What a shortcut let opening pass over, the oldest first; some of it may be dropped by now. */
  public List<Unverified> unverified() {
    return unverified;
  }

  /** Where the payload of the next group will begin. */
  public long nextPayload() {
    return active.position() + GROUP_HEADER;
  }

  /** The longest payload that the active segment can still take; less than 0 when it is full. */
  public int room() {
    return active.room();
  }

  /**
   * Ends the active segment and begins the next.
   *
   * @param payload what its first group is going to need at least
   */
  public void roll(int payload) throws IOException {
    check();
    boolean done = false;
    try {
      if (unsynced) {
        // The next header is going to promise everything up to here.
        active.force();
        unsynced = false;
      }
      ActiveSegment next = begin(active.number() + 1, payload, active.end());
      if (spares.areKept() && !next.isPrepared()) {
        unprepared++;
      }
      leave(active.segment(), active.finalLength());
      sealed.add(active.segment());
      active = next;
      done = true;
    } finally {
      broken |= !done;
    }
  }

  private void leave(Segment last, int length) {
    long end = Position.of(last.number(), last.end());
    GroupFrame frame = new GroupFrame(journalId, last.number());
    long now = settings.wallMillis().getAsLong();
    Succession.leave(last, frame.continued(end, nextCommit, now, head), length);
  }

  /** Without a segment before it, the previous end is 0. */
  private ActiveSegment begin(int number, int payload, int previousEnd) throws IOException {
    int needed = SegmentHeader.BYTES + GroupFrame.bytes(payload) + MARK;
    int length = Math.max(settings.segmentBytes(), needed);
    SegmentHeader header =
        new SegmentHeader(
            SegmentHeader.VERSION,
            journalId,
            number,
            epoch,
            nextCommit,
            previousEnd,
            settings.wallMillis().getAsLong(),
            head,
            length,
            false);
    SegmentMaker.Made made = spares.maker().make(header, needed);
    synced = Position.of(number, SegmentHeader.BYTES);
    syncedCommit = nextCommit;
    String name = name(number);
    Segment segment =
        new Segment(
            number, name, disk.describe(name), made.file(), SegmentHeader.BYTES, this::dispose);
    return new ActiveSegment(segment, new GroupFrame(journalId, number), length, made.prepared());
  }

  /**
   * Writes a group and syncs it. When this returns, the payload is durable.
   *
   * @param group {@link #GROUP_HEADER} octets to be filled in here, then the payload up to the
   *     buffer's position; eight octets more must be free. No longer than {@link #room}.
   * @param records how many records the payload holds
   */
  public void commit(ByteBuffer group, int records) throws IOException {
    append(group, records);
    boolean done = false;
    try {
      active.force();
      done = true;
    } finally {
      broken |= !done;
    }
    unsynced = false;
    synced = active.position();
    syncedCommit = nextCommit;
    sealed.dropBefore(head, spares::expect);
  }

  private void append(ByteBuffer group, int records) throws IOException {
    check();
    int payload = group.position() - GROUP_HEADER;
    if (payload > room()) {
      throw new IllegalArgumentException(payload + " octets do not fit, room is " + room());
    }
    while ((group.position() & 7) != 0) {
      group.put((byte) 0);
    }
    group.flip();
    group.putLong(GroupFrame.COMMIT_AT, nextCommit);
    group.putLong(GroupFrame.SYNCED_AT, synced);
    group.putLong(GroupFrame.TIME_AT, settings.wallMillis().getAsLong());
    group.putInt(GroupFrame.HEAD_AT, head);
    group.putInt(GroupFrame.RECORDS_AT, records);
    int length = group.limit();
    boolean done = false;
    try {
      active.append(group, payload, spares.maker());
      done = true;
    } finally {
      broken |= !done;
    }
    appended += length;
    nextCommit++;
    unsynced = true;
    lastGroupEmpty = payload == 0;
    if (active.isBegun()) {
      spares.begin();
    }
  }

  /**
   * Writes an empty group, not synced, behind the last one: from then on damage to that one can be
   * told from an unfinished commit. Does nothing when that was done, or the segment is full.
   */
  public void seal() throws IOException {
    if (!lastGroupEmpty && room() >= 0 && active.end() > SegmentHeader.BYTES) {
      ByteBuffer empty = ByteBuffer.allocate(GROUP_HEADER);
      append(empty.position(GROUP_HEADER), 0);
    }
  }

  /**
   * Segments before {@code number} are needed no more once the next group is synced; whatever
   * replaces their content must be in that group or before it.
   */
  public void advanceHead(int number) {
    if (number > active.number()) {
      throw new IllegalArgumentException("the active segment stays");
    }
    head = Math.max(head, number);
  }

  /** The last holder of a dropped segment let go. */
  private void dispose(Segment segment) {
    spares.recycle(segment);
  }

  /** A reader of a segment's groups, from the first on, as far as they are committed now. */
  public GroupReader reader(int number) {
    Segment of = segment(number);
    GroupFrame frame = new GroupFrame(journalId, number);
    return new GroupReader(of.file(), number, frame, SegmentHeader.BYTES, of.end());
  }

  /** Octets that can still be written to the disk. */
  public long usableBytes() throws IOException {
    return disk.usableBytes();
  }

  /** Whether a write or sync failed: nothing is taken any more. */
  public boolean broken() {
    return broken;
  }

  private void check() throws IOException {
    if (broken) {
      throw new IOException("the journal failed earlier and takes nothing more");
    }
  }

  /**
   * Seals and syncs, unless the journal is broken; then closes all files and gives the lock back.
   */
  @Override
  public void close() throws IOException {
    try (Handles all = new Handles()) {
      // Last of all: who gets it next may find everything closed.
      all.add(lock);
      all.add(active.segment().file());
      sealed.closeWith(all);
      spares.closeWith(all);
      if (!broken) {
        seal();
        active.force();
      }
    }
  }
}
