package org.messagecenter.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps files ready to become segments: dropped segments, and new files full of zeros. Syncing a
 * write into blocks that were written before takes about two thirds of the time of one that makes
 * the file grow. A thread of its own does the work, in small paced steps, because zero-filling
 * competes with the journal for the disk.
 */
final class SegmentStock implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(SegmentStock.class);

  private static final String PREFIX = "spare-";
  private static final int CHUNK = 1 << 20;
  private static final long PAUSE_MILLIS = 2;
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 5_000;

  /** A file that may be renamed to a segment. */
  record Spare(String name, DiskFile file) {}

  private final Disk disk;
  private final int segmentBytes;
  private final int wanted;
  private final Thread thread = new Thread(this::run, "store-segments");

  // All below is guarded by `this`.
  private final ArrayDeque<Spare> ready = new ArrayDeque<>();
  private final ArrayDeque<Segment> dropped = new ArrayDeque<>();
  private boolean filling;
  private boolean closed;
  private long lastName;

  SegmentStock(Disk disk, int segmentBytes, int wanted) throws IOException {
    this.disk = disk;
    this.segmentBytes = segmentBytes;
    this.wanted = wanted;
    adopt();
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes over what an earlier run prepared; half-made files go. */
  private void adopt() throws IOException {
    for (String name : disk.list()) {
      if (!name.startsWith(PREFIX)) {
        continue;
      }
      DiskFile file = disk.open(name);
      if (file.size() == segmentBytes && ready.size() < wanted) {
        lastName = Math.max(lastName, Long.parseLong(name.substring(PREFIX.length())));
        ready.add(new Spare(name, file));
      } else {
        file.close();
        disk.delete(name);
      }
    }
  }

  /** A file ready for use, which the caller owns from now on; null when there is none. */
  synchronized @Nullable Spare take() {
    Spare spare = ready.poll();
    notifyAll();
    return spare;
  }

  /** From now on new spares are made; before, an idle store takes no disk for them. */
  synchronized void begin() {
    if (!filling) {
      filling = true;
      notifyAll();
    }
  }

  /** Takes over the file of a segment that nobody needs any more. */
  synchronized void recycle(Segment segment) {
    dropped.add(segment);
    notifyAll();
  }

  private void run() {
    while (true) {
      Segment old;
      synchronized (this) {
        while (!closed && dropped.isEmpty() && !(filling && ready.size() < wanted)) {
          if (!pause(0)) {
            return;
          }
        }
        if (closed) {
          return;
        }
        old = dropped.poll();
      }
      try {
        if (old != null) {
          reuse(old);
        } else {
          make();
        }
      } catch (IOException e) {
        log.warn("no spare segment could be made ready; will try again", e);
        synchronized (this) {
          if (!pause(PAUSE_AFTER_FAILURE_MILLIS)) {
            return;
          }
        }
      }
    }
  }

  private void reuse(Segment old) throws IOException {
    boolean keep;
    String name;
    synchronized (this) {
      keep = ready.size() < wanted;
      name = PREFIX + ++lastName;
    }
    if (!keep || old.file().size() != segmentBytes) {
      old.file().close();
      disk.delete(old.name());
      return;
    }
    disk.rename(old.name(), name);
    // The old name must be gone for good before the content changes.
    disk.sync();
    synchronized (this) {
      ready.add(new Spare(name, old.file()));
    }
  }

  private void make() throws IOException {
    String name;
    synchronized (this) {
      name = PREFIX + ++lastName;
    }
    DiskFile file = disk.create(name);
    boolean whole = false;
    try {
      ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(CHUNK, segmentBytes));
      for (long at = 0; at < segmentBytes; at += zeros.limit()) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), segmentBytes - at));
        DiskFile.writeFully(file, zeros, at);
        file.force();
        synchronized (this) {
          if (!pause(PAUSE_MILLIS)) {
            return;
          }
        }
      }
      whole = true;
    } finally {
      if (!whole) {
        file.close();
        disk.delete(name);
      }
    }
    synchronized (this) {
      ready.add(new Spare(name, file));
    }
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
    for (Spare spare : ready) {
      spare.file().close();
    }
    for (Segment segment : dropped) {
      segment.file().close();
      disk.delete(segment.name());
    }
  }
}
