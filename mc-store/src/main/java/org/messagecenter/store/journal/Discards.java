package org.messagecenter.store.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files that nobody needs. One that cannot be deleted is tried again, and counts as long as
 * it is there. For one thread, but for {@link #bytes}.
 */
final class Discards {

  private static final Logger log = LoggerFactory.getLogger(Discards.class);

  private record File(String name, long bytes) {}

  private final Disk disk;
  private final long retryNanos;
  private final ArrayDeque<File> left = new ArrayDeque<>();
  private final AtomicLong bytes = new AtomicLong();
  private long retryAt;

  /**
   * @param retryMillis how long after a failure the next attempt may be made
   */
  Discards(Disk disk, long retryMillis) {
    this.disk = disk;
    this.retryNanos = TimeUnit.MILLISECONDS.toNanos(retryMillis);
  }

  /**
   * Closes and deletes a file, at once or later.
   *
   * @param octets what it takes of the disk
   */
  void discard(String name, DiskFile file, long octets) {
    try {
      file.close();
    } catch (IOException e) {
      log.warn("{} could not be closed", disk.describe(name), e);
    }
    try {
      disk.delete(name);
    } catch (IOException e) {
      log.warn("{} could not be deleted; will try again", disk.describe(name), e);
      left.add(new File(name, octets));
      bytes.addAndGet(octets);
      retryAt = System.nanoTime() + retryNanos;
    }
  }

  /** Octets of the files that are still to go. Any thread. */
  long bytes() {
    return bytes.get();
  }

  boolean isEmpty() {
    return left.isEmpty();
  }

  /** Whether there is something to be tried again now. */
  boolean isDue() {
    return !left.isEmpty() && System.nanoTime() - retryAt >= 0;
  }

  /** Tries all once more; those that cannot be deleted now stay. */
  void retry() {
    retryAt = System.nanoTime() + retryNanos;
    for (int count = left.size(); count > 0; count--) {
      File file = left.remove();
      try {
        disk.delete(file.name());
        bytes.addAndGet(-file.bytes());
      } catch (IOException e) {
        log.debug("{} could still not be deleted", disk.describe(file.name()), e);
        left.add(file);
      }
    }
  }
}
