package org.messagecenter.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.BindReceiver;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.BindTransmitter;
import org.messagecenter.protocol.pdu.Pdu;

/** One run of the load client, from the binds to the figures. */
final class LoadRun {

  private static final Duration BIND_LIMIT = Duration.ofSeconds(30);
  private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(2);
  private static final int CONNECT_MILLIS = 10_000;
  private static final long LOOK_NANOS = 2_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final LoadPlan plan;
  private final @Nullable SslContext tls;
  private final Progress progress;
  private final Totals totals = new Totals();
  private final @Nullable Ledger ledger;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<LoadBind> binds = new ArrayList<>();

  /** Told about once a second how the run stands. */
  @FunctionalInterface
  interface Progress {
    void at(double seconds, Totals totals);
  }

  LoadRun(LoadPlan plan, @Nullable SslContext tls, Progress progress) {
    this.plan = plan;
    this.tls = tls;
    this.progress = progress;
    long expected = plan.count() == Long.MAX_VALUE ? 0 : plan.count();
    ledger = plan.verify() ? new Ledger(expected) : null;
  }

  /**
   * Runs to the end.
   *
   * @throws IOException when not every bind could be made; nothing was submitted then
   * @throws InterruptedException when the waiting thread is interrupted; the run is given up
   */
  LoadResult run() throws IOException, InterruptedException {
    boolean epoll = Epoll.isAvailable();
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            plan.lanes(), epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    try {
      SubmitTemplate template =
          new SubmitTemplate(
              plan.source(), plan.destination(), plan.length(), plan.registeredDelivery());
      for (int n = 0; n < plan.lanes(); n++) {
        lanes.add(new Lane(loops.next(), n, plan, template, totals, ledger));
      }
      bindAll(epoll ? EpollSocketChannel.class : NioSocketChannel.class);
      return send();
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private void bindAll(Class<? extends Channel> channels) throws IOException, InterruptedException {
    for (int n = 0; n < plan.binds(); n++) {
      Lane lane = lanes.get(n % lanes.size());
      if (plan.kind() == LoadPlan.Kind.PAIR) {
        binds.add(connect(new LoadBind(lane, receiver(n), false), lane, channels));
      }
      Pdu request = plan.kind() == LoadPlan.Kind.TRANSCEIVER ? transceiver(n) : transmitter(n);
      binds.add(connect(new LoadBind(lane, request, true), lane, channels));
    }
    CompletableFuture<?>[] all =
        binds.stream().map(LoadBind::bound).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(all).get(BIND_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new IOException("not every bind was answered within " + BIND_LIMIT.toSeconds() + " s");
    }
  }

  private LoadBind connect(LoadBind bind, Lane lane, Class<? extends Channel> channels) {
    new Bootstrap()
        .group(lane.loop())
        .channel(channels)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                if (tls != null) {
                  channel
                      .pipeline()
                      .addLast(tls.newHandler(channel.alloc(), plan.host(), plan.port()));
                }
                channel.pipeline().addLast(bind);
              }
            })
        .connect(plan.host(), plan.port())
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                bind.bound().completeExceptionally(connected.cause());
                bind.closed().complete(bind);
              }
            });
    return bind;
  }

  private Pdu transceiver(int number) {
    return new BindTransceiver(
        plan.systemId(number), plan.password(), "", plan.interfaceVersion(), 0, 0, "");
  }

  private Pdu transmitter(int number) {
    return new BindTransmitter(
        plan.systemId(number), plan.password(), "", plan.interfaceVersion(), 0, 0, "");
  }

  private Pdu receiver(int number) {
    return new BindReceiver(
        plan.systemId(number), plan.password(), "", plan.interfaceVersion(), 0, 0, "");
  }

  private LoadResult send() throws InterruptedException {
    long cpuBefore = LoadResult.processCpuNanos();
    long start = System.nanoTime();
    onEachLane(lane -> lane.start(start));
    long progressAt = start + SECOND_NANOS;
    long drainUntil = 0;
    while (true) {
      long now = System.nanoTime();
      boolean gone = binds.stream().allMatch(bind -> bind.closed().isDone());
      boolean sending =
          !gone
              && now - start < plan.sendFor().toNanos()
              && lanes.stream().anyMatch(Lane::isSending);
      if (!sending && drainUntil == 0) {
        onEachLane(Lane::stop);
        drainUntil = now + plan.drain().toNanos();
      }
      if (now - progressAt >= 0) {
        progress.at((now - start) / 1e9, totals);
        progressAt += SECOND_NANOS;
      }
      if (drainUntil != 0 && (gone || !awaitsAnything() || now - drainUntil >= 0)) {
        break;
      }
      LockSupport.parkNanos(LOOK_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    long cpu = LoadResult.processCpuNanos() - cpuBefore;
    leaveAll();
    return result(start, cpu);
  }

  private boolean awaitsAnything() {
    if (totals.outstanding() > 0) {
      return true;
    }
    if (!plan.expectsReceipts()) {
      return false;
    }
    return ledger != null
        ? ledger.unreceipted() > 0
        : totals.receipts.sum() < totals.accepted.sum();
  }

  private void leaveAll() throws InterruptedException {
    for (LoadBind bind : binds) {
      bind.loop().execute(bind::leave);
    }
    CompletableFuture<?>[] all =
        binds.stream().map(LoadBind::closed).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(all).get(GOODBYE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      for (LoadBind bind : binds) {
        bind.loop().execute(bind::close);
      }
    }
  }

  private LoadResult result(long start, long cpuNanos) throws InterruptedException {
    Histogram latency = Lane.newHistogram();
    long[] last = {start, start};
    onEachLane(
        lane -> {
          latency.add(lane.latency);
          last[0] = Math.max(last[0], lane.lastResponse());
          last[1] = Math.max(last[1], lane.lastReceipt());
        });
    return new LoadResult(
        plan,
        tls != null,
        totals,
        last[0] - start,
        last[1] - start,
        latency,
        ledger == null ? null : ledger.result(),
        cpuNanos);
  }

  /** Runs the task on each lane's loop, one after the other, and waits for it. */
  private void onEachLane(Consumer<Lane> task) throws InterruptedException {
    for (Lane lane : lanes) {
      Future<?> done = lane.loop().submit(() -> task.accept(lane));
      try {
        done.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the lane failed", e);
      }
    }
  }
}
