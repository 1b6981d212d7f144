package org.messagecenter.server.lane;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop with its hand-over from the store, its delayed work and the connections it has to
 * flush.
 *
 * <p>Within one hand-over, answers come first, then every connection is flushed, then the messages
 * are dispatched: so a receipt can never overtake the {@code submit_sm_resp} that gives its
 * message_id, even when it travels over another connection. Commits that find the loop busy are
 * handed over together: a connection is flushed once for all of them, and once for what it answered
 * by itself meanwhile.
 */
public final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private final int index;
  private final EventLoop loop;
  private final LaneTimer timer;

  /** Filled by the store's thread between two commits; no other thread touches it. */
  private Batch filling = new Batch();

  /** Most commits in one hand-over, so that the answers of the first do not wait for ever. */
  private static final int MOST_TOGETHER = 16;

  /** From the store's thread to the loop. */
  private final ConcurrentLinkedQueue<Batch> full = new ConcurrentLinkedQueue<>();

  /** Whether the loop is going to look into {@link #full}. */
  private final AtomicBoolean called = new AtomicBoolean();

  /** Used by the loop during a hand-over. */
  private final List<Batch> running = new ArrayList<>();

  /** Spent batches on their way back to the store's thread. */
  private final ConcurrentLinkedQueue<Batch> spare = new ConcurrentLinkedQueue<>();

  private final List<Flushable> dirty = new ArrayList<>();
  private boolean flushing;
  private boolean handingOver;

  Lane(int index, EventLoop loop, LongSupplier nanoTime) {
    this.index = index;
    this.loop = loop;
    this.timer = new LaneTimer(loop, nanoTime);
  }

  /** Position among the lanes, from 0. */
  public int index() {
    return index;
  }

  public EventLoop loop() {
    return loop;
  }

  /** Delayed work of this lane, to about five milliseconds. */
  public LaneTimer timer() {
    return timer;
  }

  /** Store thread only: leaves an answer for this lane, run before any dispatch of the commit. */
  public void answer(LaneTask task) {
    filling.answers.add(task);
  }

  /**
   * Store thread only: leaves a message to dispatch, run after the commit's answers are written.
   */
  public void dispatch(LaneTask task) {
    filling.dispatches.add(task);
  }

  /** Store thread only: hands over what was left since the last commit, if anything. */
  void commit() {
    if (filling.isEmpty()) {
      return;
    }
    Batch next = spare.poll();
    full.add(filling);
    filling = next == null ? new Batch() : next;
    call();
  }

  private void call() {
    if (called.compareAndSet(false, true)) {
      try {
        loop.execute(this::handOver);
      } catch (RejectedExecutionException e) {
        // The loops end before the store only when a stop ran out of time; the journal has it all.
        log.debug("lane {} is closed; its completions stay with the journal", index);
      }
    }
  }

  private void handOver() {
    called.set(false);
    handingOver = true;
    try {
      runFull();
    } finally {
      handingOver = false;
    }
    if (!full.isEmpty()) {
      call();
    }
  }

  private void runFull() {
    Batch batch;
    while (running.size() < MOST_TOGETHER && (batch = full.poll()) != null) {
      runAll(batch.answers);
      running.add(batch);
    }
    flushDirty();
    for (int i = 0; i < running.size(); i++) {
      runAll(running.get(i).dispatches);
    }
    flushDirty();
    spare.addAll(running);
    running.clear();
  }

  /** Asks for a flush of a connection before the loop waits again. Loop only. */
  public void flushSoon(Flushable connection) {
    dirty.add(connection);
    if (!flushing) {
      flushing = true;
      loop.execute(this::flushLate);
    }
  }

  private void flushLate() {
    flushing = false;
    flushDirty();
  }

  /**
   * Asks for a flush of a connection at the end of the current hand-over; outside of one, before
   * the loop waits again. Loop only.
   */
  public void dirty(Flushable connection) {
    if (handingOver) {
      dirty.add(connection);
    } else {
      flushSoon(connection);
    }
  }

  /** Flushes every connection marked dirty. Loop only. */
  public void flushDirty() {
    for (int i = 0; i < dirty.size(); i++) {
      try {
        dirty.get(i).flushPending();
      } catch (RuntimeException | Error e) {
        log.error("A connection could not be flushed; the others go on", e);
      }
    }
    dirty.clear();
  }

  private void runAll(List<LaneTask> tasks) {
    for (int i = 0; i < tasks.size(); i++) {
      try {
        tasks.get(i).run(this);
      } catch (RuntimeException | Error e) {
        log.error("A completion failed; the others go on", e);
      }
    }
    tasks.clear();
  }

  /** A connection with output that waits for the end of the batch. */
  public interface Flushable {
    void flushPending();
  }

  private static final class Batch {
    final List<LaneTask> answers = new ArrayList<>();
    final List<LaneTask> dispatches = new ArrayList<>();

    boolean isEmpty() {
      return answers.isEmpty() && dispatches.isEmpty();
    }
  }
}
