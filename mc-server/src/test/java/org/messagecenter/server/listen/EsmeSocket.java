package org.messagecenter.server.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.session.Role;
import org.messagecenter.protocol.session.Session;
import org.messagecenter.protocol.session.SessionSettings;
import org.messagecenter.server.lane.Lane;

/** A connection of ours to a message center, without a socket: the test is the message center. */
public final class EsmeSocket extends PeerSocket {
  private EsmeSocket() {}

  /** Connects: the handler is told at once. */
  public static EsmeSocket open(
      long id,
      Lane lane,
      SessionSettings settings,
      int assumedVersion,
      SessionHandler handler,
      LongSupplier nanoTime) {
    EsmeSocket socket = new EsmeSocket();
    Session session = new Session(Role.ESME, settings, nanoTime.getAsLong());
    session.assumeVersion(assumedVersion);
    SmppChannel made =
        new SmppChannel(
            id,
            session,
            handler,
            SETTINGS,
            lane,
            socket,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 2775),
            false,
            () -> {},
            nanoTime,
            null);
    socket.carries(made);
    return socket;
  }

  /** The message center sends this, in one piece with what else is given. */
  public void receives(ByteBuf... pdus) {
    writeInbound(Unpooled.wrappedBuffer(pdus));
  }

  /** A PDU as it travels. */
  public static ByteBuf wire(Pdu pdu, int status, int sequence) {
    ByteBuf octets = Unpooled.buffer();
    PduCodec.encode(octets, pdu, status, sequence);
    return octets;
  }

  /** What was written since the last look. */
  public List<Packet> written() {
    List<Packet> packets = new ArrayList<>();
    for (ByteBuf write = readOutbound(); write != null; write = readOutbound()) {
      while (write.isReadable()) {
        int length = write.getInt(write.readerIndex());
        packets.add((Packet) PduCodec.decode(write.readSlice(length)));
      }
      write.release();
    }
    return packets;
  }
}
