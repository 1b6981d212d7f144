package org.messagecenter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives segments their files: one that was made ready, else a new one that grows, and when the disk
 * has no room for that, one of the reserve. For the journal's thread.
 *
 * <p>That thread may be faster than those that give files and room back: the stock's, which has
 * dropped segments to rename or delete, files to give up that it was making, and deletions to try
 * again; and readers, who hold dropped segments until they have read them. So where there is
 * nothing left, but they still have something, it waits for them: {@link #begin} to the end of one
 * segment's making or one group's writing, for a limited time in all. It waits on the stock's
 * monitor, which the others hold for a few steps only; and none of them needs the journal's thread
 * for what it gives back: the stock's thread needs the disk, a reader lets go before it hands over
 * what it read. They all wait in turn for nobody. What only the journal's own thread could give
 * back, segments to be dropped by a later group, is not waited for; nor is the archive, which
 * merely makes such segments.
 */
final class SegmentMaker {

  private static final Logger log = LoggerFactory.getLogger(SegmentMaker.class);

  /** Follows the name of a segment that is being made. */
  static final String UNFINISHED = ".new";

  /** A disk with less than this to spare is taken for full. */
  private static final int LITTLE = 1 << 16;

  private final Disk disk;
  private final int segmentBytes;
  private final @Nullable SegmentStock stock;
  private final long roomNanos;

  /** What the stock had done when the last attempt began. */
  private long seen;

  /** Until when what is being done now may wait; 0 as long as it has not. */
  private long deadline;

  /**
   * @param prepared whether the file has all its blocks already
   */
  record Made(DiskFile file, boolean prepared) {}

  /**
   * @param roomMillis how long to wait for room that others are about to give back
   */
  SegmentMaker(Disk disk, int segmentBytes, @Nullable SegmentStock stock, long roomMillis) {
    this.disk = disk;
    this.segmentBytes = segmentBytes;
    this.stock = stock;
    this.roomNanos = TimeUnit.MILLISECONDS.toNanos(roomMillis);
  }

  /** Something else is going to be written, which may wait for room anew. */
  void begin() {
    deadline = 0;
    if (stock != null) {
      seen = stock.jobsDone();
    }
  }

  /**
   * Makes a segment that holds its header; durable, with its name, when this returns.
   *
   * @param header for a file that grows
   * @param needed how long the file must be at least
   */
  Made make(SegmentHeader header, int needed) throws IOException {
    String name = Journal.name(header.number());
    begin();
    try (Handles opened = new Handles()) {
      SegmentStock.Spare file = needed > segmentBytes ? null : ready(needed);
      boolean prepared = file != null;
      while (file == null) {
        try {
          file = grow(name + UNFINISHED, header);
        } catch (IOException e) {
          file = instead(e, needed);
          prepared = file != null;
        }
      }
      opened.add(file.file());
      if (prepared) {
        DiskFile.writeFully(file.file(), header.prepared().encode(), 0);
        file.file().force();
      }
      // Not before: under its name a file has its header and its length, whatever happens.
      disk.rename(file.name(), name);
      disk.sync();
      opened.release();
      return new Made(file.file(), prepared);
    }
  }

  /** A file for the segment; null when there is none ready, and the disk has room for another. */
  private SegmentStock.@Nullable Spare ready(int needed) throws IOException {
    if (stock == null) {
      return null;
    }
    SegmentStock.Spare spare = stock.take();
    if (spare != null) {
      return spare;
    }
    return stock.lacksRoom() || disk.usableBytes() < segmentBytes + (long) needed
        ? stock.takeReserve()
        : null;
  }

  /** A new file, which is gone again when that fails: nothing was in it yet. */
  private SegmentStock.Spare grow(String name, SegmentHeader header) throws IOException {
    DiskFile file = disk.create(name);
    try (Handles opened = new Handles()) {
      opened.add(() -> disk.delete(name));
      opened.add(file);
      DiskFile.writeFully(file, header.encode(), 0);
      // All between is a hole: it takes no room before it is written.
      DiskFile.writeFully(file, ByteBuffer.allocate(1), header.fileBytes() - 1L);
      file.force();
      opened.release();
    }
    return new SegmentStock.Spare(name, file);
  }

  /**
   * What becomes the segment when no new file could be made; null when that may be tried again.
   *
   * @throws IOException the same, when it was not for want of room, or there is none to come
   */
  private SegmentStock.@Nullable Spare instead(IOException why, int needed) throws IOException {
    if (needed > segmentBytes) {
      if (!makesRoom(why, needed)) {
        throw why;
      }
      return null;
    }
    if (stock == null || !(NoSpace.isMeant(why) || disk.usableBytes() < segmentBytes)) {
      throw why;
    }
    stock.noteNoRoom();
    SegmentStock.Spare spare = stock.takeAny();
    if (spare == null) {
      if (!awaitRoom(stock, why)) {
        throw why;
      }
      return stock.takeAny();
    }
    log.warn("the disk is full: a part of the reserve becomes the next segment", why);
    return spare;
  }

  /**
   * Waits until others gave something back, a file or room.
   *
   * @return whether it is worth another attempt
   */
  private boolean awaitRoom(SegmentStock from, IOException why) {
    if (deadline == 0) {
      deadline = System.nanoTime() + roomNanos;
      log.warn("the disk is full: waiting for what is about to be given back", why);
    }
    boolean more = from.awaitJob(seen, deadline);
    seen = from.jobsDone();
    return more;
  }

  /**
   * Gives a file of the reserve, or one made ready, to the disk after a write failed, if more room
   * is what it needs. Where there is none, waits for what others give back.
   *
   * @param octets what was to be written
   * @return whether it is worth another attempt
   */
  boolean makesRoom(IOException why, int octets) throws IOException {
    if (stock == null) {
      return false;
    }
    if (NoSpace.isMeant(why)) {
      stock.noteNoRoom();
    } else if (disk.usableBytes() >= (long) octets + LITTLE) {
      return false;
    }
    if (!stock.releaseAny()) {
      return awaitRoom(stock, why);
    }
    log.warn("the disk is full: a part of the reserve was given up", why);
    return true;
  }
}
