package org.messagecenter.store.queue;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks what the cleaner is going to move, on a thread of its own, which begins with the
 * first chunk: a store that needs no cleaning has no such thread.
 */
final class CleaningReader {

  private static final long LOOK_AGAIN_NANOS = 50_000;

  private final Inbox inbox;
  private final LinkedBlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;
  private boolean ended;

  CleaningReader(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Reads the chunk, and wakes the store when that is over. */
  void read(CleaningChunk chunk) {
    if (thread == null) {
      thread = new Thread(this::run, "store-cleaner");
      thread.setDaemon(true);
      thread.start();
    }
    chunk.retain();
    jobs.add(
        () -> {
          chunk.read();
          inbox.put(Ops.WAKE, 0, 0, 0, 0, null, null);
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
    Thread running = thread;
    if (running == null) {
      return;
    }
    jobs.add(() -> ended = true);
    boolean interrupted = false;
    while (running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
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
