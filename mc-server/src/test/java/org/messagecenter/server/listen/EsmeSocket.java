package org.messagecenter.server.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.codec.PduFrameDecoder;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.session.Role;
import org.messagecenter.protocol.session.Session;
import org.messagecenter.protocol.session.SessionSettings;
import org.messagecenter.server.lane.Lane;

/** A connection of ours to a message center, without a socket: the test is the message center. */
public final class EsmeSocket extends EmbeddedChannel {
  private static final int MAX_PENDING = 64 * 1024;
  private static final ListenSettings SETTINGS =
      new ListenSettings(
          "localhost",
          OptionalInt.empty(),
          OptionalInt.empty(),
          1,
          1,
          PduFrameDecoder.DEFAULT_MAX_LENGTH,
          MAX_PENDING,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          0,
          0,
          0,
          ProxyMode.OFF,
          new TrustedNetworks(List.of()));

  private boolean stuck;

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
    socket
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(MAX_PENDING / 8, MAX_PENDING / 4));
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
    socket.pipeline().addLast(new PduFrameDecoder(), made.input());
    socket.pipeline().fireChannelActive();
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

  /** The message center stops to read, or reads on. */
  public void stuck(boolean stops) {
    stuck = stops;
    if (!stops) {
      unsafe().flush();
    }
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer in) throws Exception {
    if (!stuck) {
      super.doWrite(in);
    }
  }
}
