package org.messagecenter.store.queue;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A thread that works for the store's. Whatever it dies of is kept, and the store fails of it: a
 * death that nobody heard of would leave those waiting for ever whose work it had.
 */
final class Helper {

  private final Runnable work;
  private final Runnable whenDead;
  private final Thread thread;
  private volatile @Nullable Throwable death;

  /**
   * @param work ends when the thread is to end
   * @param whenDead run by the thread that dies, when {@link #checkAlive} begins to fail; should
   *     need no memory, for that may be what it died of
   */
  Helper(String name, Runnable work, Runnable whenDead) {
    this.work = work;
    this.whenDead = whenDead;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      death = e;
      whenDead.run();
    }
  }

  /** Fails when the thread ended by itself. Cheap. */
  void checkAlive() throws IOException {
    Throwable cause = death;
    if (cause != null) {
      throw new IOException("the thread " + thread.getName() + " died: " + cause, cause);
    }
  }

  /** Waits for the thread's end, interrupts or not. */
  void join() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
