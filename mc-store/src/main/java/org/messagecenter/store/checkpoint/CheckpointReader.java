package org.messagecenter.store.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;

/** Reads the checkpoint of a directory, and distrusts it. */
public final class CheckpointReader implements Closeable {

  private static final int WINDOW = 1 << 21;

  /** Is shown the blocks in their order. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One block.
     *
     * @param content from its position to its limit; valid during the call only
     * @return whether all of it could be understood
     */
    boolean block(String section, int entries, ByteBuffer content);
  }

  private final String path;
  private final DiskFile file;
  private final long size;
  private final CheckpointHeader header;
  private final BlockFrame frame;

  private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW).limit(0);
  private long windowAt = CheckpointHeader.BYTES;

  private CheckpointReader(String path, DiskFile file) throws IOException {
    this.path = path;
    this.file = file;
    size = file.size();
    ByteBuffer start = ByteBuffer.allocate(CheckpointHeader.BYTES);
    DiskFile.readFully(file, start, 0);
    CheckpointHeader found = CheckpointHeader.decode(start.flip());
    if (found == null) {
      throw new BadCheckpointException(path, 0, "no header that this program knows");
    }
    header = found;
    frame = new BlockFrame(header);
  }

  /**
   * The checkpoint in that directory; null when there is none.
   *
   * @throws BadCheckpointException when it has no header that this program knows
   */
  public static @Nullable CheckpointReader open(Disk disk) throws IOException {
    if (!disk.list().contains(CheckpointWriter.NAME)) {
      return null;
    }
    DiskFile file = disk.open(CheckpointWriter.NAME);
    CheckpointReader reader = null;
    try {
      reader = new CheckpointReader(disk.describe(CheckpointWriter.NAME), file);
      return reader;
    } finally {
      if (reader == null) {
        file.close();
      }
    }
  }

  /** Where it begins, and what it belongs to. */
  public CheckpointHeader header() {
    return header;
  }

  /** Octets of the file. */
  public long size() {
    return size;
  }

  /** The file's name, for messages. */
  public String path() {
    return path;
  }

  /**
   * Shows all blocks to the visitor.
   *
   * @return P1
   * @throws BadCheckpointException when something is wrong with it; what was shown until then is to
   *     be forgotten
   */
  public long read(Visitor visitor) throws IOException {
    Map<String, Long> sections = new LinkedHashMap<>();
    long at = CheckpointHeader.BYTES;
    String last = "";
    for (int number = 0; ; number++) {
      int block = window(at, BlockFrame.BYTES);
      int content = block < 0 ? -1 : window.getInt(block + BlockFrame.LENGTH_AT);
      if (content < 0
          || content > BlockFrame.LONGEST_CONTENT
          || window.getInt(block) != BlockFrame.MAGIC) {
        throw bad(at, "a block should begin here");
      }
      int length = BlockFrame.bytes(content);
      block = window(at, length);
      if (block < 0
          || !frame.isValid(window, block, length)
          || window.getInt(block + BlockFrame.NUMBER_AT) != number) {
        throw bad(at, "bad block");
      }
      String section = BlockFrame.name(window.getLong(block + BlockFrame.SECTION_AT));
      int entries = window.getInt(block + BlockFrame.ENTRIES_AT);
      int begin = block + BlockFrame.BYTES;
      ByteBuffer octets = window.duplicate().limit(begin + content).position(begin);
      if (section.equals(BlockFrame.END)) {
        if (at + length != size) {
          throw bad(at + length, "the file goes on behind its end");
        }
        return end(at, octets, sections);
      }
      if (!section.equals(last) && sections.put(section, 0L) != null) {
        throw bad(at, "section " + section + " again");
      }
      last = section;
      sections.merge(section, (long) entries, Long::sum);
      if (!visitor.block(section, entries, octets)) {
        throw bad(at, "a block of section " + section + " that this program does not know");
      }
      at += length;
    }
  }

  private long end(long at, ByteBuffer content, Map<String, Long> sections)
      throws BadCheckpointException {
    boolean right = content.remaining() == 16 + 16 * sections.size();
    long synced = right ? content.getLong() : 0;
    right = right && content.getLong() == (long) sections.size() << 32;
    for (Map.Entry<String, Long> section : sections.entrySet()) {
      right =
          right
              && content.getLong() == BlockFrame.name(section.getKey())
              && content.getLong() == section.getValue();
    }
    if (!right) {
      throw bad(at, "the counts are not those of the blocks");
    }
    return synced;
  }

  private BadCheckpointException bad(long offset, String what) {
    return new BadCheckpointException(path, offset, what);
  }

  /** Makes the window hold {@code length} octets from {@code from} on; their index in it, or -1. */
  private int window(long from, int length) throws IOException {
    if (from + length > size) {
      return -1;
    }
    if (from + length > windowAt + window.limit()) {
      window.clear().limit((int) Math.min(WINDOW, size - from));
      int count = DiskFile.readFully(file, window, from);
      window.flip();
      windowAt = from;
      if (count < length) {
        return -1;
      }
    }
    return (int) (from - windowAt);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
