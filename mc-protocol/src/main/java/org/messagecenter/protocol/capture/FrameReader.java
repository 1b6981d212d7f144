package org.messagecenter.protocol.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Reads the frames of a capture file, whatever its format. */
sealed interface FrameReader permits PcapReader, PcapngReader {
  /** Octets by which a format is told. */
  int MAGIC = 4;

  /**
   * The next frame, or null at the end of the file.
   *
   * @throws BadCapture when the file cannot be read on
   */
  @Nullable Frame next() throws IOException;

  /** Whether a file that begins with these octets is a capture we can read. */
  static boolean canRead(byte[] start) {
    return start.length >= MAGIC
        && (isPcapng(magic(start)) || PcapReader.order(magic(start)) != null);
  }

  /**
   * Opens a file at its first octet.
   *
   * @throws BadCapture if it is neither pcap nor pcapng
   */
  static FrameReader open(InputStream in) throws IOException {
    Source source = new Source(in);
    byte[] start = source.upTo(MAGIC);
    if (!canRead(start)) {
      throw new BadCapture(0, "neither pcap nor pcapng");
    }
    int magic = magic(start);
    ByteOrder order = PcapReader.order(magic);
    return order == null ? new PcapngReader(source) : new PcapReader(source, magic, order);
  }

  private static int magic(byte[] start) {
    return ByteBuffer.wrap(start).getInt();
  }

  private static boolean isPcapng(int magic) {
    return magic == PcapngWriter.SECTION_HEADER;
  }
}
