package org.messagecenter.server.listen;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.messagecenter.protocol.codec.PduFrameDecoder;

/** A connection without a socket, whose peer can stop reading. */
public class PeerSocket extends EmbeddedChannel {
  /** Octets that a peer may leave unread. */
  static final int MAX_PENDING = 64 * 1024;

  static final ListenSettings SETTINGS =
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

  PeerSocket() {
    config().setWriteBufferWaterMark(new WriteBufferWaterMark(MAX_PENDING / 8, MAX_PENDING / 4));
  }

  /** The connection is there, and carries that session. */
  final void carries(SmppChannel channel) {
    pipeline().addLast(new PduFrameDecoder(), channel.input());
    pipeline().fireChannelActive();
  }

  /** The peer stops to read, or reads on. */
  public final void stuck(boolean stops) {
    stuck = stops;
    if (!stops) {
      unsafe().flush();
    }
  }

  @Override
  protected final void doWrite(ChannelOutboundBuffer in) throws Exception {
    if (!stuck) {
      super.doWrite(in);
    }
  }
}
