package org.messagecenter.server.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/** Shows a {@link Tap} what passes. It stands in the pipeline only while somebody listens. */
final class TapHandler extends ChannelDuplexHandler {
  private final Tap.Listening listening;

  TapHandler(Tap.Listening listening) {
    this.listening = listening;
  }

  /** Tells the tap of this pipeline, if it has one, whom the connection belongs to. */
  static void bound(ChannelPipeline pipeline, String systemId) {
    @Nullable TapHandler handler = pipeline.get(TapHandler.class);
    if (handler != null && !handler.listening.bound(systemId)) {
      pipeline.remove(handler);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf octets) {
      listening.received(octets);
    }
    ctx.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf octets && octets.isReadable()) {
      listening.sent(octets);
    }
    ctx.write(message, promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    listening.closed();
    ctx.fireChannelInactive();
  }
}
