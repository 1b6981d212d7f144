package org.messagecenter.server.upstream;

import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.listen.Connections;
import org.messagecenter.server.listen.SessionHandler;
import org.messagecenter.server.listen.SmppDialer;

/** Connects on the carrier's lane, after a thread of its own has looked the name up. */
final class NettyDialer implements BindDialer {
  private final CarrierSettings settings;
  private final Lane lane;
  private final Connections connections;
  private final @Nullable CarrierTlsContext tls;
  private final Executor lookups;

  /**
   * @param tls null for plain TCP
   * @param lookups may be kept waiting by name servers and disks
   */
  NettyDialer(
      CarrierSettings settings,
      Lane lane,
      Connections connections,
      @Nullable CarrierTlsContext tls,
      Executor lookups) {
    this.settings = settings;
    this.lane = lane;
    this.connections = connections;
    this.tls = tls;
    this.lookups = lookups;
  }

  @Override
  public void dial(
      CarrierHost host, int turn, SessionHandler handler, Consumer<@Nullable Throwable> ended) {
    try {
      lookups.execute(() -> lookedUp(host, turn, handler, ended));
    } catch (RejectedExecutionException e) {
      ended.accept(e);
    }
  }

  private void lookedUp(
      CarrierHost host, int turn, SessionHandler handler, Consumer<@Nullable Throwable> ended) {
    try {
      InetAddress[] all = InetAddress.getAllByName(host.host());
      InetAddress address = all[Math.floorMod(turn, all.length)];
      SslContext context = tls == null ? null : tls.current();
      dialer(handler)
          .connect(
              new InetSocketAddress(address, host.port()),
              context,
              host.host(),
              new Connection(ended));
    } catch (UnknownHostException e) {
      tell(ended, new UnknownHostException("no address is known for " + host.host()));
    } catch (RuntimeException e) {
      tell(ended, e);
    }
  }

  private SmppDialer dialer(SessionHandler handler) {
    return new SmppDialer(
        lane.loop(),
        connections.asEsme(settings.session(), settings.login().version(), handler),
        settings.timers().connect());
  }

  private void tell(Consumer<@Nullable Throwable> ended, Throwable cause) {
    try {
      lane.loop().execute(() -> ended.accept(cause));
    } catch (RejectedExecutionException e) {
      // The loops have ended: nobody waits for news of a connection any more.
      cause.addSuppressed(e);
    }
  }

  private record Connection(Consumer<@Nullable Throwable> listener) implements SmppDialer.Call {
    @Override
    public Object owner() {
      return this;
    }

    @Override
    public void bound() {
      // Only the other side's binds are told here.
    }

    @Override
    public void ended(@Nullable Throwable cause) {
      listener.accept(cause);
    }
  }
}
