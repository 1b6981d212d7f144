package org.messagecenter.store.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;

/**
 * The index of a log: its header, which stays in memory, and the way into its pages.
 *
 * @param number of the log
 * @param logBytes how long the log is
 * @param greatestMicros the time of its youngest entry
 */
record KeyIndex(
    int number, long logBytes, long leastKey, long greatestKey, long greatestMicros, int rows) {

  static final int HEADER = 64;
  static final int PAGE = 4096;
  static final int ROW = 12;
  static final int PAGE_ROWS = 341;

  private static final long MAGIC = 0x4D43484944580D0AL;
  private static final int VERSION = 1;
  private static final int HEADER_CRC_AT = 60;
  private static final int PAGE_CRC_AT = PAGE_ROWS * ROW;

  /** An index that cannot be trusted. */
  static final class BadIndexException extends IOException {
    private static final long serialVersionUID = 1L;

    BadIndexException(int number, int page) {
      super("page " + page + " of " + LogHeader.index(number) + " is damaged");
    }
  }

  /**
   * Writes an index under another name, then gives it its own.
   *
   * @param rows sorted, at least one
   */
  static KeyIndex write(Disk disk, int number, long logBytes, long greatestMicros, Rows rows)
      throws IOException {
    int last = rows.size() - 1;
    KeyIndex index =
        new KeyIndex(number, logBytes, rows.key(0), rows.key(last), greatestMicros, rows.size());
    String name = LogHeader.index(number);
    String temporary = name.replace(".idx", ".new");
    if (disk.list().contains(temporary)) {
      disk.delete(temporary);
    }
    try (DiskFile file = disk.create(temporary)) {
      DiskFile.writeFully(file, index.header(), 0);
      ByteBuffer page = ByteBuffer.allocate(PAGE);
      for (int i = 0; i < index.pages(); i++) {
        index.encode(rows, i, page);
        DiskFile.writeFully(file, page, position(i));
      }
    } catch (IOException e) {
      disk.delete(temporary);
      throw e;
    }
    disk.rename(temporary, name);
    return index;
  }

  /** The index of a log of that length; null when there is none that is good. */
  static @Nullable KeyIndex open(Disk disk, int number, long logBytes) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(HEADER);
    long size;
    try (DiskFile file = disk.open(LogHeader.index(number))) {
      size = file.size();
      if (DiskFile.readFully(file, in, 0) < HEADER) {
        return null;
      }
    }
    if (in.getLong(0) != MAGIC
        || in.getInt(8) != VERSION
        || in.getInt(HEADER_CRC_AT) != headerCrc(in)) {
      return null;
    }
    KeyIndex index =
        new KeyIndex(
            in.getInt(12),
            in.getLong(16),
            in.getLong(24),
            in.getLong(32),
            in.getLong(40),
            in.getInt(48));
    boolean fits = index.number == number && index.logBytes == logBytes && size == index.bytes();
    return fits ? index : null;
  }

  private ByteBuffer header() {
    ByteBuffer out = ByteBuffer.allocate(HEADER);
    out.putLong(MAGIC).putInt(VERSION).putInt(number).putLong(logBytes);
    out.putLong(leastKey).putLong(greatestKey).putLong(greatestMicros).putInt(rows).putLong(0);
    return out.putInt(headerCrc(out)).flip();
  }

  private static int headerCrc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().limit(HEADER_CRC_AT).position(0));
    return (int) crc.getValue();
  }

  private void encode(Rows from, int page, ByteBuffer out) {
    out.clear();
    int first = page * PAGE_ROWS;
    for (int row = first; row < Math.min(rows, first + PAGE_ROWS); row++) {
      out.putLong(from.key(row)).putInt(from.block(row));
    }
    while (out.position() < PAGE_CRC_AT) {
      out.putInt(0);
    }
    out.putInt(pageCrc(out, page)).flip();
  }

  private int pageCrc(ByteBuffer octets, int page) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putInt(number).putInt(page).flip());
    crc.update(octets.duplicate().limit(PAGE_CRC_AT).position(0));
    return (int) crc.getValue();
  }

  private int pages() {
    return (rows + PAGE_ROWS - 1) / PAGE_ROWS;
  }

  private static long position(int page) {
    return HEADER + (long) page * PAGE;
  }

  /** Octets of the whole index. */
  long bytes() {
    return position(pages());
  }

  /**
   * Tells the blocks with entries of a key, in their order.
   *
   * @throws BadIndexException when a page is damaged; some blocks may have been told then
   */
  void find(DiskFile file, long key, IntConsumer blocks) throws IOException {
    if (key < leastKey || key > greatestKey) {
      return;
    }
    ByteBuffer page = ByteBuffer.allocate(PAGE);
    // The last page that begins before the key, or the first: there or behind it the rows are.
    int low = 0;
    int high = pages() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      read(file, middle, page);
      if (page.getLong(0) < key) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    for (int i = low; i < pages(); i++) {
      read(file, i, page);
      int count = Math.min(PAGE_ROWS, rows - i * PAGE_ROWS);
      for (int row = 0; row < count; row++) {
        long found = page.getLong(row * ROW);
        if (found > key) {
          return;
        }
        if (found == key) {
          blocks.accept(page.getInt(row * ROW + Long.BYTES));
        }
      }
    }
  }

  private void read(DiskFile file, int number, ByteBuffer page) throws IOException {
    if (DiskFile.readFully(file, page.clear(), position(number)) < PAGE
        || page.getInt(PAGE_CRC_AT) != pageCrc(page, number)) {
      throw new BadIndexException(this.number, number);
    }
  }
}
