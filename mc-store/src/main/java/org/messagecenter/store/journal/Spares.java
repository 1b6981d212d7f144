package org.messagecenter.store.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that a journal keeps ready to become segments, and its reserve for a full disk. */
public final class Spares {

  private static final Logger log = LoggerFactory.getLogger(Spares.class);

  private final Disk disk;
  private final JournalSettings settings;
  private final @Nullable SegmentStock stock;
  private final SegmentMaker maker;

  /**
   * @param opened takes what is to be closed
   */
  Spares(Disk disk, JournalSettings settings, Handles opened) throws IOException {
    this.disk = disk;
    this.settings = settings;
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
    maker = new SegmentMaker(disk, settings.segmentBytes(), stock, settings.roomMillis());
  }

  /** Makes segments of them. */
  SegmentMaker maker() {
    return maker;
  }

  /** Whether any are kept at all. */
  boolean areKept() {
    return stock != null;
  }

  /** Whether a segment could begin that needs no room on the disk, where a new file might. */
  boolean isBetterThanNew() throws IOException {
    if (stock == null || !stock.hasFiles()) {
      return false;
    }
    // As long as the reserve is not touched, the next one would only grow as well.
    return stock.hasSpare() || stock.lacksRoom() || disk.usableBytes() < settings.segmentBytes();
  }

  /** Has the next one made ready. */
  void begin() {
    if (stock != null) {
      stock.begin();
    }
  }

  /** A segment is dropped: it comes back as soon as nobody reads it any more. */
  void expect() {
    if (stock != null) {
      stock.expect();
    }
  }

  /** The last holder of a dropped segment let go. */
  void recycle(Segment segment) {
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

  /** Has them closed with the others. */
  void closeWith(Handles all) {
    if (stock != null) {
      all.add(stock);
    }
  }

  /**
   * Octets of the files kept ready, or being made so, to become segments, and of those that could
   * not be deleted yet.
   */
  public long bytes() {
    return stock == null
        ? 0
        : (long) stock.spares() * settings.segmentBytes() + stock.discardedBytes();
  }

  /** Octets of the files that may become segments now. */
  public long readyBytes() {
    return stock == null ? 0 : (long) stock.ready() * settings.segmentBytes();
  }

  /** Octets of the files kept for when the disk is full. */
  public long reservedBytes() {
    return stock == null ? 0 : stock.reserved();
  }

  /** Octets of spares that are kept even when {@link #allow} leaves no room for them. */
  public long leastBytes() {
    return (long) SpareTarget.least(settings.spareSegments()) * settings.segmentBytes();
  }

  /** No more than that many octets of spares are made ready or kept from now on. */
  public void allow(long octets) {
    if (stock != null) {
      stock.allow((int) Math.max(0, Math.min(octets / settings.segmentBytes(), 1 << 16)));
    }
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
}
