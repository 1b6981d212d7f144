package org.messagecenter.server.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A call that a name server or a disk may keep waiting for any time, and that cannot be broken off.
 * It is under way once at most: who asks meanwhile gets that one's result. So one that hangs costs
 * one thread, however often it is asked for. Thread-safe.
 *
 * @param <T> what it results in
 */
public final class SlowCall<T> {
  private final Callable<T> call;
  private final Executor threads;
  private final List<CompletableFuture<T>> waiting = new ArrayList<>();
  private boolean underWay;

  /**
   * Threads that are there only while something is slow, and that run each call at once or refuse
   * it.
   *
   * @param most of them
   */
  public static ThreadPoolExecutor threads(String name, int most) {
    return new ThreadPoolExecutor(
        0,
        most,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread made = new Thread(task, name);
          made.setDaemon(true);
          return made;
        });
  }

  /**
   * @param threads run the call at once or refuse it; one that queues would have it wait for others
   */
  public SlowCall(Callable<T> call, Executor threads) {
    this.call = call;
    this.threads = threads;
  }

  /**
   * Begins the call or joins the one that is under way.
   *
   * @return completes on the thread of the call, exceptionally with whatever it threw; who waits no
   *     longer completes it
   */
  public CompletableFuture<T> ask() {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean first;
    synchronized (this) {
      first = !underWay;
      underWay = true;
      waiting.add(answer);
    }
    if (first) {
      try {
        threads.execute(this::run);
      } catch (RuntimeException | Error e) {
        tell(each -> each.completeExceptionally(e));
      }
    }
    answer.whenComplete((result, failure) -> forget(answer));
    return answer;
  }

  private void run() {
    T result;
    try {
      result = call.call();
    } catch (Throwable e) {
      // An Error too: nobody would begin the call again if this one stayed under way.
      tell(each -> each.completeExceptionally(e));
      return;
    }
    tell(each -> each.complete(result));
  }

  private void tell(Consumer<CompletableFuture<T>> how) {
    List<CompletableFuture<T>> told;
    synchronized (this) {
      told = List.copyOf(waiting);
      waiting.clear();
      underWay = false;
    }
    told.forEach(how);
  }

  private synchronized void forget(CompletableFuture<T> answer) {
    waiting.removeIf(each -> each == answer);
  }

  /** How many wait for the call that is under way. */
  synchronized int waiting() {
    return waiting.size();
  }
}
