package org.messagecenter.store.archive;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes runs of closed tables, and looks from time to time which runs are to go. The archive's lock
 * guards what it shares, and is what it waits on.
 */
final class RunThread {

  private static final Logger log = LoggerFactory.getLogger(RunThread.class);

  private static final long CHECK_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Between chunks of 1 MiB, so that commits find the disk free. */
  private static final long PAUSE_MILLIS = 5;

  private final Disk disk;
  private final ClosedTables tables;
  private final Runs runs;
  private final Object lock;
  private final Thread thread = new Thread(this::run, "store-archive");

  // All below is guarded by the lock.
  private Runnable published = () -> {};
  private long journalId;
  private long failures;
  private boolean closing;
  private long checkAt = System.nanoTime();

  /** Why the thread ended; null as long as it works. */
  private volatile @Nullable Throwable death;

  RunThread(Disk disk, ClosedTables tables, Runs runs, Object lock) {
    this.disk = disk;
    this.tables = tables;
    this.runs = runs;
    this.lock = lock;
    thread.setDaemon(true);
  }

  /** Whose runs it makes. */
  void journal(long id) {
    synchronized (lock) {
      journalId = id;
    }
  }

  /**
   * @param whenPublished called after each run, and when {@link #checkAlive} begins to fail
   */
  void start(Runnable whenPublished) {
    synchronized (lock) {
      published = whenPublished;
      thread.start();
    }
  }

  private void run() {
    try {
      work();
    } catch (RuntimeException | Error e) {
      death = e;
      whenPublished().run();
    }
  }

  private void work() {
    boolean failing = false;
    try {
      while (!isClosing()) {
        try {
          Table table = next();
          if (table == null) {
            runs.retain(0);
          } else {
            write(table);
          }
          failing = false;
        } catch (ClosedException e) {
          throw e;
        } catch (IOException | RuntimeException e) {
          if (!failing) {
            log.error("the archive cannot be written; it is tried again", e);
          }
          failing = true;
          failed();
        }
      }
    } catch (ClosedException e) {
      log.debug("the run that was being written is left to the next opening");
    }
  }

  private Runnable whenPublished() {
    synchronized (lock) {
      return published;
    }
  }

  /** Fails when the thread ended by itself. Cheap. */
  void checkAlive() throws IOException {
    Throwable cause = death;
    if (cause != null) {
      throw new IOException("the thread that writes the archive died: " + cause, cause);
    }
  }

  private boolean isClosing() {
    synchronized (lock) {
      return closing;
    }
  }

  /** A table to write; null when it is time to look at the runs. */
  private @Nullable Table next() {
    synchronized (lock) {
      long now = System.nanoTime();
      while (!closing && tables.size() == 0 && checkAt - now > 0) {
        waitMillis(TimeUnit.NANOSECONDS.toMillis(checkAt - now) + 1);
        now = System.nanoTime();
      }
      if (closing || checkAt - now <= 0) {
        checkAt = now + CHECK_NANOS;
        return null;
      }
      return tables.beginOldest();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // callers look again, and a pause may be shorter
  private void waitMillis(long millis) {
    synchronized (lock) {
      try {
        lock.wait(millis);
      } catch (InterruptedException e) {
        // Nobody of ours interrupts, and an interrupt would close the files that are written.
      }
    }
  }

  private void failed() {
    synchronized (lock) {
      failures++;
      tables.failed();
      long deadline = System.nanoTime() + RETRY_NANOS;
      for (long left = RETRY_NANOS; !closing && left > 0; left = deadline - System.nanoTime()) {
        waitMillis(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      }
    }
  }

  /** The archive is closed while a run is being written: the journal still has those ends. */
  private static final class ClosedException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private void pause() throws IOException {
    synchronized (lock) {
      if (!closing && tables.size() < 2) {
        waitMillis(PAUSE_MILLIS);
      }
      if (closing) {
        throw new ClosedException();
      }
    }
  }

  /**
   * Writes the oldest table here and now, by another thread, before this one starts. A failure is
   * counted and logged.
   */
  void writeNow(Table oldest) {
    try {
      write(oldest);
    } catch (IOException e) {
      log.error("the archive cannot be written", e);
      synchronized (lock) {
        failures++;
      }
    }
  }

  private void write(Table table) throws IOException {
    int number = runs.nextNumber();
    String name = Run.name(number);
    String temporary = name.replace(".run", ".new");
    if (disk.list().contains(temporary)) {
      disk.delete(temporary);
    }
    DiskFile file = null;
    Run run = null;
    try {
      file = disk.create(temporary);
      RunHeader header = new RunWriter(table, journalId(), number, file, this::pause).write();
      if (runs.retain(header.bytes())) {
        disk.rename(temporary, name);
        disk.sync();
        run = new Run(name, disk.describe(name), file, header);
      }
    } finally {
      if (run == null) {
        if (file != null) {
          file.close();
        }
        disk.delete(temporary);
      }
    }
    publish(table, run);
  }

  private long journalId() {
    synchronized (lock) {
      return journalId;
    }
  }

  /**
   * @param run null when there is no room for one
   */
  private void publish(Table table, @Nullable Run run) {
    Runnable listener;
    // In one go: who searches finds an end in the memory or in a run, or sees another version.
    synchronized (lock) {
      if (run != null) {
        runs.add(run);
      }
      tables.remove(table, run != null);
      listener = published;
    }
    if (run == null) {
      log.warn("{} ended messages are not archived: no room on the disk", table.count());
    }
    listener.run();
  }

  /** How often a run could not be written. */
  long failures() {
    synchronized (lock) {
      return failures;
    }
  }

  /** The thread is to end as soon as it can. */
  void end() {
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
    }
  }

  /** Whether the thread runs. */
  boolean isAlive() {
    return thread.isAlive();
  }

  /** Waits for the thread's end. */
  void join() throws InterruptedException {
    thread.join();
  }
}
