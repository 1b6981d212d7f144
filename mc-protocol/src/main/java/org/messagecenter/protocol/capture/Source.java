package org.messagecenter.protocol.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A capture file being read, with the place where we are. */
final class Source {
  /** The longest block or frame; larger ones are damage, not data. */
  static final int MAX_BLOCK = 16 * 1024 * 1024;

  private static final int STEP = 64 * 1024;

  private final InputStream in;
  private long offset;

  Source(InputStream in) {
    this.in = in;
  }

  long offset() {
    return offset;
  }

  /**
   * The next octets, or fewer when the file ends before. Memory follows what is there, not what is
   * asked for.
   */
  byte[] upTo(int count) throws IOException {
    byte[] octets = in.readNBytes(Math.min(count, STEP));
    while (octets.length < count) {
      byte[] more = in.readNBytes(Math.min(count - octets.length, Math.max(STEP, octets.length)));
      if (more.length == 0) {
        break;
      }
      byte[] joined = Arrays.copyOf(octets, octets.length + more.length);
      System.arraycopy(more, 0, joined, octets.length, more.length);
      octets = joined;
    }
    offset += octets.length;
    return octets;
  }

  /** Exactly so many octets. */
  ByteBuffer exactly(int count, ByteOrder order, String what) throws IOException {
    long start = offset;
    if (count < 0 || count > MAX_BLOCK) {
      throw new BadCapture(
          start, what + " of " + Integer.toUnsignedString(count) + " octets is not possible");
    }
    byte[] octets = upTo(count);
    if (octets.length < count) {
      throw new BadCapture(
          start,
          "the file ends within " + what + " (" + octets.length + " of " + count + " octets)");
    }
    return ByteBuffer.wrap(octets).order(order);
  }
}
