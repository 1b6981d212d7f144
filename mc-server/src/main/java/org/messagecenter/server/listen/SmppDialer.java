package org.messagecenter.server.listen;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Outbind;

/**
 * Makes connections: to ESMEs, to ask them to bind (34:2.2.1, 50:2.3.7), and to message centers, to
 * bind to them. What follows is a session like an accepted one.
 */
public final class SmppDialer implements AutoCloseable {
  private final EventLoopGroup loops;
  private final SessionPipeline sessions;
  private final Duration connect;
  private volatile boolean closed;

  /**
   * One call, and who hears what becomes of it. Told on the event loop of the connection, unless
   * that loop has ended.
   */
  public interface Call {
    /** What the connection's owner is until a bind. */
    Object owner();

    /** The peer has bound; we do not hear of our own binds here. */
    void bound();

    /**
     * The connection is gone, or there never was one. Told once, and last.
     *
     * @param cause why there was none, null otherwise
     */
    void ended(@Nullable Throwable cause);
  }

  /**
   * @param loops the event loops that the lanes stand on
   * @param connect how long a connection may take to be made, before TLS
   */
  public SmppDialer(EventLoopGroup loops, SessionPipeline sessions, Duration connect) {
    this.loops = loops;
    this.sessions = sessions;
    this.connect = connect;
  }

  /**
   * Connects and sends outbind. Returns at once, and can be called from any thread.
   *
   * @param address resolved
   * @param tls the client's side of TLS; null without
   * @param host what the peer's certificate is to name
   */
  public void call(
      InetSocketAddress address,
      @Nullable SslContext tls,
      String host,
      Outbind outbind,
      Call call) {
    connect(address, tls, host, session -> session.outbind(outbind), call);
  }

  /**
   * Connects. The first word is the session handler's, when it is told that the connection is
   * there. Returns at once, and can be called from any thread.
   *
   * @param address resolved
   * @param tls the client's side of TLS; null without
   * @param host what the peer's certificate is to name
   */
  public void connect(InetSocketAddress address, @Nullable SslContext tls, String host, Call call) {
    connect(address, tls, host, session -> {}, call);
  }

  private void connect(
      InetSocketAddress address,
      @Nullable SslContext tls,
      String host,
      Consumer<SmppChannel> firstWord,
      Call call) {
    int pending = sessions.settings().maxPendingOutput();
    new Bootstrap()
        .group(loops)
        .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connect.toMillis()))
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(pending / 8, pending / 4))
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(new Connected(channel, address, tls, host, firstWord, call));
              }
            })
        .connect(address)
        .addListener((ChannelFuture connected) -> followTo(connected, call));
  }

  private static void followTo(ChannelFuture connected, Call call) {
    if (connected.isSuccess()) {
      connected.channel().closeFuture().addListener(gone -> call.ended(null));
    } else {
      call.ended(connected.cause());
    }
  }

  /** Makes no more sessions; those that are there stay. */
  @Override
  public void close() {
    closed = true;
  }

  /** Only a connection that stands has both its addresses: then it becomes a session. */
  private final class Connected extends ChannelInboundHandlerAdapter {
    private final SocketChannel channel;
    private final InetSocketAddress address;
    private final @Nullable SslContext tls;
    private final String host;
    private final Consumer<SmppChannel> firstWord;
    private final Call call;

    Connected(
        SocketChannel channel,
        InetSocketAddress address,
        @Nullable SslContext tls,
        String host,
        Consumer<SmppChannel> firstWord,
        Call call) {
      this.channel = channel;
      this.address = address;
      this.tls = tls;
      this.host = host;
      this.firstWord = firstWord;
      this.call = call;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      if (closed) {
        ctx.close();
        return;
      }
      SslHandler ssl =
          tls == null ? null : tls.newHandler(channel.alloc(), host, address.getPort());
      SmppChannel session = sessions.open(channel, address, ssl, true, call::bound);
      session.owner(call.owner());
      ctx.fireChannelActive();
      firstWord.accept(session);
      ctx.pipeline().remove(this);
    }
  }
}
