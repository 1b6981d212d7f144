package org.messagecenter.store.queue;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.checkpoint.CheckpointHeader;
import org.messagecenter.store.checkpoint.CheckpointWriter;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.Position;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a checkpoint is due, and copies the index for it, a little between two commits. For
 * the store's thread. Why the copy is right is told in the package's description.
 */
final class Checkpointer {

  private static final Logger log = LoggerFactory.getLogger(Checkpointer.class);

  private final StoreSettings settings;
  private final Disk disk;
  private final Journal journal;
  private final Counters counters;
  private final List<SnapshotPart> parts;
  private final Runnable wake;

  /** Of the checkpoint on disk; 0 when there is none that is known. */
  private long lastPosition;

  private long lastBytes;

  /** {@link Journal#appended} when the last one began, finished or not; negative after opening. */
  private long lastAppended;

  private @Nullable CheckpointWriter writer;
  private long position;
  private int part;
  private boolean copied;

  /**
   * @param wake ends the waiting of the store's thread, from any thread
   */
  Checkpointer(
      StoreSettings settings, Disk disk, Opening opening, Counters counters, Runnable wake) {
    this.settings = settings;
    this.disk = disk;
    this.journal = opening.journal;
    this.counters = counters;
    this.parts = opening.parts;
    this.wake = wake;
    lastPosition = opening.checkpointPosition;
    lastBytes = opening.checkpointBytes;
    lastAppended = -(lastPosition == 0 ? journal.bytes() : journal.bytesSince(lastPosition));
    counters.checkpointBytes.lazySet(lastBytes);
  }

  /** Whether the next step would get on, though nothing else happens. */
  boolean hasWork() {
    CheckpointWriter current = writer;
    return current != null && !copied && !parts.get(part).isWaiting() && current.hasFree();
  }

  /** Gets on a little. Everything that is in the index must be synced. */
  void step() {
    CheckpointWriter current = writer;
    if (current == null) {
      if (isDue() && !counters.full && mayBegin()) {
        begin();
      }
      return;
    }
    if (current.isDone()) {
      end(current);
    } else if (counters.full) {
      // Once is enough; what was copied to its end is all but written.
      if (!copied) {
        copied = true;
        current.stop();
      }
    } else if (hasWork()) {
      copy(current);
    }
  }

  private boolean isDue() {
    long least = settings.checkpointBytes();
    long since = journal.appended() - lastAppended;
    if (least == 0 || since < least) {
      return false;
    }
    // Without its first segment a checkpoint is worth nothing.
    return since >= 2 * lastBytes || Position.segment(lastPosition) <= journal.oldestSegment() + 1;
  }

  private boolean mayBegin() {
    for (SnapshotPart each : parts) {
      if (!each.mayBegin()) {
        return false;
      }
    }
    return true;
  }

  private void begin() {
    position = journal.synced();
    lastAppended = journal.appended();
    part = 0;
    copied = false;
    for (SnapshotPart each : parts) {
      each.begin(position);
    }
    CheckpointHeader header =
        new CheckpointHeader(
            journal.id(),
            position,
            journal.syncedCommit(),
            settings.wallMillis().getAsLong(),
            journal.oldestSegment());
    writer = new CheckpointWriter(disk, header, settings.backgroundBytes(), wake);
  }

  private void copy(CheckpointWriter current) {
    ByteBuffer out = current.take();
    if (out == null) {
      return;
    }
    SnapshotPart from = parts.get(part);
    int entries = from.write(out);
    current.put(from.section(), entries, out);
    if (from.isWritten()) {
      part++;
      if (part == parts.size()) {
        copied = true;
        current.finish(journal.synced());
      }
    }
  }

  private void end(CheckpointWriter current) {
    writer = null;
    Throwable failure = current.failure();
    if (failure != null) {
      log.warn("no checkpoint could be written; will try again later", failure);
      return;
    }
    lastPosition = position;
    lastBytes = current.bytes();
    counters.checkpointBytes.lazySet(lastBytes);
    counters.checkpoints.add(1);
    log.info(
        "checkpoint of {} octets written, from segment {} on",
        lastBytes,
        Position.segment(lastPosition));
  }

  /** Octets on disk besides the journal's. */
  long bytes() {
    CheckpointWriter current = writer;
    return lastBytes + (current == null ? 0 : current.bytes());
  }

  /** Gives up what is being written. */
  void close() {
    CheckpointWriter current = writer;
    if (current != null) {
      current.close();
    }
  }
}
