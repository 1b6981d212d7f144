package org.messagecenter.protocol.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes a pcapng file of Ethernet frames: one section, one interface, then a block per frame
 * (draft-ietf-opsawg-pcapng). Big-endian, times in microseconds.
 *
 * <p>Not thread-safe. The stream is neither buffered nor closed here.
 */
public final class PcapngWriter {
  static final int SECTION_HEADER = 0x0A0D0D0A;
  static final int INTERFACE = 1;
  static final int ENHANCED_PACKET = 6;
  static final int BYTE_ORDER = 0x1A2B3C4D;
  static final int COMMENT = 1;
  static final int ETHERNET = 1;

  private static final int IF_NAME = 2;
  private static final int USER_APPLICATION = 4;

  /** Octets of a block around its content: type, and the length before and after it. */
  private static final int FRAME = 12;

  /** Comments are cut to this many characters, so that their octets fit an option. */
  private static final int MAX_COMMENT = 10_000;

  private final OutputStream out;
  private long written;

  /**
   * Begins a file.
   *
   * @param application named as the writer of the file
   * @throws IOException as the stream does
   */
  public PcapngWriter(OutputStream out, String application) throws IOException {
    this.out = out;
    byte[] name = application.getBytes(StandardCharsets.UTF_8);
    ByteBuffer section = block(SECTION_HEADER, 16 + option(name) + 4);
    section.putInt(BYTE_ORDER).putShort((short) 1).putShort((short) 0).putLong(-1);
    put(section, USER_APPLICATION, name);
    finish(section.putInt(0));

    byte[] link = "smpp".getBytes(StandardCharsets.UTF_8);
    ByteBuffer description = block(INTERFACE, 8 + option(link) + 4);
    description.putShort((short) ETHERNET).putShort((short) 0).putInt(0);
    put(description, IF_NAME, link);
    finish(description.putInt(0));
  }

  /** Octets written so far. */
  public long written() {
    return written;
  }

  /**
   * Appends a frame.
   *
   * @param micros when it was seen, in microseconds since 1970
   * @param comment shown beside the frame, or null
   * @throws IOException as the stream does
   */
  public void frame(long micros, byte[] frame, @Nullable String comment) throws IOException {
    byte[] text =
        comment == null
            ? null
            : comment
                .substring(0, Math.min(comment.length(), MAX_COMMENT))
                .getBytes(StandardCharsets.UTF_8);
    int options = text == null ? 0 : option(text) + 4;
    ByteBuffer block = block(ENHANCED_PACKET, 20 + padded(frame.length) + options);
    block.putInt(0).putInt((int) (micros >>> 32)).putInt((int) micros);
    block.putInt(frame.length).putInt(frame.length).put(frame);
    block.position(block.position() + padded(frame.length) - frame.length);
    if (text != null) {
      put(block, COMMENT, text);
      block.putInt(0);
    }
    finish(block);
  }

  private static ByteBuffer block(int type, int content) {
    return ByteBuffer.allocate(FRAME + content).putInt(type).putInt(FRAME + content);
  }

  @SuppressWarnings("ByteBufferBackingArray") // every block comes from allocate()
  private void finish(ByteBuffer block) throws IOException {
    block.putInt(block.capacity());
    out.write(block.array());
    written += block.capacity();
  }

  private static void put(ByteBuffer block, int code, byte[] value) {
    block.putShort((short) code).putShort((short) value.length).put(value);
    block.position(block.position() + padded(value.length) - value.length);
  }

  private static int option(byte[] value) {
    return 4 + padded(value.length);
  }

  static int padded(int length) {
    return (length + 3) & ~3;
  }
}
