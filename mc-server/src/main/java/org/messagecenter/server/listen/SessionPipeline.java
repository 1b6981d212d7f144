package org.messagecenter.server.listen;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduFrameDecoder;
import org.messagecenter.protocol.session.Role;
import org.messagecenter.protocol.session.Session;
import org.messagecenter.protocol.session.SessionSettings;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;

/**
 * Makes a connection a session, whoever called whom: numbers it, lets the tap listen in, and gives
 * it its handlers.
 */
public final class SessionPipeline {
  static final int V3_3 = 0x33;

  private final ListenSettings settings;
  private final Lanes lanes;
  private final Supplier<SessionSettings> sessionSettings;
  private final SessionHandler handler;
  private final LongSupplier nanoTime;
  private final @Nullable Tap tap;
  private final @Nullable IntSupplier congestion;
  private final Role role;
  private final int assumedVersion;
  private final AtomicLong ids;

  /**
   * @param sessionSettings asked for each new connection
   * @param tap listens in on every connection; null when nobody does
   * @param congestion the load from 0 to 100 that 5.0 peers are told; null to tell nobody
   */
  public SessionPipeline(
      ListenSettings settings,
      Lanes lanes,
      Supplier<SessionSettings> sessionSettings,
      SessionHandler handler,
      LongSupplier nanoTime,
      @Nullable Tap tap,
      @Nullable IntSupplier congestion) {
    this(
        settings,
        lanes,
        sessionSettings,
        handler,
        nanoTime,
        tap,
        congestion,
        Role.MC,
        V3_3,
        new AtomicLong());
  }

  SessionPipeline(
      ListenSettings settings,
      Lanes lanes,
      Supplier<SessionSettings> sessionSettings,
      SessionHandler handler,
      LongSupplier nanoTime,
      @Nullable Tap tap,
      @Nullable IntSupplier congestion,
      Role role,
      int assumedVersion,
      AtomicLong ids) {
    this.role = role;
    this.assumedVersion = assumedVersion;
    this.ids = ids;
    this.settings = settings;
    this.lanes = lanes;
    this.sessionSettings = sessionSettings;
    this.handler = handler;
    this.nanoTime = nanoTime;
    this.tap = tap;
    this.congestion = congestion;
  }

  ListenSettings settings() {
    return settings;
  }

  SessionSettings sessionSettings() {
    return sessionSettings.get();
  }

  SessionHandler handler() {
    return handler;
  }

  /**
   * Adds the handlers of a session. On the connection's event loop.
   *
   * @param peer the peer's address, which a proxy may have named
   * @param ssl null without TLS
   * @param calling whether we have made the connection
   * @param whenBound told of a successful bind
   */
  SmppChannel open(
      SocketChannel channel,
      InetSocketAddress peer,
      @Nullable SslHandler ssl,
      boolean calling,
      Runnable whenBound) {
    boolean tls = ssl != null;
    if (ssl != null) {
      ssl.setHandshakeTimeoutMillis(settings.tlsHandshake().toMillis());
      channel.pipeline().addLast(ssl);
    }
    Lane lane = lanes.of(channel.eventLoop());
    long id = ids.incrementAndGet();
    Tap.Listening listening =
        tap == null ? null : tap.opened(id, peer, channel.localAddress(), tls, calling);
    if (listening != null) {
      channel.pipeline().addLast(new TapHandler(listening));
    }
    Session session = new Session(role, sessionSettings.get(), nanoTime.getAsLong());
    session.assumeVersion(assumedVersion);
    SmppChannel made =
        new SmppChannel(
            id,
            session,
            handler,
            settings,
            lane,
            channel,
            peer,
            tls,
            whenBound,
            nanoTime,
            congestion);
    channel.pipeline().addLast(new PduFrameDecoder(settings.maxPduLength()), made.input());
    return made;
  }
}
