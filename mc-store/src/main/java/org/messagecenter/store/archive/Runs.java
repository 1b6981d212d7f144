package org.messagecenter.store.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.messagecenter.store.journal.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs on the disk, the oldest first: reads and searches them, keeps them within their bounds.
 * The archive's lock guards the list; nothing waits for the disk while it is held, but what is done
 * before the archive starts.
 */
final class Runs {

  private static final Logger log = LoggerFactory.getLogger(Runs.class);

  private static final int SHARE_OF_DISK = 8;

  private final Disk disk;
  private final ArchiveSettings settings;
  private final Object lock;
  private final ThreadPoolExecutor searcher =
      new ThreadPoolExecutor(
          0, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), Runs::searchThread);
  private final BlockReader reader = new BlockReader();

  // All below is guarded by the lock.
  private final ArrayList<Run> runs = new ArrayList<>();
  private int lastNumber;
  private long bytes;
  private long entries;
  private long setAside;
  private boolean closing;

  Runs(Disk disk, ArchiveSettings settings, Object lock) {
    this.disk = disk;
    this.settings = settings;
    this.lock = lock;
  }

  private static Thread searchThread(Runnable task) {
    Thread searching = new Thread(task, "store-archive-reader");
    searching.setDaemon(true);
    return searching;
  }

  /** Reads the headers of all runs; damaged ones are set aside, unfinished ones removed. */
  void load() throws IOException {
    synchronized (lock) {
      for (String name : new TreeSet<>(disk.list())) {
        int number = Run.number(name);
        lastNumber = Math.max(lastNumber, number);
        if (number > 0 && name.endsWith(".new")) {
          disk.delete(name);
        } else if (number > 0 && name.equals(Run.name(number))) {
          load(name);
        }
      }
    }
  }

  private void load(String name) throws IOException {
    try {
      add(Run.open(disk, name, reader));
    } catch (RunDamageException e) {
      putAside(name, e);
    }
  }

  /** One more, the youngest. */
  void add(Run run) {
    synchronized (lock) {
      lastNumber = Math.max(lastNumber, run.header().number());
      runs.add(run);
      bytes += run.header().bytes();
      entries += run.header().entries();
    }
  }

  private void putAside(String name, IOException why) throws IOException {
    synchronized (lock) {
      setAside++;
    }
    log.error("an archive file is set aside as {}.bad: {}", name, why.getMessage());
    disk.rename(name, name + ".bad");
    disk.sync();
  }

  /**
   * @throws IOException when a run belongs to another journal
   */
  void check(long journal) throws IOException {
    synchronized (lock) {
      for (Run run : runs) {
        if (run.header().journalId() != journal) {
          throw new IOException(run.path() + " belongs to another journal");
        }
      }
    }
  }

  /** The number of the next run. */
  int nextNumber() {
    synchronized (lock) {
      return lastNumber + 1;
    }
  }

  /** All FINISH records before that position are in runs, or were given up; 0 without runs. */
  long position() {
    synchronized (lock) {
      return runs.stream().mapToLong(run -> run.header().position()).max().orElse(0);
    }
  }

  /** Whether any may have what is looked for. */
  boolean mayHave(Search search) {
    synchronized (lock) {
      for (Run run : runs) {
        if (search.mayBeIn(run.header())) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Searches them, the youngest first.
   *
   * @param version of what is in memory; asked under the lock, when it is settled which are
   *     searched
   * @param done called on the searching thread; never for a search that had not begun when they
   *     were closed
   */
  void search(Search search, IntSupplier version, Consumer<Search> done) {
    synchronized (lock) {
      if (!closing) {
        searcher.execute(
            () -> {
              if (!isClosing()) {
                search(search, version);
                done.accept(search);
              }
            });
      }
    }
  }

  /** Whoever closes waits for all that is queued here, which may be thousands of searches. */
  private boolean isClosing() {
    synchronized (lock) {
      return closing;
    }
  }

  private void search(Search search, IntSupplier version) {
    List<Run> snapshot;
    synchronized (lock) {
      snapshot = List.copyOf(runs);
      search.begin(version.getAsInt());
    }
    try {
      for (int i = snapshot.size() - 1; i >= 0 && !search.isDone(); i--) {
        searchIn(snapshot.get(i), search);
      }
    } catch (IOException e) {
      log.error("the archive cannot be searched: {}", e.getMessage());
      search.fail(e);
    } catch (RuntimeException | Error e) {
      search.fail(new IOException("the archive cannot be searched", e));
      log.error("the archive cannot be searched", e);
    }
  }

  private void searchIn(Run run, Search search) throws IOException {
    try {
      search.in(run, reader);
    } catch (RunDamageException e) {
      setAside(run, e);
      throw e;
    }
  }

  private void setAside(Run run, RunDamageException why) throws IOException {
    if (take(run)) {
      putAside(run.name(), why);
      run.close();
    }
  }

  /** Removes a run from the list; false when somebody else did. */
  private boolean take(Run run) {
    synchronized (lock) {
      if (!runs.remove(run)) {
        return false;
      }
      bytes -= run.header().bytes();
      entries -= run.header().entries();
      return true;
    }
  }

  /**
   * Shows the ends that have a fingerprint.
   *
   * @param since those that were closed before that time are left out, epoch milliseconds
   */
  void fingerprints(long since, End row, Runnable show) {
    synchronized (lock) {
      for (Run run : List.copyOf(runs)) {
        if (run.header().closedAt() >= since) {
          try {
            run.fingerprints(reader, row, show);
          } catch (IOException e) {
            log.error("an archive file cannot be read to its end: {}", e.getMessage());
          }
        }
      }
    }
  }

  /**
   * Removes those that are too old or too many.
   *
   * @param more octets of a run that is on the disk already, but not in the list
   * @return whether there is room for them
   */
  boolean retain(long more) throws IOException {
    long limit = limit(disk.usableBytes(), more);
    // Where it does not fit by itself, nothing that could go would make room for it.
    boolean fits = more <= limit;
    long wanted = fits ? more : 0;
    long closedAfter = settings.wallMillis().getAsLong() - settings.maxAgeMillis();
    while (true) {
      Run run;
      synchronized (lock) {
        run = runs.isEmpty() ? null : runs.get(0);
        if (run == null
            || (bytes + wanted <= limit
                && runs.size() < Archive.MOST_RUNS
                && run.header().closedAt() >= closedAfter)) {
          return fits;
        }
        take(run);
      }
      disk.delete(run.name());
      closeLater(run);
    }
  }

  private long limit(long usable, long more) {
    synchronized (lock) {
      long share = usable / SHARE_OF_DISK + (bytes + more) / SHARE_OF_DISK;
      return Math.min(settings.maxBytes(), share);
    }
  }

  /** Behind whatever search has it. */
  private void closeLater(Run run) {
    synchronized (lock) {
      if (closing) {
        close(run);
      } else {
        searcher.execute(() -> close(run));
      }
    }
  }

  private static void close(Run run) {
    try {
      run.close();
    } catch (IOException e) {
      log.warn("closing {} failed", run.path(), e);
    }
  }

  /** How many there are. */
  int count() {
    synchronized (lock) {
      return runs.size();
    }
  }

  /** Octets of all. */
  long bytes() {
    synchronized (lock) {
      return bytes;
    }
  }

  /** Ends in all. */
  long entries() {
    synchronized (lock) {
      return entries;
    }
  }

  /** How many were set aside since the archive was made. */
  long setAside() {
    synchronized (lock) {
      return setAside;
    }
  }

  /** From now on no search begins. */
  void endSearches() {
    synchronized (lock) {
      closing = true;
      searcher.shutdown();
    }
  }

  /** Waits a while for the searches; whether they are at an end. */
  boolean awaitSearches() throws InterruptedException {
    return searcher.awaitTermination(1, TimeUnit.MINUTES);
  }

  /** Closes all files, after the last search. */
  void close() {
    synchronized (lock) {
      runs.forEach(Runs::close);
      runs.clear();
    }
  }
}
