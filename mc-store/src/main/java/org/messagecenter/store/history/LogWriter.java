package org.messagecenter.store.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes blocks into logs, a new log whenever one is full or old enough. For one thread. */
final class LogWriter {

  private static final Logger log = LoggerFactory.getLogger(LogWriter.class);

  /** With less free, the disk is left to those who need it. */
  static final long LEAST_FREE = 128L << 20;

  /** How much is written before the disk is looked at again. */
  private static final int CHECK_BYTES = 1 << 20;

  private final Disk disk;
  private final LogFiles files;
  private final HistoryLimits limits;
  private final LongSupplier wallMillis;

  private @Nullable LogFile current;
  private @Nullable DiskFile file;
  private long begunAt;
  private long unchecked;

  LogWriter(Disk disk, LogFiles files, HistoryLimits limits, LongSupplier wallMillis) {
    this.disk = disk;
    this.files = files;
    this.limits = limits;
    this.wallMillis = wallMillis;
  }

  /**
   * Writes a block.
   *
   * @return whether a log was ended by it
   * @throws IOException after which the log is given up: the next block begins another
   */
  boolean write(Block block) throws IOException {
    boolean turned = turnIfDue(block.length());
    boolean written = false;
    try {
      LogFile target = current == null ? begin() : current;
      ByteBuffer octets = block.sealed(target.number);
      if (unchecked >= CHECK_BYTES) {
        checkSpace();
      }
      long end = target.bytes + octets.remaining();
      unchecked += octets.remaining();
      DiskFile.writeFully(open(), octets, target.bytes);
      files.written(target, end);
      written = true;
    } finally {
      if (!written) {
        end();
      }
    }
    return turned;
  }

  /** Ends the log if a block of that length does not fit or it has been open for long. */
  boolean turnIfDue(int length) {
    LogFile target = current;
    if (target == null) {
      return false;
    }
    long age = wallMillis.getAsLong() - begunAt;
    // A clock that was set back must not keep a log open for ever.
    if (target.bytes + length <= limits.fileBytes() && age >= 0 && age < limits.turnMillis()) {
      return false;
    }
    end();
    return true;
  }

  private LogFile begin() throws IOException {
    checkSpace();
    LogFile begun = files.begin();
    current = begun;
    begunAt = wallMillis.getAsLong();
    file = disk.create(LogHeader.log(begun.number));
    ByteBuffer header = LogHeader.encode(begun.number, begunAt * 1000);
    DiskFile.writeFully(open(), header, 0);
    files.written(begun, LogHeader.BYTES);
    return begun;
  }

  private DiskFile open() {
    DiskFile open = file;
    if (open == null) {
      throw new IllegalStateException("no log is open");
    }
    return open;
  }

  private void checkSpace() throws IOException {
    unchecked = 0;
    if (disk.usableBytes() < LEAST_FREE) {
      throw new IOException("less than " + (LEAST_FREE >> 20) + " MiB are free on its disk");
    }
  }

  /** Ends the log, whatever state it is in. */
  void end() {
    LogFile ended = current;
    DiskFile open = file;
    current = null;
    file = null;
    // What fails here was written or not; nothing was promised.
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      log.debug("a log of the history could not be closed", e);
    }
    try {
      if (ended != null) {
        files.end(ended);
      }
    } catch (IOException e) {
      log.debug("an empty log of the history could not be deleted", e);
    }
  }
}
