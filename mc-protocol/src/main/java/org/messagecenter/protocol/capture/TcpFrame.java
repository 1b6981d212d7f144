package org.messagecenter.protocol.capture;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Makes Ethernet frames with TCP segments, for one direction of a connection. */
final class TcpFrame {
  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int PSH = 0x08;
  static final int ACK = 0x10;

  /** What fits a datagram of 65,535 octets behind the longer of the two IP headers we write. */
  static final int MAX_PAYLOAD = 65_535 - 40 - 20;

  private static final int ETHERNET_HEADER = 14;
  private static final int TCP_HEADER = 20;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int TCP = 6;
  private static final int HOPS = 64;
  private static final short IPV4 = 0x0800;
  private static final short IPV6 = (short) 0x86DD;

  private final byte[] source;
  private final byte[] destination;
  private final int sourcePort;
  private final int destinationPort;
  private final byte fromStation;
  private final byte toStation;

  /** The stations are the last octets of the two made-up Ethernet addresses. */
  TcpFrame(InetSocketAddress from, InetSocketAddress to, int fromStation, int toStation) {
    InetAddress a = from.getAddress();
    InetAddress b = to.getAddress();
    boolean v4 = a instanceof Inet4Address && b instanceof Inet4Address;
    this.source = v4 ? a.getAddress() : wide(a);
    this.destination = v4 ? b.getAddress() : wide(b);
    this.sourcePort = from.getPort();
    this.destinationPort = to.getPort();
    this.fromStation = (byte) fromStation;
    this.toStation = (byte) toStation;
  }

  /** 16 octets; an IPv4 address is mapped, ::ffff:a.b.c.d. */
  private static byte[] wide(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length == 16) {
      return octets;
    }
    return ByteBuffer.allocate(16)
        .putLong(0)
        .putShort((short) 0)
        .putShort((short) -1)
        .put(octets)
        .array();
  }

  byte[] make(int sequence, int acknowledged, int flags, byte[] payload, int offset, int length) {
    boolean v4 = source.length == 4;
    int ipHeader = v4 ? IPV4_HEADER : IPV6_HEADER;
    int segment = TCP_HEADER + length;
    ByteBuffer frame = ByteBuffer.allocate(ETHERNET_HEADER + ipHeader + segment);
    station(frame, toStation);
    station(frame, fromStation);
    frame.putShort(v4 ? IPV4 : IPV6);
    if (v4) {
      frame.putShort((short) 0x4500).putShort((short) (IPV4_HEADER + segment));
      // No identification and "do not fragment": these are never cut.
      frame.putShort((short) 0).putShort((short) 0x4000);
      frame.put((byte) HOPS).put((byte) TCP).putShort((short) 0).put(source).put(destination);
      int header = ETHERNET_HEADER;
      frame.putShort(header + 10, fold(sum(frame, header, IPV4_HEADER)));
    } else {
      frame.putInt(0x60000000).putShort((short) segment).put((byte) TCP).put((byte) HOPS);
      frame.put(source).put(destination);
    }
    int tcp = frame.position();
    frame.putShort((short) sourcePort).putShort((short) destinationPort);
    frame.putInt(sequence).putInt(acknowledged);
    frame.put((byte) ((TCP_HEADER / 4) << 4)).put((byte) flags).putShort((short) 0xFFFF);
    frame.putShort((short) 0).putShort((short) 0);
    frame.put(payload, offset, length);
    // The pseudo header: both addresses, which stand right before, the protocol and the length.
    int addresses = 2 * source.length;
    long sum = sum(frame, tcp - addresses, addresses + segment) + TCP + segment;
    frame.putShort(tcp + 16, fold(sum));
    return frame.array();
  }

  /** Locally administered, so that no real station has it. */
  private static void station(ByteBuffer frame, byte last) {
    frame.putInt(0x02000000).put((byte) 0).put(last);
  }

  /** The sum of RFC 1071 over 16-bit words. */
  static long sum(ByteBuffer octets, int from, int length) {
    long sum = 0;
    for (int i = 0; i + 1 < length; i += 2) {
      sum += octets.getShort(from + i) & 0xFFFF;
    }
    return length % 2 == 0 ? sum : sum + ((octets.get(from + length - 1) & 0xFF) << 8);
  }

  static short fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (short) ~folded;
  }
}
