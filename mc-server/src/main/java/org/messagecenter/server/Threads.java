package org.messagecenter.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.messagecenter.server.account.PasswordThreads;
import org.messagecenter.server.history.MessageHistory;
import org.messagecenter.server.listen.SmppListener;

/**
 * What has threads of its own beside the store: begun before the parts that use it, ended after
 * them, and also when those cannot be made.
 *
 * @param loops the event loops that the lanes stand on
 * @param background for what looks at files now and then
 */
record Threads(
    EventLoopGroup loops,
    PasswordThreads passwords,
    ScheduledExecutorService background,
    MessageHistory history)
    implements AutoCloseable {

  static Threads begin(ServerSettings settings, MeterRegistry registry) {
    // First: the others begin no thread before they are used.
    MessageHistory history = MessageHistory.start(settings.history(), registry);
    try {
      return new Threads(
          SmppListener.eventLoops(settings.listen().loops(), "mc-loop"),
          new PasswordThreads(settings.accounts().authentication()),
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "mc-background");
                thread.setDaemon(true);
                return thread;
              }),
          history);
    } catch (RuntimeException | Error e) {
      history.close();
      throw e;
    }
  }

  @Override
  public void close() {
    history.close();
    passwords.close();
    background.shutdownNow();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
