package org.messagecenter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives segments their files: one that was made ready, else a new one that grows, and when the disk
 * has no room for that, one of the reserve.
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

  /**
   * @param prepared whether the file has all its blocks already
   */
  record Made(DiskFile file, boolean prepared) {}

  SegmentMaker(Disk disk, int segmentBytes, @Nullable SegmentStock stock) {
    this.disk = disk;
    this.segmentBytes = segmentBytes;
    this.stock = stock;
  }

  /**
   * Makes a segment that holds its header; durable, with its name, when this returns.
   *
   * @param header for a file that grows
   * @param needed how long the file must be at least
   */
  Made make(SegmentHeader header, int needed) throws IOException {
    String name = Journal.name(header.number());
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
   * @throws IOException the same, when it was not for want of room, or there is no reserve
   */
  private SegmentStock.@Nullable Spare instead(IOException why, int needed) throws IOException {
    if (needed > segmentBytes) {
      if (!makesRoom(why, needed)) {
        throw why;
      }
      return null;
    }
    SegmentStock.Spare spare = null;
    if (stock != null && (NoSpace.isMeant(why) || disk.usableBytes() < segmentBytes)) {
      stock.noteNoRoom();
      spare = stock.takeReserve();
    }
    if (spare == null) {
      throw why;
    }
    log.warn("the disk is full: a part of the reserve becomes the next segment", why);
    return spare;
  }

  /**
   * Gives a part of the reserve to the disk after a write failed, if more room is what it needs.
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
    if (!stock.releaseReserve()) {
      return false;
    }
    log.warn("the disk is full: a part of the reserve was given up", why);
    return true;
  }
}
