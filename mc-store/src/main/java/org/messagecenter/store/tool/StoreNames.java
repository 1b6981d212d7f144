package org.messagecenter.store.tool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.SegmentHeader;

/** The names of the files in a store's directory. */
final class StoreNames {

  private static final int HEADER_WINDOW = 4096;

  private StoreNames() {}

  static String segment(int number) {
    return String.format(Locale.ROOT, "%010d.seg", number);
  }

  static boolean isSegment(String name) {
    return name.matches("[0-9]{10}\\.seg");
  }

  /** The number in a segment's name. */
  static int number(String segment) {
    return Integer.parseInt(segment.substring(0, segment.indexOf('.')));
  }

  /** The numbers in the names of all segments, in order. */
  static List<Integer> segments(Disk disk) throws IOException {
    return disk.list().stream()
        .filter(StoreNames::isSegment)
        .map(StoreNames::number)
        .sorted()
        .toList();
  }

  /**
   * The header of a segment file; null when it has no valid one.
   *
   * @throws IOException when it is of another version
   */
  static @Nullable SegmentHeader header(DiskFile file, String path) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(HEADER_WINDOW);
    DiskFile.readFully(file, start, 0);
    SegmentHeader header = SegmentHeader.decode(start.flip());
    if (header != null && header.version() != SegmentHeader.VERSION) {
      throw new IOException(
          path
              + " has journal format version "
              + header.version()
              + "; this program knows version "
              + SegmentHeader.VERSION
              + " only");
    }
    return header;
  }
}
