package org.messagecenter.server.listen;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.lane.LoopRest;

/** The listening sockets: plain and TLS, one pipeline for each accepted connection. */
public final class SmppListener implements AutoCloseable {
  private final ListenSettings settings;
  private final EventLoopGroup loops;
  private final SessionPipeline sessions;
  private final @Nullable Supplier<SslContext> tlsContext;
  private final ConnectionLimits limits;
  private final List<Channel> open = new ArrayList<>();

  /**
   * @param loops the event loops that the lanes stand on
   * @param tlsContext asked for each new TLS connection, so that renewed certificates serve at once
   */
  public SmppListener(
      EventLoopGroup loops, SessionPipeline sessions, @Nullable Supplier<SslContext> tlsContext) {
    this.settings = sessions.settings();
    this.limits =
        new ConnectionLimits(
            settings.maxHalfOpen(), settings.maxHalfOpenPerAddress(), settings.maxPerAddress());
    this.loops = loops;
    this.sessions = sessions;
    this.tlsContext = tlsContext;
  }

  /** Event loops on epoll where it is there, on NIO elsewhere. */
  public static EventLoopGroup eventLoops(int count, String name) {
    IoHandlerFactory io =
        Epoll.isAvailable()
            ? EpollIoHandler.newFactory(0, () -> new LoopRest(LockSupport::parkNanos))
            : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name), io);
  }

  /**
   * Opens the configured listeners.
   *
   * @throws IOException when an address cannot be bound; the message names it
   */
  public void start() throws IOException {
    if (settings.port().isPresent()) {
      open.add(bind(settings.port().getAsInt(), false));
    }
    if (settings.tlsPort().isPresent()) {
      open.add(bind(settings.tlsPort().getAsInt(), true));
    }
  }

  /** The port of the plain listener, or -1 when there is none. */
  public int port() {
    return settings.port().isPresent() && !open.isEmpty() ? portOf(open.get(0)) : -1;
  }

  /** The port of the TLS listener, or -1 when there is none. */
  public int tlsPort() {
    return settings.tlsPort().isPresent() && !open.isEmpty()
        ? portOf(open.get(open.size() - 1))
        : -1;
  }

  /** Stops accepting; connections that are there stay. */
  @Override
  public void close() {
    for (Channel channel : open) {
      channel.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
  }

  private static int portOf(Channel channel) {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private Channel bind(int port, boolean tls) throws IOException {
    Class<? extends ServerChannel> type =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    var future =
        new ServerBootstrap()
            .group(loops)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, settings.backlog())
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(
                    settings.maxPendingOutput() / 8, settings.maxPendingOutput() / 4))
            .childHandler(new Connection(tls))
            .bind(settings.host(), port)
            .awaitUninterruptibly();
    if (!future.isSuccess()) {
      throw new IOException(
          "Cannot listen on " + settings.host() + ":" + port + ": " + future.cause().getMessage(),
          future.cause());
    }
    // Behind the handler that stops accepting for a second, and passes the failure on.
    future.channel().pipeline().addLast(new AcceptFailures());
    return future.channel();
  }

  private final class Connection extends ChannelInitializer<SocketChannel> {
    private final boolean tls;

    Connection(boolean tls) {
      this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      InetSocketAddress direct = channel.remoteAddress();
      if (direct == null) {
        channel.close(); // gone before it could be asked for its address
        return;
      }
      ConnectionLimits.Place place = limits.enter();
      if (place == null) {
        turnAway(channel, direct, TurnedAway.HALF_OPEN);
        return;
      }
      channel.closeFuture().addListener(closed -> place.leave());
      if (settings.proxy() == ProxyMode.OFF) {
        serve(channel, place, direct);
      } else if (settings.proxyTrusted().contains(direct)) {
        channel.pipeline().addLast(gate(channel, place, direct));
      } else if (settings.proxy() == ProxyMode.REQUIRED) {
        turnAway(channel, direct, TurnedAway.PROXY_UNTRUSTED);
      } else {
        serve(channel, place, direct);
      }
    }

    private ProxyGate gate(
        SocketChannel channel, ConnectionLimits.Place place, InetSocketAddress direct) {
      return new ProxyGate(
          direct,
          settings.proxy() == ProxyMode.REQUIRED,
          sessions.sessionSettings().sessionInit(),
          new ProxyGate.Next() {
            @Override
            public void serve(InetSocketAddress peer) {
              Connection.this.serve(channel, place, peer);
            }

            @Override
            public void turnAway() {
              Connection.this.turnAway(channel, direct, TurnedAway.PROXY_HEADER);
            }
          });
    }

    private void serve(
        SocketChannel channel, ConnectionLimits.Place place, InetSocketAddress peer) {
      TurnedAway reason = place.from(peer.getAddress());
      if (reason != null) {
        turnAway(channel, peer, reason);
        return;
      }
      SslHandler ssl =
          tls && tlsContext != null ? tlsContext.get().newHandler(channel.alloc()) : null;
      sessions.open(channel, peer, ssl, false, place::bound);
    }

    /** With a reset: a closed connection of its own would linger for each one turned away. */
    private void turnAway(SocketChannel channel, InetSocketAddress peer, TurnedAway reason) {
      sessions.handler().turnedAway(SmppChannel.words(peer), reason);
      if (channel.isOpen()) {
        channel.config().setSoLinger(0);
        channel.close();
      }
    }
  }
}
