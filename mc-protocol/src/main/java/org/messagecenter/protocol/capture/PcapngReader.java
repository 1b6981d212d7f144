package org.messagecenter.protocol.capture;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** pcapng (draft-ietf-opsawg-pcapng): sections of either byte order, several interfaces. */
final class PcapngReader implements FrameReader {
  private static final int OBSOLETE_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int IF_TSRESOL = 9;
  private static final int IF_TSOFFSET = 14;

  /** More interfaces than any machine has; a damaged file may claim as many as it has blocks. */
  private static final int MAX_INTERFACES = 4096;

  private final Source source;
  private final List<Interface> interfaces = new ArrayList<>();
  private ByteOrder order = ByteOrder.BIG_ENDIAN;
  private long count;

  /**
   * @param linkType how its frames begin
   * @param snapLength octets kept of a frame; 0 for all
   * @param decimal whether times count in 10^-power seconds, otherwise in 2^-power
   */
  private record Interface(
      int linkType, long snapLength, boolean decimal, int power, long offsetSeconds) {

    long micros(long units) {
      long micros;
      if (!decimal) {
        long seconds = power > 62 ? 0 : units >>> power;
        long rest = power > 62 ? 0 : units - (seconds << power);
        micros = seconds * 1_000_000 + (long) (Math.scalb((double) rest, -power) * 1e6);
      } else if (power <= 6) {
        micros = units * pow10(6 - power);
      } else {
        micros = Long.divideUnsigned(units, pow10(Math.min(18, power - 6)));
      }
      return micros + offsetSeconds * 1_000_000;
    }

    private static long pow10(int power) {
      long result = 1;
      for (int i = 0; i < power; i++) {
        result *= 10;
      }
      return result;
    }
  }

  /** After the first four octets, the type of the first section's header. */
  PcapngReader(Source source) throws IOException {
    this.source = source;
    section(0);
  }

  @Override
  public @Nullable Frame next() throws IOException {
    while (true) {
      long start = source.offset();
      byte[] head = source.upTo(4);
      if (head.length == 0) {
        return null;
      }
      if (head.length < 4) {
        throw new BadCapture(start, "the file ends within the head of a block");
      }
      int type = ByteBuffer.wrap(head).order(order).getInt();
      if (type == PcapngWriter.SECTION_HEADER) {
        section(start);
      } else {
        Frame frame = block(type, start);
        if (frame != null) {
          return frame;
        }
      }
    }
  }

  private void section(long start) throws IOException {
    ByteBuffer head = source.exactly(8, ByteOrder.BIG_ENDIAN, "a section header");
    int mark = head.getInt(4);
    if (mark == PcapngWriter.BYTE_ORDER) {
      order = ByteOrder.BIG_ENDIAN;
    } else if (mark == Integer.reverseBytes(PcapngWriter.BYTE_ORDER)) {
      order = ByteOrder.LITTLE_ENDIAN;
    } else {
      throw new BadCapture(start, "a section header without its byte-order mark");
    }
    int length = head.order(order).getInt(0);
    if (length < 28 || length % 4 != 0) {
      throw new BadCapture(start, "a section header of " + length + " octets");
    }
    source.exactly(length - 12, order, "a section header");
    interfaces.clear();
  }

  /** Reads a block whose type was read; null when it holds no frame. */
  private @Nullable Frame block(int type, long start) throws IOException {
    int length = source.exactly(4, order, "a block").getInt();
    if (length < 12 || length % 4 != 0) {
      throw new BadCapture(start, "a block of " + Integer.toUnsignedString(length) + " octets");
    }
    ByteBuffer content = source.exactly(length - 8, order, "a block");
    content.limit(content.limit() - 4);
    try {
      return switch (type) {
        case PcapngWriter.INTERFACE -> {
          describeInterface(content, start);
          yield null;
        }
        case PcapngWriter.ENHANCED_PACKET -> packet(content, content.getInt(), start);
        case OBSOLETE_PACKET -> {
          int interfaceNumber = content.getShort() & 0xFFFF;
          content.getShort();
          yield packet(content, interfaceNumber, start);
        }
        case SIMPLE_PACKET -> simplePacket(content, start);
        default -> null;
      };
    } catch (BufferUnderflowException e) {
      throw new BadCapture(start, "a block too short for its type");
    }
  }

  private void describeInterface(ByteBuffer content, long start) throws BadCapture {
    if (interfaces.size() == MAX_INTERFACES) {
      throw new BadCapture(start, "more than " + MAX_INTERFACES + " interfaces");
    }
    int linkType = content.getShort() & 0xFFFF;
    content.getShort();
    long snapLength = content.getInt() & 0xFFFFFFFFL;
    boolean decimal = true;
    int power = 6;
    long offset = 0;
    ByteBuffer option = nextOption(content);
    while (option != null) {
      int code = option.getShort(option.position() - 4) & 0xFFFF;
      if (code == IF_TSRESOL && option.remaining() == 1) {
        int resolution = option.get() & 0xFF;
        decimal = resolution < 0x80;
        power = resolution & 0x7F;
      } else if (code == IF_TSOFFSET && option.remaining() == 8) {
        offset = option.getLong();
      }
      option = nextOption(content);
    }
    interfaces.add(new Interface(linkType, snapLength, decimal, power, offset));
  }

  private Frame packet(ByteBuffer content, int interfaceNumber, long start) throws BadCapture {
    Interface from = from(interfaceNumber, start);
    long units = (content.getInt() & 0xFFFFFFFFL) << 32 | (content.getInt() & 0xFFFFFFFFL);
    int captured = content.getInt();
    content.getInt();
    ByteBuffer data = data(content, captured, start);
    String comment = null;
    ByteBuffer option = nextOption(content);
    while (option != null && comment == null) {
      if (option.getShort(option.position() - 4) == PcapngWriter.COMMENT) {
        comment = StandardCharsets.UTF_8.decode(option).toString();
      }
      option = nextOption(content);
    }
    return new Frame(++count, from.micros(units), from.linkType(), data, comment);
  }

  private Frame simplePacket(ByteBuffer content, long start) throws BadCapture {
    Interface from = from(0, start);
    long original = content.getInt() & 0xFFFFFFFFL;
    long kept = from.snapLength() == 0 ? original : Math.min(original, from.snapLength());
    int captured = (int) Math.min(kept, content.remaining());
    return new Frame(++count, 0, from.linkType(), data(content, captured, start), null);
  }

  private Interface from(int number, long start) throws BadCapture {
    if (number < 0 || number >= interfaces.size()) {
      throw new BadCapture(
          start, "a frame of interface " + Integer.toUnsignedString(number) + ", not described");
    }
    return interfaces.get(number);
  }

  /** The frame's octets; the content then stands behind their padding. */
  private static ByteBuffer data(ByteBuffer content, int length, long start) throws BadCapture {
    if (length < 0 || length > content.remaining()) {
      throw new BadCapture(
          start,
          "a frame of "
              + Integer.toUnsignedString(length)
              + " octets in a block with room for "
              + content.remaining());
    }
    ByteBuffer data = content.slice(content.position(), length).order(ByteOrder.BIG_ENDIAN);
    int padded = Math.min(PcapngWriter.padded(length), content.remaining());
    content.position(content.position() + padded);
    return data;
  }

  /**
   * The value of the next option, whose code stands four octets before it; null when there is none
   * or what is there makes no sense. Options are not worth losing a frame for.
   */
  private static @Nullable ByteBuffer nextOption(ByteBuffer content) {
    if (content.remaining() < 4) {
      return null;
    }
    int code = content.getShort();
    int length = content.getShort() & 0xFFFF;
    if (code == 0 || length > content.remaining()) {
      content.position(content.limit());
      return null;
    }
    ByteBuffer option = content.duplicate().order(content.order());
    option.limit(option.position() + length);
    int padded = Math.min(PcapngWriter.padded(length), content.remaining());
    content.position(content.position() + padded);
    return option;
  }
}
