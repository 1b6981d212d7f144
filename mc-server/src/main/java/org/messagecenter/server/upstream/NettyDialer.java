package org.messagecenter.server.upstream;

import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.DurationText;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.listen.Connections;
import org.messagecenter.server.listen.SessionHandler;
import org.messagecenter.server.listen.SmppDialer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects on the carrier's lane, after threads of their own have looked the name up and the TLS
 * files through. They have as long as the connection that follows; an attempt that they are not
 * ready for in time has failed.
 */
final class NettyDialer implements BindDialer {
  private static final Logger log = LoggerFactory.getLogger(NettyDialer.class);

  private final CarrierSettings settings;
  private final Lane lane;
  private final Connections connections;
  private final @Nullable SlowCall<Optional<SslContext>> tls;
  private final HostNames names;

  /** What a connection is made with. */
  private record Means(List<InetAddress> addresses, Optional<SslContext> tls) {}

  /**
   * @param tls finds the context of the next connection; null for plain TCP
   */
  NettyDialer(
      CarrierSettings settings,
      Lane lane,
      Connections connections,
      @Nullable SlowCall<Optional<SslContext>> tls,
      HostNames names) {
    this.settings = settings;
    this.lane = lane;
    this.connections = connections;
    this.tls = tls;
    this.names = names;
  }

  @Override
  public void dial(
      CarrierHost host, int turn, SessionHandler handler, Consumer<@Nullable Throwable> ended) {
    Duration limit = settings.timers().connect();
    CompletableFuture<List<InetAddress>> addresses = names.find(host.host());
    CompletableFuture<Optional<SslContext>> context =
        tls == null ? CompletableFuture.completedFuture(Optional.empty()) : tls.ask();
    ScheduledFuture<?> late =
        lane.loop()
            .schedule(
                () -> {
                  addresses.completeExceptionally(late("no address was found", limit));
                  context.completeExceptionally(late("the TLS files were not read", limit));
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
    addresses
        .thenCombine(context, Means::new)
        .whenComplete(
            (means, failure) ->
                onLane(
                    () -> {
                      late.cancel(false);
                      if (means == null) {
                        ended.accept(cause(host, failure));
                      } else {
                        connect(host, turn, means, handler, ended);
                      }
                    }));
  }

  private void connect(
      CarrierHost host,
      int turn,
      Means means,
      SessionHandler handler,
      Consumer<@Nullable Throwable> ended) {
    List<InetAddress> all = means.addresses();
    InetSocketAddress address =
        new InetSocketAddress(all.get(Math.floorMod(turn, all.size())), host.port());
    SmppDialer dialer =
        new SmppDialer(
            lane.loop(),
            connections.asEsme(settings.session(), settings.login().version(), handler),
            settings.timers().connect());
    try {
      dialer.connect(address, means.tls().orElse(null), host.host(), new Connection(ended));
    } catch (RuntimeException | Error e) {
      // An Error too: the bind is tried again only when it hears of this.
      ended.accept(e);
    }
  }

  private void onLane(Runnable task) {
    try {
      lane.loop().execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("{}: nobody waits for its connection, the lane has ended", settings.name());
    }
  }

  private static TimeoutException late(String what, Duration limit) {
    return new TimeoutException(what + " within " + DurationText.of(limit));
  }

  private static Throwable cause(CarrierHost host, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof UnknownHostException
        ? new UnknownHostException("no address is known for " + host.host())
        : cause;
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
