package org.messagecenter.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps files ready to become segments: dropped segments, and new files full of zeros. Syncing a
 * write into blocks that were written before takes about two thirds of the time of one that makes
 * the file grow. A thread of its own does the work, in small paced steps, because zero-filling
 * competes with the journal for the disk.
 *
 * <p>Some of the files are the reserve: they are handed out when the disk has no room for new ones,
 * so that who fills the volume takes nothing from those that the store still has to write.
 */
final class SegmentStock implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(SegmentStock.class);

  static final String SPARE = "spare-";
  static final String RESERVE = "reserve-";

  private static final int CHUNK = 1 << 20;
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 5_000;
  private static final long SPACE_CHECK_MILLIS = 500;

  /** After a file ended for want of room, what there is is the writer's for so long. */
  private static final long NO_ROOM_MILLIS = 1_000;

  /** A file that may be renamed to a segment. */
  record Spare(String name, DiskFile file) {}

  /** What the thread can do next. */
  private enum Job {
    DISCARD,
    RECYCLE,
    TRIM,
    MAKE_RESERVE,
    MAKE_SPARE
  }

  private final Disk disk;
  private final int segmentBytes;
  private final int most;
  private final int least;
  private final int reserveCount;

  /** Of the thread alone. */
  private final Discards discards;

  private final Thread thread = new Thread(this::run, "store-segments");

  // All below is guarded by `this`.
  private final ArrayDeque<Spare> ready = new ArrayDeque<>();
  private final ArrayDeque<Spare> reserve = new ArrayDeque<>();
  private final ArrayDeque<Segment> dropped = new ArrayDeque<>();
  private boolean filling;
  private boolean closed;
  private long lastName;
  private final SpareTarget target;

  /** How many spares the owner has room for. */
  private int allowed;

  private boolean making;

  /** Whether the thread is at some job. */
  private boolean busy;

  /** How many segments were dropped that somebody still reads. */
  private int expected;

  /** How many jobs came to an end; written under the lock. */
  private volatile long jobsDone;

  /** Whether a file ended for want of room, and nothing has shown since that there is some. */
  private boolean noRoom;

  private long noRoomAt;

  private volatile @Nullable Throwable death;
  private volatile Runnable whenDead = () -> {};

  /**
   * @param most how many spares are kept at most
   * @param reserveCount how many files the reserve has
   */
  SegmentStock(Disk disk, int segmentBytes, int most, int reserveCount) throws IOException {
    this.disk = disk;
    this.segmentBytes = segmentBytes;
    this.most = most;
    this.least = SpareTarget.least(most);
    this.reserveCount = reserveCount;
    discards = new Discards(disk, PAUSE_AFTER_FAILURE_MILLIS);
    target = new SpareTarget(most, System.nanoTime());
    allowed = most;
    try (Handles opened = new Handles()) {
      adopt(opened);
      thread.setDaemon(true);
      thread.start();
      opened.release();
    }
  }

  /** Takes over what an earlier run prepared; half-made files go. */
  private void adopt(Handles opened) throws IOException {
    for (String name : disk.list()) {
      boolean spare = name.startsWith(SPARE);
      if (!spare && !name.startsWith(RESERVE)) {
        continue;
      }
      String digits = name.substring(spare ? SPARE.length() : RESERVE.length());
      DiskFile file = opened.add(disk.open(name));
      ArrayDeque<Spare> shelf = spare ? ready : reserve;
      if (file.size() == segmentBytes && shelf.size() < (spare ? most : reserveCount)) {
        lastName = Math.max(lastName, Long.parseLong(digits));
        shelf.add(new Spare(name, file));
      } else {
        file.close();
        disk.delete(name);
      }
    }
  }

  /** A file ready for use, which the caller owns from now on; null when there is none. */
  synchronized @Nullable Spare take() {
    Spare spare = ready.poll();
    target.taken(spare != null, System.nanoTime());
    notifyAll();
    return spare;
  }

  /** A file of the reserve, for when the disk has no room; null when there is none. */
  synchronized @Nullable Spare takeReserve() {
    filling = true;
    notifyAll();
    return reserve.poll();
  }

  /** One of the reserve, else one made ready; null when there is none. */
  synchronized @Nullable Spare takeAny() {
    Spare spare = takeReserve();
    return spare == null ? ready.poll() : spare;
  }

  /** Gives the room of one file of the reserve back to the disk; false when there is none. */
  boolean releaseReserve() throws IOException {
    return release(takeReserve());
  }

  /** The same with one made ready if there is no reserve. */
  boolean releaseAny() throws IOException {
    return release(takeAny());
  }

  private boolean release(@Nullable Spare spare) throws IOException {
    if (spare == null) {
      return false;
    }
    spare.file().close();
    disk.delete(spare.name());
    disk.sync();
    return true;
  }

  /** How many jobs the thread has done: after each there may be another file, or more room. */
  long jobsDone() {
    return jobsDone;
  }

  /**
   * Waits until the thread has done a job more.
   *
   * @param before how many it had done
   * @param deadline when to give up, monotonic nanoseconds
   * @return whether it did; else there is none to come, or it is too late
   */
  synchronized boolean awaitJob(long before, long deadline) {
    // Ends the thread's pause, if it is in one.
    notifyAll();
    while (true) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      if (jobsDone != before) {
        return true;
      }
      if (!hasSomethingToGiveBack()) {
        return false;
      }
      try {
        wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      } catch (InterruptedException e) {
        // Nobody of ours interrupts; an interrupt would close the channels, so take it as the end.
        return false;
      }
    }
  }

  private synchronized boolean hasSomethingToGiveBack() {
    boolean works = death == null && !closed;
    return works && (busy || !dropped.isEmpty() || expected > 0 || discards.bytes() > 0);
  }

  /** A file ended for want of room, whatever the disk says is free. */
  synchronized void noteNoRoom() {
    noRoom = true;
    noRoomAt = System.nanoTime();
    filling = true;
    notifyAll();
  }

  /** Whether that is so still: not once the reserve is whole, and a file more could be made. */
  synchronized boolean lacksRoom() {
    return noRoom;
  }

  /** From now on new files are made; before, an idle store takes no disk for them. */
  synchronized void begin() {
    if (!filling) {
      filling = true;
      notifyAll();
    }
  }

  /** Has room for so many spares from now on; those beyond go, but for the last few. */
  synchronized void allow(int spares) {
    if (allowed != spares) {
      allowed = spares;
      notifyAll();
    }
  }

  /** How many spares are ready or being made. */
  synchronized int spares() {
    return ready.size() + (making ? 1 : 0);
  }

  /** Octets of files that should be gone, but could not be deleted yet. */
  long discardedBytes() {
    return discards.bytes();
  }

  /** Why the thread ended that makes files; null as long as it works. Any thread. */
  @Nullable Throwable death() {
    return death;
  }

  /** Has that run, by the thread that dies, when {@link #death} comes. */
  void whenDead(Runnable action) {
    whenDead = action;
  }

  /** How many spares are ready. */
  synchronized int ready() {
    return ready.size();
  }

  /** Whether files can be had without room on the disk. */
  synchronized boolean hasFiles() {
    return !ready.isEmpty() || !reserve.isEmpty();
  }

  /** Whether a spare is ready. */
  synchronized boolean hasSpare() {
    return !ready.isEmpty();
  }

  /** Octets of the reserve that are there. */
  synchronized long reserved() {
    return (long) reserve.size() * segmentBytes;
  }

  /** A segment was dropped, and is going to come to {@link #recycle}. */
  synchronized void expect() {
    expected++;
  }

  /** Takes over the file of a segment that nobody needs any more. */
  synchronized void recycle(Segment segment) {
    expected = Math.max(0, expected - 1);
    dropped.add(segment);
    notifyAll();
  }

  private void run() {
    try {
      work();
    } catch (RuntimeException | Error e) {
      death = e;
      whenDead.run();
    } finally {
      jobDone();
    }
  }

  /** Whoever waits for files or room may look again. */
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // written under the lock only
  private synchronized void jobDone() {
    busy = false;
    jobsDone++;
    notifyAll();
  }

  private void work() {
    boolean failing = false;
    while (true) {
      Job job = next();
      if (job == null) {
        return;
      }
      try {
        switch (job) {
          case DISCARD -> discards.retry();
          case RECYCLE -> recycleOne();
          case TRIM -> trim();
          case MAKE_RESERVE -> make(RESERVE, reserve);
          case MAKE_SPARE -> make(SPARE, ready);
        }
        failing = false;
        jobDone();
      } catch (IOException e) {
        jobDone();
        if (!failing) {
          log.warn("no segment could be made ready; will try again", e);
        }
        failing = true;
        if (NoSpace.isMeant(e)) {
          noteNoRoom();
        }
        synchronized (this) {
          if (!pause(PAUSE_AFTER_FAILURE_MILLIS)) {
            return;
          }
        }
      }
    }
  }

  /** Waits for something to do; null when the stock was closed. */
  private @Nullable Job next() {
    while (true) {
      Job job;
      synchronized (this) {
        job = job();
        making = job == Job.MAKE_SPARE;
        busy = job != null;
        if (closed || (job == null && !pause(noRoom || !discards.isEmpty() ? NO_ROOM_MILLIS : 0))) {
          return null;
        }
      }
      boolean makes = job == Job.MAKE_RESERVE || job == Job.MAKE_SPARE;
      if (job != null && (!makes || hasRoom(segmentBytes))) {
        return job;
      }
      synchronized (this) {
        making = false;
        if (busy) {
          busy = false;
          notifyAll();
        }
        if (job != null && !pause(SPACE_CHECK_MILLIS)) {
          return null;
        }
      }
    }
  }

  private @Nullable Job job() {
    if (discards.isDue()) {
      return Job.DISCARD;
    }
    if (!dropped.isEmpty()) {
      return Job.RECYCLE;
    }
    if (ready.size() > Math.max(least, allowed)) {
      return Job.TRIM;
    }
    if (!filling || isLeftToTheWriter()) {
      return null;
    }
    if (reserve.size() < reserveCount) {
      return Job.MAKE_RESERVE;
    }
    // One more than wanted shows whether there is room again.
    return noRoom || ready.size() < Math.min(target.count(), allowed) ? Job.MAKE_SPARE : null;
  }

  private synchronized boolean isLeftToTheWriter() {
    return noRoom && System.nanoTime() - noRoomAt < TimeUnit.MILLISECONDS.toNanos(NO_ROOM_MILLIS);
  }

  /** Whether the disk can take so many octets more, and something else besides. */
  private boolean hasRoom(long octets) {
    try {
      return disk.usableBytes() >= octets + segmentBytes / 4;
    } catch (IOException e) {
      log.warn("the free space of the disk is not known", e);
      return false;
    }
  }

  private void recycleOne() throws IOException {
    Segment old;
    boolean forReserve;
    boolean keep;
    String name;
    synchronized (this) {
      old = dropped.remove();
    }
    // One that was not made ready, and grew as it was written, still has to get its length.
    long missing = segmentBytes - old.fileBytes();
    boolean fits = missing == 0 || (missing > 0 && hasRoom(missing));
    synchronized (this) {
      forReserve = fits && reserve.size() < reserveCount;
      keep = forReserve || (fits && ready.size() < Math.min(most, allowed));
      name = (forReserve ? RESERVE : SPARE) + ++lastName;
    }
    String now = old.name();
    boolean done = false;
    try {
      if (keep) {
        disk.rename(now, name);
        now = name;
        // The old name must be gone for good before the content changes.
        disk.sync();
        done = missing == 0 || fill(old.file(), old.fileBytes());
      }
    } finally {
      if (done) {
        synchronized (this) {
          (forReserve ? reserve : ready).add(new Spare(name, old.file()));
        }
      } else {
        discards.discard(now, old.file(), old.fileBytes());
      }
    }
  }

  private void trim() {
    Spare spare;
    synchronized (this) {
      spare = ready.pollLast();
    }
    if (spare != null) {
      discards.discard(spare.name(), spare.file(), segmentBytes);
    }
  }

  private void make(String prefix, ArrayDeque<Spare> shelf) throws IOException {
    String name;
    synchronized (this) {
      name = prefix + ++lastName;
    }
    boolean whole = false;
    DiskFile file = disk.create(name);
    try {
      whole = fill(file, 0);
    } finally {
      if (!whole) {
        discards.discard(name, file, segmentBytes);
      }
      synchronized (this) {
        making = false;
        if (whole) {
          shelf.add(new Spare(name, file));
          noRoom &= reserve.size() < reserveCount;
        }
      }
    }
  }

  /**
   * Writes zeros from an offset on; false when the stock was closed meanwhile, or the writer found
   * no room.
   */
  private boolean fill(DiskFile file, long from) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(CHUNK, segmentBytes));
    for (long at = from; at < segmentBytes; at += zeros.limit()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), segmentBytes - at));
      DiskFile.writeFully(file, zeros, at);
      file.force();
      synchronized (this) {
        long millis = target.pauseMillis(ready.isEmpty(), Math.max(1, segmentBytes / CHUNK));
        if ((millis > 0 ? !pause(millis) : closed) || isLeftToTheWriter()) {
          return false;
        }
      }
    }
    return true;
  }

  /** Waits, 0 for as long as it takes; false when the stock was closed. */
  @SuppressWarnings("WaitNotInLoop") // the callers loop; an early return costs nothing
  private synchronized boolean pause(long millis) {
    try {
      if (!closed) {
        wait(millis);
      }
    } catch (InterruptedException e) {
      // Nobody of ours interrupts; an interrupt would close the channels, so take it as the end.
      return false;
    }
    return !closed;
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    discards.retry();
    for (Segment segment : dropped) {
      discards.discard(segment.name(), segment.file(), segment.fileBytes());
    }
    try (Handles files = new Handles()) {
      ready.forEach(spare -> files.add(spare.file()));
      reserve.forEach(spare -> files.add(spare.file()));
    }
  }
}
