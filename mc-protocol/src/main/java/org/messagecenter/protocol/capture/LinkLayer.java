package org.messagecenter.protocol.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Finds the IP packet in a frame. */
final class LinkLayer {
  private static final int NULL_LOOPBACK = 0;
  private static final int ETHERNET = 1;
  private static final int LINUX_COOKED = 113;
  private static final int OPEN_LOOPBACK = 108;
  private static final int LINUX_COOKED_2 = 276;

  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86DD;
  private static final int VLAN = 0x8100;
  private static final int PROVIDER_VLAN = 0x88A8;

  private LinkLayer() {}

  /** Whether frames of this type can be read at all. */
  static boolean knows(int linkType) {
    return switch (linkType) {
      case NULL_LOOPBACK,
          ETHERNET,
          12,
          14,
          101,
          228,
          229,
          OPEN_LOOPBACK,
          LINUX_COOKED,
          LINUX_COOKED_2 ->
          true;
      default -> false;
    };
  }

  /** The packet from its IP header on, or null when the frame carries something else. */
  static @Nullable ByteBuffer ip(int linkType, ByteBuffer frame) {
    return switch (linkType) {
      case ETHERNET -> byType(frame, 12);
      // Raw IP: as registered, and the numbers some systems write instead.
      case 12, 14, 101, 228, 229 -> from(frame, 0);
      case LINUX_COOKED -> byType(frame, 14);
      case LINUX_COOKED_2 -> known(type(frame, 0)) ? from(frame, 20) : null;
      case OPEN_LOOPBACK, NULL_LOOPBACK -> loopback(frame);
      default -> null;
    };
  }

  private static @Nullable ByteBuffer byType(ByteBuffer frame, int where) {
    int at = where;
    int type = type(frame, at);
    while (type == VLAN || type == PROVIDER_VLAN) {
      at += 4;
      type = type(frame, at);
    }
    return known(type) ? from(frame, at + 2) : null;
  }

  /** Four octets of address family in the byte order of the capturing machine. */
  private static @Nullable ByteBuffer loopback(ByteBuffer frame) {
    if (frame.remaining() < 4) {
      return null;
    }
    int family = frame.getInt(frame.position());
    if (family < 0 || family > 0xFF) {
      family = Integer.reverseBytes(family);
    }
    return switch (family) {
      // AF_INET, and AF_INET6 of Linux, NetBSD, FreeBSD and macOS.
      case 2, 10, 24, 28, 30 -> from(frame, 4);
      default -> null;
    };
  }

  private static boolean known(int type) {
    return type == IPV4 || type == IPV6;
  }

  private static int type(ByteBuffer frame, int at) {
    return at + 2 > frame.remaining() ? -1 : frame.getShort(frame.position() + at) & 0xFFFF;
  }

  private static @Nullable ByteBuffer from(ByteBuffer frame, int offset) {
    return offset >= frame.remaining()
        ? null
        : frame
            .slice(frame.position() + offset, frame.remaining() - offset)
            .order(ByteOrder.BIG_ENDIAN);
  }
}
