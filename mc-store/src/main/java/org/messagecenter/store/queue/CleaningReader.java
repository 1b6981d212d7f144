package org.messagecenter.store.queue;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks what the cleaner is going to move, on a thread of its own, which begins with the
 * first chunk: a store that needs no cleaning has no such thread.
 */
final class CleaningReader {

  private static final long LOOK_AGAIN_NANOS = 50_000;

  private final Runnable wake;
  private final Runnable whenDead;
  private final LinkedBlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
  private @Nullable Helper thread;
  private boolean ended;

  /**
   * @param wake ends the waiting of the store's thread
   * @param whenDead run when {@link #checkAlive} begins to fail
   */
  CleaningReader(Runnable wake, Runnable whenDead) {
    this.wake = wake;
    this.whenDead = whenDead;
  }

  /** Fails when its thread died. Cheap. */
  void checkAlive() throws IOException {
    Helper running = thread;
    if (running != null) {
      running.checkAlive();
    }
  }

  /** Reads the chunk, and wakes the store when that is over. */
  void read(CleaningChunk chunk) {
    if (thread == null) {
      thread = new Helper("store-cleaner", this::run, whenDead);
      thread.start();
    }
    chunk.retain();
    jobs.add(
        () -> {
          chunk.read();
          wake.run();
        });
  }

  /** Waits a limited time for the chunk; false when it is not there by then. */
  static boolean await(CleaningChunk chunk, long nanos) {
    long end = System.nanoTime() + nanos;
    while (!chunk.isDone() && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(chunk, LOOK_AGAIN_NANOS);
    }
    return chunk.isDone();
  }

  /** Ends the thread, after what it was asked to read. */
  void close() {
    Helper running = thread;
    if (running == null) {
      return;
    }
    jobs.add(() -> ended = true);
    running.join();
  }

  private void run() {
    while (!ended) {
      try {
        jobs.take().run();
      } catch (InterruptedException e) {
        // Nobody of ours interrupts; the files' owner ends this thread.
      }
    }
  }
}
