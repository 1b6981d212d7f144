package org.messagecenter.store.history;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.messagecenter.store.journal.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of a store's records: notes steps, and finds them again. See the package for the
 * files and for what is promised, which is little.
 *
 * <p>One thread writes, another answers questions, makes indexes and deletes what is too old. They
 * never wait for each other but for a question, which first has everything written that was noted
 * before it.
 */
public final class HistoryLog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HistoryLog.class);

  /** How long an entry waits at most before it is given to the operating system. */
  static final int DRAIN_MILLIS = 100;

  private static final int STRIPES = 8;

  /** Of 64 KiB each: what waits for a writer that lags. */
  private static final int MOST_BLOCKS = 128;

  private static final int MOST_QUESTIONS = 256;
  private static final long CHECK_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long CATCH_UP_MILLIS = 2_000;
  private static final long CLOSE_MILLIS = 5_000;

  /** Opens the directory; called again after a failure. */
  @FunctionalInterface
  public interface Opener {
    /** Makes the directory if it is missing. */
    Disk open() throws IOException;
  }

  private record Question(long key, HistoryCallback callback) {}

  private final Intake intake;
  private final HistoryWriter writer;
  private final HistoryLimits limits;
  private final LongSupplier wallMillis;
  private final long catchUpNanos;
  private final long closeMillis;
  private final Thread writing = new Thread(this::write, "history");
  private final Thread reading = new Thread(this::read, "history-reader");

  private final Object lock = new Object();

  // All below is guarded by the lock.
  private final Deque<Question> questions = new ArrayDeque<>();
  private long roundsBegun;
  private long roundsDone;
  private boolean turned;
  private boolean closing;
  private boolean written;
  private long readFailures;

  private volatile boolean stopping;

  private HistoryLog(
      Opener opener,
      HistoryLimits limits,
      LongSupplier wallMillis,
      LongSupplier nanoTime,
      long catchUpMillis,
      long closeMillis) {
    this.limits = limits;
    this.wallMillis = wallMillis;
    this.catchUpNanos = TimeUnit.MILLISECONDS.toNanos(catchUpMillis);
    this.closeMillis = closeMillis;
    this.intake = new Intake(STRIPES, MOST_BLOCKS, () -> LockSupport.unpark(writing()));
    this.writer = new HistoryWriter(intake, opener, limits, wallMillis, nanoTime);
    writing.setDaemon(true);
    reading.setDaemon(true);
  }

  private Thread writing() {
    return writing;
  }

  /**
   * Begins to take entries. The directory is opened in the background: if that fails there is a
   * line in the log, and it is tried again.
   */
  public static HistoryLog start(
      Opener opener, HistoryLimits limits, LongSupplier wallMillis, LongSupplier nanoTime) {
    return start(opener, limits, wallMillis, nanoTime, CATCH_UP_MILLIS, CLOSE_MILLIS);
  }

  /**
   * The same with other limits to its patience.
   *
   * @param catchUpMillis how long a question waits for what was noted before it at most
   * @param closeMillis how long each thread's end is waited for at most
   */
  static HistoryLog start(
      Opener opener,
      HistoryLimits limits,
      LongSupplier wallMillis,
      LongSupplier nanoTime,
      long catchUpMillis,
      long closeMillis) {
    HistoryLog started =
        new HistoryLog(opener, limits, wallMillis, nanoTime, catchUpMillis, closeMillis);
    started.writing.start();
    try {
      started.reading.start();
    } catch (Error e) {
      started.close();
      throw e;
    }
    return started;
  }

  /**
   * Notes a step. From any thread; never blocks, never throws for a reason of the files', and keeps
   * nothing of the arguments.
   *
   * @param micros when, epoch microseconds
   * @param type 0 to 255, by the caller's own count
   * @param payload whose first {@code length} octets are kept, at most 255
   */
  public void append(long key, long micros, int type, byte[] payload, int length) {
    if (length > Block.MOST_PAYLOAD) {
      throw new IllegalArgumentException("a payload of " + length + " octets");
    }
    if (!stopping) {
      intake.add(key, micros, type, payload, length);
    }
  }

  /** Finds what was noted of a key: all that was before this call, if the writer keeps up. */
  public void find(long key, HistoryCallback done) {
    String refusal = null;
    synchronized (lock) {
      if (closing) {
        refusal = "the history is closed";
      } else if (questions.size() >= MOST_QUESTIONS) {
        refusal = "too many questions wait for the history";
      } else {
        questions.add(new Question(key, done));
        lock.notifyAll();
      }
    }
    if (refusal != null) {
      done.failed(new IOException(refusal));
    }
  }

  /**
   * Finds what the files of a directory hold of a key, whether or not a process writes to them.
   *
   * @throws IOException when the directory cannot be read, or nothing was found and a file could
   *     not be read
   */
  public static List<HistoryEntry> read(Disk disk, long key) throws IOException {
    LogFiles files = new LogFiles(disk);
    files.load();
    List<IOException> failures = new ArrayList<>();
    List<HistoryEntry> found = files.find(key, failures);
    if (found.isEmpty() && !failures.isEmpty()) {
      throw failures.get(0);
    }
    return found;
  }

  private void write() {
    try {
      boolean last = false;
      while (!last) {
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS));
        last = stopping;
        long round = begin();
        done(round, writer.round());
      }
    } finally {
      writer.end();
      synchronized (lock) {
        written = true;
        lock.notifyAll();
      }
    }
  }

  private long begin() {
    synchronized (lock) {
      return ++roundsBegun;
    }
  }

  private void done(long round, boolean mayIndex) {
    synchronized (lock) {
      roundsDone = round;
      turned |= mayIndex;
      lock.notifyAll();
    }
  }

  private void read() {
    long checkAt = System.nanoTime();
    while (true) {
      Question question = null;
      synchronized (lock) {
        long wait = checkAt - System.nanoTime();
        while (!closing && questions.isEmpty() && !turned && wait > 0) {
          await(wait);
          wait = checkAt - System.nanoTime();
        }
        if (closing) {
          break;
        }
        question = questions.poll();
        if (question == null) {
          turned = false;
        }
      }
      if (question != null) {
        answer(question);
      } else {
        boolean again = checkAt - System.nanoTime() <= 0;
        if (again) {
          checkAt = System.nanoTime() + CHECK_NANOS;
        }
        keepHouse(again);
      }
    }
    refuseAll();
  }

  private void refuseAll() {
    List<Question> left;
    synchronized (lock) {
      left = new ArrayList<>(questions);
      questions.clear();
    }
    left.forEach(question -> tellFailed(question, new IOException("the history is closed")));
  }

  @SuppressWarnings("WaitNotInLoop") // every caller looks again
  private void await(long nanos) {
    synchronized (lock) {
      try {
        lock.wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
      } catch (InterruptedException e) {
        // Nobody of ours interrupts, and an interrupt would close the files that are read.
      }
    }
  }

  private void answer(Question question) {
    catchUp();
    LogFiles files = writer.files();
    try {
      if (files == null) {
        question.callback.failed(new IOException("the history's directory cannot be read"));
        return;
      }
      List<IOException> failures = new ArrayList<>();
      List<HistoryEntry> found = files.find(question.key, failures);
      failures.forEach(this::failed);
      if (found.isEmpty() && !failures.isEmpty()) {
        question.callback.failed(failures.get(0));
      } else {
        question.callback.found(found);
      }
    } catch (RuntimeException | Error e) {
      // An Error too, for the next question would find nobody to answer it.
      log.error("a question to the history of {} broke off", question.key, e);
      tellFailed(question, new IOException(e));
    }
  }

  private static void tellFailed(Question question, IOException why) {
    try {
      question.callback.failed(why);
    } catch (RuntimeException | Error e) {
      log.error("a callback of the history failed", e);
    }
  }

  /** Waits for a round that begins from now on. */
  private void catchUp() {
    long deadline = System.nanoTime() + catchUpNanos;
    synchronized (lock) {
      long round = roundsBegun + 1;
      LockSupport.unpark(writing);
      long left = catchUpNanos;
      while (roundsDone < round && !written && left > 0) {
        await(left);
        left = deadline - System.nanoTime();
      }
    }
  }

  /**
   * Makes one index that is missing, and deletes what is too old.
   *
   * @param again also what failed before
   */
  private void keepHouse(boolean again) {
    LogFiles files = writer.files();
    if (files == null) {
      return;
    }
    try {
      if (again) {
        files.tryAllAgain();
      }
      if (files.indexOne()) {
        synchronized (lock) {
          turned = true;
        }
      }
      files.retain(wallMillis.getAsLong(), limits);
    } catch (IOException | RuntimeException | Error e) {
      failed(e);
    }
  }

  private void failed(Throwable cause) {
    long before;
    synchronized (lock) {
      before = readFailures++;
    }
    if (before == 0) {
      log.warn(
          "the history of messages cannot be read or cleared; further failures are counted", cause);
    }
  }

  /** The counters at this moment. */
  public HistoryStats stats() {
    LogFiles files = writer.files();
    long bytes = files == null ? 0 : files.bytes();
    long failures;
    synchronized (lock) {
      failures = readFailures;
    }
    return new HistoryStats(
        writer.written(),
        writer.dropped() + intake.dropped(),
        writer.failures() + failures,
        bytes,
        writer.isOff());
  }

  /** Writes what was noted before, and ends. Entries that come later are left out. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(writing);
    try {
      writing.join(closeMillis);
      synchronized (lock) {
        closing = true;
        lock.notifyAll();
      }
      reading.join(closeMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
