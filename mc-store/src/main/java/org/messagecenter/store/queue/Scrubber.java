package org.messagecenter.store.queue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.checkpoint.Pace;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.Unverified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads in the background what a checkpoint let opening pass over, so that damage to it is found
 * while it can still be told. The store's thread hands out one segment after the other, since only
 * it knows which are still there.
 */
final class Scrubber {

  private static final Logger log = LoggerFactory.getLogger(Scrubber.class);

  private final Journal journal;
  private final Runnable wake;
  private final Pace pace;
  private final ArrayDeque<Unverified> left;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Helper thread;
  private volatile boolean idle = true;
  private volatile @Nullable Throwable damage;
  private boolean done;

  /**
   * @param bytesPerSecond how fast it reads at most
   * @param wake ends the waiting of the store's thread, from any thread
   * @param whenDead the same, when {@link #step} begins to fail since its thread died
   */
  Scrubber(
      Journal journal,
      List<Unverified> parts,
      long bytesPerSecond,
      Runnable wake,
      Runnable whenDead) {
    this.journal = journal;
    this.wake = wake;
    pace = new Pace(bytesPerSecond);
    left = new ArrayDeque<>(parts);
    thread = new Helper("store-scrub", this::run, whenDead);
    if (left.isEmpty()) {
      done = true;
    } else {
      thread.start();
    }
  }

  /**
   * Hands out the next segment, when there is one and nobody reads. For the store's thread.
   *
   * @throws IOException when one was found damaged, or the thread that reads them died
   */
  void step() throws IOException {
    thread.checkAlive();
    if (done || !idle) {
      return;
    }
    Throwable found = damage;
    if (found != null) {
      throw new IOException("what was passed over at opening: " + found.getMessage(), found);
    }
    while (!left.isEmpty() && left.getFirst().segment().number() < journal.oldestSegment()) {
      // The cleaner has read it meanwhile, or nothing in it was live.
      left.removeFirst();
    }
    if (left.isEmpty()) {
      done = true;
      log.info("the segments that were passed over at opening are verified");
      end();
      return;
    }
    Unverified next = left.removeFirst();
    next.segment().retain();
    idle = false;
    tasks.add(() -> verify(next));
  }

  /** Whether nothing is left to be read. */
  boolean isDone() {
    return done;
  }

  private void verify(Unverified part) {
    try {
      part.verify(pace::pass);
    } catch (IOException | RuntimeException | Error e) {
      damage = e;
    } finally {
      part.segment().release();
    }
    idle = true;
    wake.run();
  }

  private void run() {
    while (!pace.stopped()) {
      try {
        tasks.take().run();
      } catch (InterruptedException e) {
        // Nobody of ours interrupts; what is left is read after the next opening.
        return;
      }
    }
  }

  private void end() {
    pace.stop();
    tasks.add(() -> {});
  }

  /** Ends the thread, before the journal's files are closed. */
  void close() {
    end();
    thread.join();
  }
}
