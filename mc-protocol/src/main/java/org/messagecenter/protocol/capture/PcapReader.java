package org.messagecenter.protocol.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The classic format of tcpdump (draft-ietf-opsawg-pcap), in either byte order. */
final class PcapReader implements FrameReader {
  private static final int MICROS = 0xA1B2C3D4;
  private static final int NANOS = 0xA1B23C4D;
  private static final int FILE_HEADER = 20;
  private static final int FRAME_HEADER = 16;

  private final Source source;
  private final ByteOrder order;
  private final int perMicro;
  private final int linkType;
  private long count;

  /** After the first four octets, which are {@code magic}. */
  PcapReader(Source source, int magic, ByteOrder order) throws IOException {
    this.source = source;
    this.order = order;
    this.perMicro = magic == NANOS || Integer.reverseBytes(magic) == NANOS ? 1000 : 1;
    ByteBuffer header = source.exactly(FILE_HEADER, order, "the file header");
    // The upper half may hold the length of a checksum.
    this.linkType = header.getInt(16) & 0xFFFF;
  }

  /** The byte order such a file has, or null for another kind of file. */
  static @Nullable ByteOrder order(int magic) {
    if (magic == MICROS || magic == NANOS) {
      return ByteOrder.BIG_ENDIAN;
    }
    int swapped = Integer.reverseBytes(magic);
    return swapped == MICROS || swapped == NANOS ? ByteOrder.LITTLE_ENDIAN : null;
  }

  @Override
  public @Nullable Frame next() throws IOException {
    long start = source.offset();
    byte[] octets = source.upTo(FRAME_HEADER);
    if (octets.length == 0) {
      return null;
    }
    if (octets.length < FRAME_HEADER) {
      throw new BadCapture(start, "the file ends within the header of a frame");
    }
    ByteBuffer header = ByteBuffer.wrap(octets).order(order);
    long seconds = header.getInt() & 0xFFFFFFFFL;
    long fraction = header.getInt() & 0xFFFFFFFFL;
    ByteBuffer data = source.exactly(header.getInt(), order, "a frame");
    long micros = seconds * 1_000_000 + fraction / perMicro;
    return new Frame(++count, micros, linkType, data.order(ByteOrder.BIG_ENDIAN), null);
  }
}
