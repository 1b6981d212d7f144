package org.messagecenter.server.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the PROXY protocol header of a connection from a trusted address, then makes room for the
 * handlers of the connection itself.
 *
 * <p>The first octet tells whether there is a header: {@code P} begins version 1 and CR version 2,
 * while a PDU begins with the high octet of its length, zero in every PDU we take, and a TLS
 * handshake with 0x16.
 */
final class ProxyGate extends ByteToMessageDecoder {
  private static final byte VERSION_1 = 'P';
  private static final byte VERSION_2 = '\r';

  /** What a header may carry beside the addresses, in octets; a client certificate's name fits. */
  private static final int MAX_TLVS = 4096;

  /** What becomes of the connection; exactly one of the two is called. */
  interface Next {
    /** Adds the connection's handlers. */
    void serve(InetSocketAddress peer);

    void turnAway();
  }

  private final InetSocketAddress direct;
  private final boolean required;
  private final Duration limit;
  private final Next next;
  private @Nullable ScheduledFuture<?> late;
  private boolean decided;

  /**
   * @param direct the address the connection comes from: the proxy's
   * @param limit how long the header may take to come
   */
  ProxyGate(InetSocketAddress direct, boolean required, Duration limit, Next next) {
    this.direct = direct;
    this.required = required;
    this.limit = limit;
    this.next = next;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    // Nobody else is told before it is known whose connection this is.
    late = ctx.executor().schedule(this::turnAway, limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    decide();
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    byte first = in.getByte(in.readerIndex());
    if (first == VERSION_1 || first == VERSION_2) {
      ctx.pipeline().addAfter(ctx.name(), null, new Taker());
      ctx.pipeline().addAfter(ctx.name(), null, new HAProxyMessageDecoder(MAX_TLVS, true));
      ctx.pipeline().remove(this);
    } else if (required) {
      in.skipBytes(in.readableBytes());
      turnAway();
    } else if (decide()) {
      next.serve(direct);
      ctx.fireChannelActive();
      ctx.pipeline().remove(this);
    }
  }

  private boolean decide() {
    boolean first = !decided;
    decided = true;
    ScheduledFuture<?> timer = late;
    if (timer != null) {
      timer.cancel(false);
    }
    return first;
  }

  private void turnAway() {
    if (decide()) {
      next.turnAway();
    }
  }

  /** The peer as the header names it; the proxy itself where it speaks for itself, as in checks. */
  private InetSocketAddress named(HAProxyMessage header) throws UnknownHostException {
    String source = header.sourceAddress();
    byte[] octets = source == null ? null : NetUtil.createByteArrayFromIpAddressString(source);
    if (header.command() == HAProxyCommand.LOCAL || octets == null) {
      return direct;
    }
    return new InetSocketAddress(InetAddress.getByAddress(octets), header.sourcePort());
  }

  private final class Taker extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
      if (!(message instanceof HAProxyMessage header)) {
        ctx.fireChannelRead(message);
        return;
      }
      InetSocketAddress peer;
      try {
        peer = named(header);
      } finally {
        header.release();
      }
      if (decide()) {
        next.serve(peer);
        ctx.fireChannelActive();
        ctx.pipeline().remove(this);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      decide();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      turnAway();
    }
  }
}
