package org.messagecenter.server.account;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The bounded pool that hashes passwords: it rejects what it cannot queue. */
public final class PasswordThreads implements Executor, AutoCloseable {

  private final ThreadPoolExecutor pool;

  /** Makes the pool; its threads start when they are needed and end after an idle minute. */
  public PasswordThreads(AuthenticationSettings settings) {
    pool =
        new ThreadPoolExecutor(
            settings.threads(),
            settings.threads(),
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(settings.queue()),
            task -> {
              var thread = new Thread(task, "password");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable check) {
    pool.execute(check);
  }

  /** How many checks wait for a thread. */
  public int waiting() {
    return pool.getQueue().size();
  }

  /** Drops waiting checks. Their binds are never answered: their connections are closing. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
