package org.messagecenter.protocol.capture;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What two sides said over one connection, made up again as the TCP segments of a connection
 * without TLS: opening handshake, data with right sequence numbers and checksums, close.
 *
 * <p>Whatever port the message center really served on, its side is written as port 2775, by which
 * tools know SMPP. Octets that are missing from the record leave a hole in the sequence numbers,
 * which tools report as such.
 *
 * <p>Not thread-safe. The writer is an argument of every call, so that a conversation can go on in
 * the next file.
 */
public final class TcpConversation {
  /** The port of SMPP in the registry of services. */
  public static final int SMPP_PORT = 2775;

  private static final byte[] NOTHING = {};
  private static final int PEER = 1;
  private static final int SELF = 2;

  private final TcpFrame fromPeer;
  private final TcpFrame fromSelf;
  private int peerSequence;
  private int selfSequence;

  /**
   * @param peer the other side's address and port
   * @param self our address; the port is not used
   * @param number tells conversations apart that one peer has from one port, one after the other
   */
  public TcpConversation(InetSocketAddress peer, InetSocketAddress self, long number) {
    InetSocketAddress served = new InetSocketAddress(self.getAddress(), SMPP_PORT);
    this.fromPeer = new TcpFrame(peer, served, PEER, SELF);
    this.fromSelf = new TcpFrame(served, peer, SELF, PEER);
    // Sequence numbers of a new connection should be far from those of the one before.
    int start = (int) ((number * 0x9E3779B97F4A7C15L) >>> 32);
    this.peerSequence = start;
    this.selfSequence = ~start;
  }

  /**
   * The peer connects.
   *
   * @param comment stands beside the first segment; null for none
   * @throws IOException as the writer does
   */
  public void open(PcapngWriter writer, long micros, @Nullable String comment) throws IOException {
    peer(writer, micros, TcpFrame.SYN, comment);
    peerSequence++;
    self(writer, micros, TcpFrame.SYN | TcpFrame.ACK);
    selfSequence++;
    peer(writer, micros, TcpFrame.ACK, null);
  }

  /**
   * The peer sent these octets.
   *
   * @throws IOException as the writer does
   */
  public void fromPeer(PcapngWriter writer, long micros, byte[] octets, @Nullable String comment)
      throws IOException {
    String beside = comment;
    for (int at = 0; at < octets.length; at += TcpFrame.MAX_PAYLOAD) {
      int count = Math.min(TcpFrame.MAX_PAYLOAD, octets.length - at);
      int flags = TcpFrame.PSH | TcpFrame.ACK;
      writer.frame(
          micros, fromPeer.make(peerSequence, selfSequence, flags, octets, at, count), beside);
      peerSequence += count;
      beside = null;
    }
  }

  /**
   * We sent these octets.
   *
   * @throws IOException as the writer does
   */
  public void fromSelf(PcapngWriter writer, long micros, byte[] octets, @Nullable String comment)
      throws IOException {
    String beside = comment;
    for (int at = 0; at < octets.length; at += TcpFrame.MAX_PAYLOAD) {
      int count = Math.min(TcpFrame.MAX_PAYLOAD, octets.length - at);
      int flags = TcpFrame.PSH | TcpFrame.ACK;
      writer.frame(
          micros, fromSelf.make(selfSequence, peerSequence, flags, octets, at, count), beside);
      selfSequence += count;
      beside = null;
    }
  }

  /** The peer sent octets of which there is no record. */
  public void missingFromPeer(int count) {
    peerSequence += count;
  }

  /** We sent octets of which there is no record. */
  public void missingFromSelf(int count) {
    selfSequence += count;
  }

  /**
   * The connection ends.
   *
   * @throws IOException as the writer does
   */
  public void close(PcapngWriter writer, long micros) throws IOException {
    peer(writer, micros, TcpFrame.FIN | TcpFrame.ACK, null);
    peerSequence++;
    self(writer, micros, TcpFrame.FIN | TcpFrame.ACK);
    selfSequence++;
    peer(writer, micros, TcpFrame.ACK, null);
  }

  private void peer(PcapngWriter writer, long micros, int flags, @Nullable String comment)
      throws IOException {
    int acknowledged = (flags & TcpFrame.ACK) == 0 ? 0 : selfSequence;
    writer.frame(micros, fromPeer.make(peerSequence, acknowledged, flags, NOTHING, 0, 0), comment);
  }

  private void self(PcapngWriter writer, long micros, int flags) throws IOException {
    writer.frame(micros, fromSelf.make(selfSequence, peerSequence, flags, NOTHING, 0, 0), null);
  }
}
