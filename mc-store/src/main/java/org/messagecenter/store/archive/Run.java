package org.messagecenter.store.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;

/** A run that is searched. Its file may be read by one thread at a time. */
final class Run implements Closeable {

  private static final String PREFIX = "ends-";
  private static final String SUFFIX = ".run";

  private final String name;
  private final String path;
  private final DiskFile file;
  private final RunHeader header;

  Run(String name, String path, DiskFile file, RunHeader header) {
    this.name = name;
    this.path = path;
    this.file = file;
    this.header = header;
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "%s%010d%s", PREFIX, number, SUFFIX);
  }

  /** The run's number in a file name; 0 when it is none of a run, whole, begun or set aside. */
  static int number(String name) {
    if (!name.startsWith(PREFIX) || name.length() < PREFIX.length() + 10) {
      return 0;
    }
    try {
      return Integer.parseInt(name.substring(PREFIX.length(), PREFIX.length() + 10));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Opens a run and reads its header.
   *
   * @throws RunDamageException when it is none
   * @throws IOException when a newer version wrote it, or it cannot be read
   */
  static Run open(Disk disk, String name, BlockReader reader) throws IOException {
    DiskFile file = disk.open(name);
    Run run = null;
    try {
      run = new Run(name, disk.describe(name), file, header(disk, name, file, reader));
      return run;
    } finally {
      if (run == null) {
        file.close();
      }
    }
  }

  private static RunHeader header(Disk disk, String name, DiskFile file, BlockReader reader)
      throws IOException {
    String path = disk.describe(name);
    RunHeader header = RunHeader.decode(reader.header(file, path, number(name)));
    if (header.version() != RunHeader.VERSION) {
      throw new IOException(
          path
              + " has archive format version "
              + header.version()
              + "; this program knows version "
              + RunHeader.VERSION
              + " only");
    }
    if (!header.isSane() || header.number() != number(name)) {
      throw new RunDamageException(path, 0, "impossible header");
    }
    if (file.size() != header.bytes()) {
      throw new RunDamageException(
          path, file.size(), "the file should have " + header.bytes() + " octets");
    }
    return header;
  }

  String name() {
    return name;
  }

  String path() {
    return path;
  }

  DiskFile file() {
    return file;
  }

  RunHeader header() {
    return header;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Rows of a kind, sorted by a value at their start. */
  private record Section(int firstBlock, int rows, int rowBytes, long least, long greatest) {
    int inBlock() {
      return RunHeader.CRC_AT / rowBytes;
    }

    int lastBlock() {
      return firstBlock + RunHeader.blocks(rows, rowBytes) - 1;
    }

    int rowsOf(int block) {
      return block < lastBlock() ? inBlock() : rows - (lastBlock() - firstBlock) * inBlock();
    }

    long value(ByteBuffer block, int row) {
      int at = row * rowBytes;
      return rowBytes == RunHeader.ALIAS_ROW
          ? Integer.toUnsignedLong(block.getInt(at))
          : block.getLong(at);
    }
  }

  private Section entries() {
    return new Section(
        1, header.entries(), header.entryBytes(), header.leastKey(), header.greatestKey());
  }

  /** Adds the ends of a submission, the one whose first key this is. */
  void byKey(long key, BlockReader reader, List<End> found) throws IOException {
    long last = key | 0xFF;
    if (last < header.leastKey() || key > header.greatestKey()) {
      return;
    }
    Section section = entries();
    int row = lowerBound(section, key, reader);
    ByteBuffer block = null;
    for (; row < section.rows; row++) {
      int inBlock = row % section.inBlock();
      if (block == null || inBlock == 0) {
        block = reader.read(this, section.firstBlock + row / section.inBlock());
      }
      if (section.value(block, inBlock) > last) {
        return;
      }
      found.add(entry(block, inBlock));
    }
  }

  /** Adds the ends with a short id. */
  void byAlias(int alias, BlockReader reader, List<End> found) throws IOException {
    Section section =
        new Section(header.aliasBlock(), header.aliases(), RunHeader.ALIAS_ROW, 0, 0xFFFF_FFFFL);
    byValue(section, Integer.toUnsignedLong(alias), reader, found);
  }

  /** Adds the ends with the hash of a carrier id. */
  void byCarrier(long hash, BlockReader reader, List<End> found) throws IOException {
    Section section =
        new Section(
            header.carrierBlock(),
            header.carriers(),
            RunHeader.HASH_ROW,
            Long.MIN_VALUE,
            Long.MAX_VALUE);
    byValue(section, hash, reader, found);
  }

  private void byValue(Section section, long value, BlockReader reader, List<End> found)
      throws IOException {
    if (section.rows == 0) {
      return;
    }
    int indexAt = section.rowBytes == RunHeader.ALIAS_ROW ? 4 : 8;
    Section entries = entries();
    for (int row = lowerBound(section, value, reader); row < section.rows; row++) {
      int number = section.firstBlock + row / section.inBlock();
      ByteBuffer block = reader.read(this, number);
      int inBlock = row % section.inBlock();
      if (section.value(block, inBlock) != value) {
        return;
      }
      int index = block.getInt(inBlock * section.rowBytes + indexAt);
      if (index < 0 || index >= entries.rows) {
        throw new RunDamageException(
            path, (long) number * RunHeader.BLOCK, "a row leads to no entry");
      }
      ByteBuffer target = reader.read(this, entries.firstBlock + index / entries.inBlock());
      found.add(entry(target, index % entries.inBlock()));
    }
  }

  /**
   * The first row whose value is not below {@code wanted}; the number of rows when all are.
   *
   * <p>All blocks before {@code low} end below it, all behind {@code high} begin at it or above.
   */
  private int lowerBound(Section section, long wanted, BlockReader reader) throws IOException {
    int low = section.firstBlock;
    int high = section.lastBlock();
    double least = section.least;
    double greatest = section.greatest;
    for (int step = 1; low <= high; step++) {
      double share = (wanted - least) / (greatest - least);
      // Every third step halves, lest values that are spread unevenly take as many steps as blocks.
      int probe =
          step % 3 == 0 || !(share >= 0 && share <= 1)
              ? (low + high) >>> 1
              : low + (int) (share * (high - low));
      ByteBuffer block = reader.read(this, probe);
      int rows = section.rowsOf(probe);
      long begin = section.value(block, 0);
      long end = section.value(block, rows - 1);
      if (wanted <= begin) {
        high = probe - 1;
        greatest = begin;
      } else if (wanted > end) {
        low = probe + 1;
        least = end;
      } else {
        return (probe - section.firstBlock) * section.inBlock()
            + within(section, block, rows, wanted);
      }
    }
    return Math.min(section.rows, (low - section.firstBlock) * section.inBlock());
  }

  private static int within(Section section, ByteBuffer block, int rows, long wanted) {
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (section.value(block, middle) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private End entry(ByteBuffer block, int row) {
    End end = new End();
    entry(block, row, end);
    return end;
  }

  private void entry(ByteBuffer block, int row, End end) {
    int at = row * header.entryBytes();
    end.begin(block.getLong(at + RunHeader.KEY_AT));
    end.doneAt = block.getLong(at + RunHeader.DONE_AT);
    end.error = block.getInt(at + RunHeader.ERROR_AT);
    end.tag = block.getInt(at + RunHeader.TAG_AT);
    end.alias = block.getInt(at + RunHeader.ENTRY_ALIAS_AT);
    end.state = block.get(at + RunHeader.STATE_AT) & 0xFF;
    end.kind = block.get(at + RunHeader.KIND_AT) & 0xFF;
    end.flags = block.get(at + RunHeader.FLAGS_AT);
    if ((header.fields() & End.FINGERPRINT) != 0) {
      end.fingerprint = block.getLong(at + RunHeader.FINGERPRINT_AT);
      end.acceptedAt = block.getLong(at + RunHeader.ACCEPTED_AT);
    }
    if ((header.fields() & End.CARRIER) != 0) {
      end.carrierHash = block.getLong(at + header.carrierAt());
    }
  }

  /**
   * Shows all entries that have a fingerprint, in the order of their keys.
   *
   * @param row is filled with each
   * @param visitor hears when it was
   */
  void fingerprints(BlockReader reader, End row, Runnable visitor) throws IOException {
    Section section = entries();
    @Nullable ByteBuffer block = null;
    for (int i = 0; i < section.rows && header.fingerprints() > 0; i++) {
      int inBlock = i % section.inBlock();
      if (block == null || inBlock == 0) {
        block = reader.read(this, section.firstBlock + i / section.inBlock());
      }
      entry(block, inBlock, row);
      if (row.has(End.FINGERPRINT)) {
        visitor.run();
      }
    }
  }

  /** Shows all entries, in the order of their keys. */
  void forEach(BlockReader reader, Consumer<End> visitor) throws IOException {
    Section section = entries();
    End row = new End();
    ByteBuffer block = reader.read(this, section.firstBlock);
    for (int i = 0; i < section.rows; i++) {
      int inBlock = i % section.inBlock();
      if (inBlock == 0) {
        block = reader.read(this, section.firstBlock + i / section.inBlock());
      }
      entry(block, inBlock, row);
      visitor.accept(row);
    }
  }
}
