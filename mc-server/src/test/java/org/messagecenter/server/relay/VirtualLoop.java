package org.messagecenter.server.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** An event loop without a thread: whoever drives it says when it goes on, and what time it is. */
final class VirtualLoop extends AbstractScheduledEventExecutor implements EventLoop {
  private final LongSupplier nanoTime;
  private final Ticker ticker =
      new Ticker() {
        @Override
        public long initialNanoTime() {
          return 0;
        }

        @Override
        public long nanoTime() {
          return nanoTime.getAsLong();
        }

        @Override
        public void sleep(long delay, TimeUnit unit) {
          throw new UnsupportedOperationException("time is moved by hand");
        }
      };
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Thread driver;

  VirtualLoop(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Runs up to so many of the tasks whose time has come; says how many there were. */
  int run(int most) {
    driver = Thread.currentThread();
    try {
      Runnable due;
      while ((due = pollScheduledTask(nanoTime.getAsLong())) != null) {
        tasks.add(due);
      }
      int ran = 0;
      Runnable task;
      while (ran < most && (task = tasks.poll()) != null) {
        task.run();
        ran++;
      }
      return ran;
    } finally {
      driver = null;
    }
  }

  /** When the first of the tasks that wait for their time is due; -1 for none. */
  long nextDeadline() {
    driver = Thread.currentThread();
    try {
      return nextScheduledTaskDeadlineNanos();
    } finally {
      driver = null;
    }
  }

  @Override
  public Ticker ticker() {
    return ticker;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return thread == driver;
  }

  @Override
  public EventLoopGroup parent() {
    return this;
  }

  @Override
  public EventLoop next() {
    return this;
  }

  @Override
  public ChannelFuture register(Channel channel) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    throw new UnsupportedOperationException();
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isShuttingDown() {
    return false;
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<?> terminationFuture() {
    throw new UnsupportedOperationException();
  }

  @Override
  @Deprecated
  public void shutdown() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
