package org.messagecenter.store.history;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the thread that writes does in each of its rounds. When something cannot be written it is
 * off for a while, and what comes meanwhile is left out; one line in the log says so, and another
 * when it is on again.
 */
final class HistoryWriter {

  private static final Logger log = LoggerFactory.getLogger(HistoryWriter.class);

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Intake intake;
  private final HistoryLog.Opener opener;
  private final HistoryLimits limits;
  private final LongSupplier wallMillis;
  private final LongSupplier nanoTime;
  private final ArrayDeque<Block> taken = new ArrayDeque<>();

  private @Nullable LogWriter writer;
  private long retryAt;

  // Read by other threads; written by this one only.
  private volatile @Nullable LogFiles files;
  private volatile boolean off;
  private final LongAdder written = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failures = new LongAdder();

  HistoryWriter(
      Intake intake,
      HistoryLog.Opener opener,
      HistoryLimits limits,
      LongSupplier wallMillis,
      LongSupplier nanoTime) {
    this.intake = intake;
    this.opener = opener;
    this.limits = limits;
    this.wallMillis = wallMillis;
    this.nanoTime = nanoTime;
  }

  /**
   * Writes all that was noted until now.
   *
   * @return whether there may be a log to index
   */
  boolean round() {
    try {
      return writeAll();
    } catch (RuntimeException | Error e) {
      // What was taken and not written yet is so in the next round.
      failed(e);
      return true;
    }
  }

  private boolean writeAll() {
    boolean turned = false;
    if (files == null && !(off && isTooEarly())) {
      turned = open();
    }
    intake.take(taken);
    for (Block block; (block = taken.poll()) != null; ) {
      try {
        turned |= write(block);
      } finally {
        intake.giveBack(block);
      }
    }
    LogWriter current = writer;
    return (current != null && current.turnIfDue(0)) || turned;
  }

  private boolean isTooEarly() {
    return nanoTime.getAsLong() - retryAt < 0;
  }

  private boolean open() {
    try {
      Disk opened = opener.open();
      LogFiles found = new LogFiles(opened);
      found.load();
      found.tidy();
      writer = new LogWriter(opened, found, limits, wallMillis);
      files = found;
      return true;
    } catch (IOException | RuntimeException | Error e) {
      failed(e);
      return false;
    }
  }

  private boolean write(Block block) {
    LogWriter current = writer;
    if (current == null || (off && isTooEarly())) {
      dropped.add(block.count());
      return false;
    }
    try {
      boolean turned = current.write(block);
      written.add(block.count());
      if (off) {
        off = false;
        log.info("the history of messages is written again; {} steps are missing", dropped());
      }
      return turned;
    } catch (IOException | RuntimeException | Error e) {
      dropped.add(block.count());
      failed(e);
      return true;
    }
  }

  private void failed(Throwable cause) {
    failures.increment();
    retryAt = nanoTime.getAsLong() + RETRY_NANOS;
    if (!off) {
      off = true;
      log.warn(
          "the history of messages is not written for now, nothing else is concerned: {}",
          cause.toString());
    }
  }

  /** Ends the log that is open. */
  void end() {
    LogWriter current = writer;
    if (current != null) {
      current.end();
    }
  }

  /** Null as long as the directory could not be opened. */
  @Nullable LogFiles files() {
    return files;
  }

  boolean isOff() {
    return off;
  }

  long written() {
    return written.sum();
  }

  long dropped() {
    return dropped.sum();
  }

  long failures() {
    return failures.sum();
  }
}
