package org.messagecenter.store.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;

/**
 * The logs of a directory, oldest first: finds entries in them, makes indexes, deletes the oldest.
 * One thread writes to the last log and tells how far; everything else is done by one other thread.
 */
final class LogFiles {

  /** Octets of an entry, on the small side. */
  private static final int USUAL_ENTRY = 24;

  private static final int MOST_EXPECTED = 1 << 20;

  /** So much of what the disk has to give may be taken: this part of it. */
  private static final int SHARE = 8;

  /** The most entries that one question is answered with. */
  static final int MOST_FOUND = 4096;

  private final Disk disk;
  private final Object lock = new Object();
  private final List<LogFile> files = new ArrayList<>();
  private int lastNumber;

  /** The reading thread's. */
  private final byte[] scratch = new byte[BlockReader.SCRATCH];

  LogFiles(Disk disk) {
    this.disk = disk;
  }

  /** Looks what the directory holds. Nothing is changed. */
  void load() throws IOException {
    List<LogFile> found = new ArrayList<>();
    List<String> names = disk.list();
    for (String name : names) {
      int number = LogHeader.number(name);
      if (number > 0) {
        found.add(describe(number, names.contains(LogHeader.index(number))));
      }
    }
    found.sort(Comparator.comparingInt(file -> file.number));
    synchronized (lock) {
      files.clear();
      files.addAll(found);
      lastNumber = found.isEmpty() ? 0 : found.get(found.size() - 1).number;
    }
  }

  private LogFile describe(int number, boolean indexed) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(LogHeader.BYTES);
    LogFile log;
    try (DiskFile file = disk.open(LogHeader.log(number))) {
      log = new LogFile(number, file.size(), false);
      DiskFile.readFully(file, header, 0);
    }
    log.foreign = LogHeader.isOfAnotherVersion(header.flip());
    if (indexed && !log.foreign) {
      log.index = KeyIndex.open(disk, number, log.bytes);
    }
    return log;
  }

  /** Deletes what an earlier process left unfinished. */
  void tidy() throws IOException {
    for (String name : disk.list()) {
      if (LogHeader.belongsToAnIndex(name)
          && (name.endsWith(".new") || !disk.list().contains(name.replace(".idx", ".log")))) {
        disk.delete(name);
      }
    }
  }

  /** A log that is going to be written; the number is the next one. */
  LogFile begin() {
    synchronized (lock) {
      LogFile file = new LogFile(++lastNumber, 0, true);
      files.add(file);
      return file;
    }
  }

  /** So much of it can be read now. */
  void written(LogFile file, long bytes) {
    synchronized (lock) {
      file.bytes = bytes;
    }
  }

  /** It is not written to any more. One that not even got its header goes. */
  void end(LogFile file) throws IOException {
    boolean empty;
    synchronized (lock) {
      file.open = false;
      empty = file.bytes == 0;
    }
    if (empty) {
      delete(file.number);
    }
  }

  /** Octets of all files. */
  long bytes() {
    synchronized (lock) {
      return files.stream().mapToLong(LogFile::allBytes).sum();
    }
  }

  /** Copies, youngest first, as they are now. */
  private List<LogFile> youngestFirst() {
    synchronized (lock) {
      List<LogFile> copies = new ArrayList<>();
      for (int i = files.size() - 1; i >= 0; i--) {
        LogFile file = files.get(i);
        LogFile copy = new LogFile(file.number, file.bytes, file.open);
        copy.index = file.index;
        copy.foreign = file.foreign;
        copy.failed = file.failed;
        copies.add(copy);
      }
      return copies;
    }
  }

  /**
   * The entries of a key by their time. A log that cannot be read is passed over.
   *
   * @param failures is told of each log that cannot be read
   */
  List<HistoryEntry> find(long key, List<IOException> failures) {
    List<HistoryEntry> found = new ArrayList<>();
    for (LogFile log : youngestFirst()) {
      if (log.foreign || found.size() >= MOST_FOUND) {
        continue;
      }
      try {
        find(log, key, found);
      } catch (IOException e) {
        failures.add(e);
      }
    }
    found.sort(Comparator.comparingLong(HistoryEntry::micros));
    return found;
  }

  private void find(LogFile log, long key, List<HistoryEntry> found) throws IOException {
    KeyIndex index = log.index;
    if (index != null && (key < index.leastKey() || key > index.greatestKey())) {
      return;
    }
    List<HistoryEntry> here = new ArrayList<>();
    BlockReader.Visitor visitor =
        (each, micros, type, in, from, length) -> {
          if (each == key && here.size() < MOST_FOUND) {
            byte[] payload = new byte[length];
            System.arraycopy(in, from, payload, 0, length);
            here.add(new HistoryEntry(key, micros, type, payload));
          }
        };
    try (DiskFile file = disk.open(LogHeader.log(log.number))) {
      BlockReader reader = new BlockReader(file, log.number, scratch);
      if (index == null || !findByIndex(index, key, log, reader, visitor)) {
        here.clear();
        scan(reader, log.bytes, visitor);
      }
    }
    found.addAll(here);
  }

  /** Whether the index could be used; if not, it is forgotten and made anew some time. */
  private boolean findByIndex(
      KeyIndex index, long key, LogFile log, BlockReader reader, BlockReader.Visitor visitor)
      throws IOException {
    List<Integer> blocks = new ArrayList<>();
    try (DiskFile file = disk.open(LogHeader.index(log.number))) {
      index.find(file, key, blocks::add);
    } catch (IOException e) {
      // Damaged or gone: the log itself has everything.
      forget(log.number);
      return false;
    }
    for (int block : blocks) {
      // A block that is not good any more is lost, and so it is without an index.
      if (reader.seek(block, log.bytes)) {
        reader.visit(block, visitor);
      }
    }
    return true;
  }

  private void forget(int number) {
    synchronized (lock) {
      for (LogFile file : files) {
        if (file.number == number) {
          file.index = null;
        }
      }
    }
  }

  /** Shows all entries; answers where the last good block ends. */
  private static long scan(BlockReader reader, long bytes, BlockReader.Visitor visitor)
      throws IOException {
    long end = 0;
    long block = reader.next(LogHeader.BYTES, bytes);
    while (block >= 0) {
      reader.visit(block, visitor);
      end = reader.end(block);
      block = reader.next(end, bytes);
    }
    return end;
  }

  /**
   * Makes the index of the oldest log that lacks it; whether there was one to make.
   *
   * @throws IOException when that failed; this log is passed over until {@link #tryAllAgain}
   */
  boolean indexOne() throws IOException {
    LogFile log = null;
    for (LogFile file : youngestFirst()) {
      if (!file.open && !file.foreign && !file.failed && file.index == null) {
        log = file;
      }
    }
    if (log == null) {
      return false;
    }
    boolean made = false;
    try {
      index(log);
      made = true;
    } finally {
      if (!made) {
        failed(log.number);
      }
    }
    return true;
  }

  private void failed(int number) {
    synchronized (lock) {
      for (LogFile file : files) {
        file.failed |= file.number == number;
      }
    }
  }

  /** Indexes that could not be made may be tried again. */
  void tryAllAgain() {
    synchronized (lock) {
      files.forEach(file -> file.failed = false);
    }
  }

  private void index(LogFile log) throws IOException {
    Rows rows = new Rows((int) Math.min(log.bytes / USUAL_ENTRY, MOST_EXPECTED));
    long[] greatest = {Long.MIN_VALUE};
    long end = 0;
    try (DiskFile file = disk.open(LogHeader.log(log.number))) {
      BlockReader reader = new BlockReader(file, log.number, scratch);
      long block = reader.next(LogHeader.BYTES, log.bytes);
      while (block >= 0) {
        int here = (int) block;
        reader.visit(
            block,
            (key, micros, type, in, from, length) -> {
              rows.add(key, here);
              greatest[0] = Math.max(greatest[0], micros);
            });
        end = reader.end(block);
        block = reader.next(end, log.bytes);
      }
      if (end > 0 && end < log.bytes) {
        file.truncate(end);
      }
    }
    if (rows.size() == 0) {
      delete(log.number);
      return;
    }
    rows.sort();
    KeyIndex index = KeyIndex.write(disk, log.number, end, greatest[0], rows);
    synchronized (lock) {
      for (LogFile file : files) {
        if (file.number == log.number) {
          file.bytes = index.logBytes();
          file.index = index;
        }
      }
    }
  }

  private void delete(int number) throws IOException {
    disk.delete(LogHeader.index(number));
    disk.delete(LogHeader.log(number));
    synchronized (lock) {
      files.removeIf(file -> file.number == number);
    }
  }

  /** Deletes what is too old or too much. The log that is written to stays. */
  void retain(long nowMillis, HistoryLimits limits) throws IOException {
    long oldest = (nowMillis - limits.maxAgeMillis()) * 1000;
    long bytes = bytes();
    long room = Math.min(limits.maxBytes(), share(bytes, disk.usableBytes()));
    LogFile first = oldestClosed();
    while (first != null) {
      KeyIndex index = first.index;
      boolean old = index != null && index.greatestMicros() < oldest;
      if (!old && bytes <= room) {
        return;
      }
      delete(first.number);
      bytes -= first.allBytes();
      first = oldestClosed();
    }
  }

  /** The part of the disk that may be taken, of what is taken and free together. */
  private static long share(long taken, long free) {
    return taken / SHARE + free / SHARE;
  }

  private @Nullable LogFile oldestClosed() {
    synchronized (lock) {
      for (LogFile file : files) {
        if (!file.open && !file.foreign) {
          return file;
        }
      }
      return null;
    }
  }
}
