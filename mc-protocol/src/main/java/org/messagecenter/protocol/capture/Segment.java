package org.messagecenter.protocol.capture;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One TCP segment.
 *
 * @param flow who sent it to whom
 * @param sequence of its first octet, or of the SYN
 * @param flags as {@link TcpFrame} names them
 * @param payload what was captured of it
 */
record Segment(Flow flow, int sequence, int flags, ByteBuffer payload) {
  private static final int TCP = 6;
  private static final int FRAGMENT = 44;
  private static final int IPV6_HEADER = 40;
  private static final int RST = 0x04;

  /** One direction of a connection. */
  record Flow(Endpoint from, Endpoint to) {
    boolean uses(int port) {
      return from.port() == port || to.port() == port;
    }

    @Override
    public String toString() {
      return from + " > " + to;
    }
  }

  boolean syn() {
    return (flags & TcpFrame.SYN) != 0;
  }

  /** The last segment of its direction. */
  boolean last() {
    return (flags & (TcpFrame.FIN | RST)) != 0;
  }

  /** The segment in an IP packet; null when it holds none that is whole enough to be read. */
  static @Nullable Segment of(ByteBuffer ip) {
    return switch (ip.get(0) >> 4 & 15) {
      case 4 -> v4(ip);
      case 6 -> v6(ip);
      default -> null;
    };
  }

  /** Whether a packet is a part of a larger one that was cut on the way. */
  static boolean fragment(ByteBuffer ip) {
    return switch (ip.get(0) >> 4 & 15) {
      case 4 -> ip.limit() >= 20 && (ip.getShort(6) & 0x3FFF) != 0 && ip.get(9) == TCP;
      case 6 -> ip.limit() > IPV6_HEADER && ip.get(6) == FRAGMENT && ip.get(IPV6_HEADER) == TCP;
      default -> false;
    };
  }

  private static @Nullable Segment v4(ByteBuffer ip) {
    int header = (ip.get(0) & 15) * 4;
    if (ip.limit() < 20 || header < 20 || ip.get(9) != TCP || fragment(ip)) {
      return null;
    }
    // Zero when the network card cut the packet after it was captured.
    int total = ip.getShort(2) & 0xFFFF;
    int end = total == 0 ? ip.limit() : Math.min(ip.limit(), total);
    return tcp(ip, header, end, octets(ip, 12, 4), octets(ip, 16, 4));
  }

  private static @Nullable Segment v6(ByteBuffer ip) {
    if (ip.limit() < IPV6_HEADER) {
      return null;
    }
    int payload = ip.getShort(4) & 0xFFFF;
    int end = payload == 0 ? ip.limit() : Math.min(ip.limit(), IPV6_HEADER + payload);
    int next = ip.get(6) & 0xFF;
    int at = IPV6_HEADER;
    // Hop-by-hop options, routing, authentication, destination options.
    while ((next == 0 || next == 43 || next == 51 || next == 60) && at + 8 <= end) {
      int length = ip.get(at + 1) & 0xFF;
      int octets = next == 51 ? (length + 2) * 4 : (length + 1) * 8;
      next = ip.get(at) & 0xFF;
      at += octets;
    }
    return next == TCP ? tcp(ip, at, end, octets(ip, 8, 16), octets(ip, 24, 16)) : null;
  }

  private static @Nullable Segment tcp(
      ByteBuffer ip, int start, int end, byte[] source, byte[] destination) {
    if (start + 20 > end) {
      return null;
    }
    int header = (ip.get(start + 12) >> 4 & 15) * 4;
    if (header < 20) {
      return null;
    }
    int data = Math.min(end, start + header);
    Flow flow =
        new Flow(
            Endpoint.of(source, ip.getShort(start) & 0xFFFF),
            Endpoint.of(destination, ip.getShort(start + 2) & 0xFFFF));
    return new Segment(
        flow, ip.getInt(start + 4), ip.get(start + 13) & 0xFF, ip.slice(data, end - data));
  }

  private static byte[] octets(ByteBuffer ip, int at, int count) {
    byte[] octets = new byte[count];
    ip.get(at, octets);
    return octets;
  }
}
