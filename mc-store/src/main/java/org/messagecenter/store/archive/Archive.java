package org.messagecenter.store.archive;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.Position;

/**
 * Keeps the ends of messages: the latest in memory, the others in runs on disk. What it promises is
 * told in the package's description.
 *
 * <p>One thread, the owner, puts ends in, closes tables and asks those in memory; nothing of that
 * waits for the disk. A second one writes runs and removes old ones, a third searches them. One
 * lock guards what they share, so that an end passes from {@link ClosedTables} to {@link Runs} in
 * one step.
 */
public final class Archive implements Closeable {

  /** Closed tables that wait for the disk at most. */
  static final int MOST_WAITING = 7;

  static final int MOST_RUNS = 1024;

  private static final long NOTHING_WAITS = Long.MAX_VALUE;

  private final ArchiveSettings settings;
  private final Object lock = new Object();
  private final ClosedTables closed = new ClosedTables(lock);
  private final Runs runs;
  private final RunThread thread;

  // Of the owner alone.
  private Table open;
  private boolean closeAsked;
  private boolean loaded;
  private long archivedBefore;

  /** An archive of which nothing was read yet, see {@link #load}. */
  public Archive(Disk disk, ArchiveSettings settings) {
    this.settings = settings;
    open = new Table(settings.tableRows());
    runs = new Runs(disk, settings, lock);
    thread = new RunThread(disk, closed, runs, lock);
  }

  /**
   * Reads the headers of all runs, unless that was done. To be called by who holds the directory's
   * lock. Damaged runs are set aside.
   *
   * @throws IOException when a newer version wrote a run, or the disk fails
   */
  public void load() throws IOException {
    if (!loaded) {
      runs.load();
      archivedBefore = runs.position();
      loaded = true;
    }
  }

  /**
   * FINISH records before that position of the journal need not be put in again, and the journal
   * was synced up to there; 0 without runs. Owner only, before {@link #start}.
   */
  public long archivedBefore() {
    return archivedBefore;
  }

  /**
   * Looks whether the runs are of this journal. Owner only, between {@link #load} and {@link
   * #start}.
   *
   * @param journal the journal's id
   * @throws IOException when a run belongs to another journal
   */
  public void check(long journal) throws IOException {
    runs.check(journal);
    thread.journal(journal);
  }

  /**
   * Begins to write runs and to remove old ones.
   *
   * @param whenPublished called after each run, and when {@link #checkAlive} begins to fail, by
   *     another thread
   */
  public void start(Runnable whenPublished) {
    thread.start(whenPublished);
  }

  /**
   * Keeps an end. Owner only.
   *
   * @param position where its FINISH record is, or will be
   */
  public void put(End end, long position) {
    if (settings.maxBytes() > 0) {
      open.put(end, position);
    }
  }

  /**
   * Whether the table in use should be closed at the next chance. One that is not full waits until
   * all before it are written: who asked can wait too, and many small ones would push others out.
   * Owner only.
   */
  public boolean wantsClose() {
    return open.isFull() || (closeAsked && closed.nothingWaits());
  }

  /**
   * Has the ends up to a segment written soon, however few they are; those in closed tables are on
   * their way already. Owner only.
   */
  public void askClose(int segment) {
    closeAsked |= open.count() > 0 && Position.segment(open.first()) <= segment;
  }

  /**
   * Closes the table in use and has it written. Owner only, between commits: all ends that were put
   * in must be synced.
   *
   * @param end where the journal ends
   */
  public void closeTable(long end) {
    closeAsked = false;
    if (open.count() > 0) {
      open.close(end, settings.wallMillis().getAsLong());
      Table next = closed.empty(settings.tableRows());
      closed.add(open);
      open = next;
    }
  }

  /** Whether no closed table waits for the disk: one more pushes nothing out. Any thread. */
  public boolean nothingWaits() {
    return closed.nothingWaits();
  }

  /**
   * Writes the oldest closed table here and now, when there is no place for another one. Owner
   * only, between {@link #check} and {@link #start}. A failure is counted and logged: then it is
   * the oldest that is given up.
   */
  public void makePlace() {
    Table oldest = closed.oldest();
    if (oldest != null && closed.isFull()) {
      thread.writeNow(oldest);
    }
  }

  /**
   * The position of the oldest FINISH record whose end is in memory only; {@link Long#MAX_VALUE}
   * for none. Owner only.
   */
  public long oldestWaiting() {
    Table oldest = closed.oldest();
    if (oldest != null) {
      return oldest.first();
    }
    return open.count() > 0 ? open.first() : NOTHING_WAITS;
  }

  /**
   * What {@link #archivedBefore} would be if the archive were opened now: all FINISH records before
   * that position were in runs, or were given up. Owner only.
   */
  public long writtenBefore() {
    return runs.position();
  }

  /** Whether the ends of a segment, and of all before it, are in runs. Owner only. */
  public boolean isArchived(int segment) {
    return Position.segment(oldestWaiting()) > segment;
  }

  /** Changes whenever ends leave the memory. */
  public int version() {
    return closed.version();
  }

  /** The ends in memory of a submission, the one whose first key this is. Owner only. */
  public List<End> byKey(long key) {
    List<End> found = new ArrayList<>();
    open.byKey(key, found);
    closed.byKey(key, found);
    return found;
  }

  /** The ends in memory with a short id. Owner only. */
  public List<End> byAlias(int alias) {
    List<End> found = new ArrayList<>();
    open.byAlias(alias, found);
    closed.byAlias(alias, found);
    return found;
  }

  /** The youngest end in memory with the hash of a carrier id. Owner only. */
  public @Nullable End byCarrier(long hash) {
    End found = open.byCarrier(hash);
    return found == null ? closed.byCarrier(hash) : found;
  }

  /** Whether any run may have what is looked for. */
  public boolean mayHave(Search search) {
    return runs.mayHave(search);
  }

  /**
   * Searches the runs. What is in memory is to be asked afterwards; and if {@link #version} is
   * another then, what left the memory meanwhile may have been missed.
   *
   * @param done called on the searching thread; never for a search that had not begun when the
   *     archive was closed
   */
  public void search(Search search, Consumer<Search> done) {
    runs.search(search, closed::version, done);
  }

  /** Hears of ends with a fingerprint. */
  @FunctionalInterface
  public interface FingerprintVisitor {
    /**
     * @param alias the short id, or 0
     */
    void fingerprint(long fingerprint, long key, long acceptedAt, int alias);
  }

  /**
   * Shows the ends that have a fingerprint: runs oldest first, then those in memory. Owner only,
   * between {@link #load} and {@link #start}.
   *
   * @param since runs that were closed before that time are left out, epoch milliseconds
   */
  public void fingerprints(long since, FingerprintVisitor visitor) {
    End row = new End();
    Runnable show = () -> visitor.fingerprint(row.fingerprint, row.key, row.acceptedAt, row.alias);
    runs.fingerprints(since, row, show);
    closed.fingerprints(row, show);
    open.fingerprints(row, show);
  }

  /** Fails when the thread that writes runs ended by itself. Cheap. */
  public void checkAlive() throws IOException {
    thread.checkAlive();
  }

  /** The counters, all of one moment. Any thread. */
  public ArchiveStats stats() {
    synchronized (lock) {
      return new ArchiveStats(
          runs.count(),
          runs.bytes(),
          runs.entries(),
          closed.ends(),
          closed.lost(),
          thread.failures(),
          runs.setAside());
    }
  }

  /** Ends the threads, without writing what is in memory: the journal has it. */
  @Override
  public void close() {
    synchronized (lock) {
      thread.end();
      runs.endSearches();
    }
    boolean interrupted = false;
    boolean searching = true;
    while (thread.isAlive() || searching) {
      try {
        thread.join();
        searching = !runs.awaitSearches();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    runs.close();
  }
}
