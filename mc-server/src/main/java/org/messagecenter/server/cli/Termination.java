package org.messagecenter.server.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wish that the process ends: by a signal, or by a part that cannot go on. Thread-safe; the
 * first wish counts.
 */
public final class Termination {

  private static final Logger log = LoggerFactory.getLogger(Termination.class);

  private final CompletableFuture<Integer> wish = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /**
   * Asks for the end.
   *
   * @param status the exit status
   * @param why for the log
   * @return whether this was the first wish
   */
  public boolean request(int status, String why) {
    boolean first = wish.complete(status);
    if (first) {
      log.info("stopping: {}", why);
    }
    return first;
  }

  /** Whether the end was asked for. */
  public boolean requested() {
    return wish.isDone();
  }

  /** Waits for the first wish and answers its exit status. */
  public int await() throws InterruptedException {
    try {
      return wish.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a wish does not fail", e);
    }
  }

  /** Tells those who wait for the end that everything is stopped. */
  void stopped() {
    stopped.complete(null);
  }

  boolean isStopped() {
    return stopped.isDone();
  }

  /** Waits until everything is stopped, or not longer than this. */
  boolean awaitStopped(long seconds) {
    try {
      stopped.get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a stop does not fail", e);
    }
  }
}
