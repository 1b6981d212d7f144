package org.messagecenter.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal open for appending. For one thread, which nobody may ever interrupt: an interrupt
 * closes a file channel under the journal. Only {@link Segment} is for other threads too.
 */
public final class Journal implements Closeable {

  /** Octets to leave free at the start of a frame given to {@link #commit}. */
  public static final int GROUP_HEADER = 48;

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private static final String SUFFIX = ".seg";

  /** Octets of the mark for which each segment keeps room behind its last group. */
  static final int MARK = GROUP_HEADER;

  private final Disk disk;
  private final JournalSettings settings;
  private final Closeable lock;
  private final @Nullable SegmentStock stock;
  private final SegmentMaker maker;
  private final ArrayList<Segment> segments;
  private final List<Unverified> unverified;
  private final long journalId;
  private final int epoch;

  private Segment active;
  private GroupFrame frame;
  private int capacity;

  /** Whether the active segment has all its blocks already. */
  private boolean prepared;

  private long nextCommit;
  private long synced;
  private long syncedCommit;
  private long appended;
  private int head;
  private long sealedBytes;
  private long sealedFileBytes;
  private long unprepared;
  private boolean lastGroupEmpty;
  private boolean unsynced;
  private boolean broken;

  /**
   * Locks the directory, reads what is there, shows all groups to {@code visitor}, and begins a new
   * segment.
   *
   * @throws JournalDamageException when something that was synced cannot be read
   * @throws IOException when the directory is in use, was written by a newer version, or fails
   */
  public static Journal open(Disk disk, JournalSettings settings, GroupVisitor visitor)
      throws IOException {
    return open(disk, settings, visitor, Shortcut.NONE);
  }

  /**
   * The same, but the groups that {@code shortcut} knows are passed over; see {@link #unverified}.
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
    segments = recovery.segments;
    journalId = segments.isEmpty() ? ids.getAsLong() : recovery.journalId;
    epoch = recovery.epoch + 1;
    nextCommit = recovery.nextCommit;
    head = segments.isEmpty() ? 1 : recovery.head;
    removeLeftovers();
    unverified =
        recovery.unverified.stream().filter(one -> one.segment().number() >= head).toList();
    stock =
        settings.spareSegments() == 0
            ? null
            : new SegmentStock(
                disk,
                settings.segmentBytes(),
                settings.spareSegments(),
                (int) (settings.reserveBytes() / settings.segmentBytes()));
    if (stock != null) {
      opened.add(stock);
    }
    maker = new SegmentMaker(disk, settings.segmentBytes(), stock);
    frame = new GroupFrame(journalId, 0);
    active = begin(recovery.lastNumber + 1, 0);
    opened.add(active.file());
    if (!segments.isEmpty()) {
      leave(segments.get(segments.size() - 1), 0);
    }
    for (Segment segment : segments) {
      sealedBytes += segment.end();
      sealedFileBytes += segment.fileBytes();
    }
  }

  private void removeLeftovers() throws IOException {
    for (String name : disk.list()) {
      boolean old = name.endsWith(SUFFIX) && name.compareTo(name(head)) < 0;
      if (old || name.endsWith(SUFFIX + SegmentMaker.UNFINISHED)) {
        disk.delete(name);
      }
    }
    while (!segments.isEmpty() && segments.get(0).number() < head) {
      segments.remove(0).file().close();
    }
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
    return segments.isEmpty() ? active.number() : segments.get(0).number();
  }

  /** The segment of that number, which must be between the oldest and the active one. */
  public Segment segment(int number) {
    if (number == active.number()) {
      return active;
    }
    int index = number - oldestSegment();
    if (index < 0 || index >= segments.size()) {
      throw new IllegalArgumentException("the journal has no segment " + number);
    }
    return segments.get(index);
  }

  /** How many segments there are. */
  public int segmentCount() {
    return segments.size() + 1;
  }

  /** Octets of all segments, up to their last group. */
  public long bytes() {
    return sealedBytes + active.end();
  }

  /** Octets of all segments' files, in full length. */
  public long fileBytes() {
    return sealedFileBytes + (prepared ? capacity : active.end());
  }

  /**
   * Octets of the files kept ready, or being made so, to become segments, and of those that could
   * not be deleted yet.
   */
  public long spareBytes() {
    return stock == null
        ? 0
        : (long) stock.spares() * settings.segmentBytes() + stock.discardedBytes();
  }

  /** Octets of the files kept for when the disk is full. */
  public long reservedBytes() {
    return stock == null ? 0 : stock.reserved();
  }

  /** Octets of spares that are kept even when {@link #allowSpares} leaves no room for them. */
  public long leastSpareBytes() {
    return (long) SegmentStock.least(settings.spareSegments()) * settings.segmentBytes();
  }

  /** How often a segment had to be made on the spot, because none was ready. */
  public long unprepared() {
    return unprepared;
  }

  /** No more than that many octets of spares are made ready or kept from now on. */
  public void allowSpares(long octets) {
    if (stock != null) {
      stock.allow((int) Math.max(0, Math.min(octets / settings.segmentBytes(), 1 << 16)));
    }
  }

  /**
   * Begins a segment that needs no room on the disk, if the active one would and there is one.
   *
   * @return whether it did
   */
  public boolean rollToPrepared() throws IOException {
    if (prepared || stock == null || !stock.hasFiles()) {
      return false;
    }
    if (!stock.hasSpare()
        && !stock.lacksRoom()
        && disk.usableBytes() >= settings.segmentBytes()) {
      // The reserve is not touched yet, so the next one would only grow as well.
      return false;
    }
    roll(0);
    return true;
  }

  /** Gives room of the reserve to the disk, when it has less than {@code octets}. */
  public void makeUsable(long octets) throws IOException {
    if (stock != null && disk.usableBytes() < octets && stock.releaseReserve()) {
      log.warn("the disk is full: a part of the reserve was given up");
    }
  }

  /**
   * Gives room of the reserve to the disk when something besides the journal could not be written.
   *
   * @return whether it is worth another attempt
   */
  public boolean makesRoom(IOException why) throws IOException {
    return NoSpace.isMeant(why) && maker.makesRoom(why, 0);
  }

  /**
   * Whether a file ended for want of room, whatever the disk says is free, and the reserve was not
   * whole again since, with room for one more.
   */
  public boolean lacksRoom() {
    return stock != null && stock.lacksRoom();
  }

  /** Octets appended since the journal was opened. */
  public long appended() {
    return appended;
  }

  /** Octets from {@code position} on, as far as they are still there. */
  public long bytesSince(long position) {
    int first = Position.segment(position);
    long bytes = active.end() - (first < oldestSegment() ? 0 : (long) Position.offset(position));
    for (int number = Math.max(first, oldestSegment()); number < active.number(); number++) {
      bytes += segment(number).end();
    }
    return bytes;
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
    return Position.of(active.number(), active.end() + GROUP_HEADER);
  }

  /** The longest payload that the active segment can still take; less than 0 when it is full. */
  public int room() {
    return (capacity - active.end() - GROUP_HEADER - MARK) & -8;
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
        active.file().force();
        unsynced = false;
      }
      int length = prepared ? capacity : 0;
      Segment next = begin(active.number() + 1, payload);
      if (stock != null && !prepared) {
        unprepared++;
      }
      leave(active, length);
      segments.add(active);
      sealedBytes += active.end();
      sealedFileBytes += active.fileBytes();
      active = next;
      done = true;
    } finally {
      broken |= !done;
    }
  }

  /**
   * Says in the last segment's file that there is another behind it, now that this one's name is
   * durable. Nothing hangs on that being synced: whoever deletes the newest file of a running or
   * stopped server finds the mark in the other one, and after a power failure it may be missing.
   *
   * @param length how long the file is, and stays; 0 for it to be cut behind the mark
   */
  private void leave(Segment last, int length) {
    int end = last.end() + MARK;
    try {
      ByteBuffer mark =
          new GroupFrame(journalId, last.number())
              .continued(
                  Position.of(last.number(), last.end()),
                  nextCommit,
                  settings.wallMillis().getAsLong(),
                  head);
      DiskFile.writeFully(last.file(), mark, last.end());
      if (length == 0) {
        last.file().truncate(end);
      }
    } catch (IOException e) {
      // What counts is in the file already; a disk that is full need not end the work.
      log.warn("{} could not be marked as continued", last.path(), e);
    }
    last.fileBytes(length == 0 ? end : length);
  }

  private Segment begin(int number, int payload) throws IOException {
    int needed = SegmentHeader.BYTES + GroupFrame.bytes(payload) + MARK;
    int length = Math.max(settings.segmentBytes(), needed);
    SegmentHeader header =
        new SegmentHeader(
            SegmentHeader.VERSION,
            journalId,
            number,
            epoch,
            nextCommit,
            number == 1 ? 0 : previousEnd(number),
            settings.wallMillis().getAsLong(),
            head,
            length,
            false);
    SegmentMaker.Made made = maker.make(header, needed);
    frame = new GroupFrame(journalId, number);
    capacity = length;
    prepared = made.prepared();
    synced = Position.of(number, SegmentHeader.BYTES);
    syncedCommit = nextCommit;
    String name = name(number);
    return new Segment(
        number, name, disk.describe(name), made.file(), SegmentHeader.BYTES, this::dispose);
  }

  /** During construction the predecessor is the last recovered segment, later the active one. */
  @SuppressWarnings("NullAway") // `active` is not set yet while the first segment is begun
  private long previousEnd(int number) {
    if (active != null && active.number() == number - 1) {
      return active.end();
    }
    return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end();
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
      active.file().force();
      done = true;
    } finally {
      broken |= !done;
    }
    unsynced = false;
    synced = Position.of(active.number(), active.end());
    syncedCommit = nextCommit;
    dropBefore(head);
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
    frame.seal(group, payload);
    int length = group.limit();
    boolean done = false;
    try {
      write(group);
      done = true;
    } finally {
      broken |= !done;
    }
    active.end(active.end() + length);
    appended += length;
    nextCommit++;
    unsynced = true;
    lastGroupEmpty = payload == 0;
    if (stock != null && active.end() > capacity / 4) {
      stock.begin();
    }
  }

  /**
   * Writes to the end of the active segment. When a file that grows finds no room on the disk, the
   * reserve makes some. Nothing is lost by that second attempt: what the first one left lies behind
   * the last group, was never synced, and is overwritten from its first octet on.
   */
  private void write(ByteBuffer group) throws IOException {
    while (true) {
      try {
        DiskFile.writeFully(active.file(), group, active.end());
        return;
      } catch (IOException e) {
        if ((prepared && !NoSpace.isMeant(e)) || !maker.makesRoom(e, group.limit())) {
          throw e;
        }
        group.position(0);
      }
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

  private void dropBefore(int number) {
    while (!segments.isEmpty() && segments.get(0).number() < number) {
      Segment oldest = segments.remove(0);
      sealedBytes -= oldest.end();
      sealedFileBytes -= oldest.fileBytes();
      oldest.release();
    }
  }

  /** The last holder of a dropped segment let go. */
  private void dispose(Segment segment) {
    if (stock != null) {
      stock.recycle(segment);
      return;
    }
    try {
      segment.file().close();
      disk.delete(segment.name());
    } catch (IOException e) {
      // A leftover: the next opening removes it, since the synced head is behind it.
      log.warn("{} could not be deleted", segment.path(), e);
    }
  }

  /** A reader of a segment's groups, from the first on, as far as they are committed now. */
  public GroupReader reader(int number) {
    Segment segment = segment(number);
    return new GroupReader(
        segment.file(),
        number,
        new GroupFrame(journalId, number),
        SegmentHeader.BYTES,
        segment.end());
  }

  /** Octets that can still be written to the disk. */
  public long usableBytes() throws IOException {
    return disk.usableBytes();
  }

  /**
   * Has {@code action} run, by another thread, when {@link #checkAlive} begins to fail.
   *
   * @param action is quick, and harmless without need
   */
  public void whenDead(Runnable action) {
    if (stock != null) {
      stock.whenDead(action);
      if (stock.death() != null) {
        action.run();
      }
    }
  }

  /** Fails when the thread that makes segments ready ended by itself. Cheap. */
  public void checkAlive() throws IOException {
    Throwable death = stock == null ? null : stock.death();
    if (death != null) {
      throw new IOException("the thread that makes segments ready died: " + death, death);
    }
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
      all.add(active.file());
      for (Segment segment : segments) {
        all.add(segment.file());
      }
      if (stock != null) {
        all.add(stock);
      }
      if (!broken) {
        seal();
        active.file().force();
      }
    }
  }
}
