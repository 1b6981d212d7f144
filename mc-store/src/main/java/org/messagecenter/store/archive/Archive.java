package org.messagecenter.store.archive;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.Position;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ends of messages: the latest in memory, the others in runs on disk. What it promises is
 * told in the package's description.
 *
 * <p>One thread, the owner, puts ends in, closes tables and asks those in memory; nothing of that
 * waits for the disk. A second one writes runs and removes old ones, a third searches them.
 */
public final class Archive implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(Archive.class);

  /** Closed tables that wait for the disk at most. */
  static final int MOST_WAITING = 7;

  static final int MOST_RUNS = 1024;

  private static final long CHECK_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Between chunks of 1 MiB, so that commits find the disk free. */
  private static final long PAUSE_MILLIS = 5;

  private static final long NOTHING_WAITS = Long.MAX_VALUE;
  private static final int SHARE_OF_DISK = 8;

  private final Disk disk;
  private final ArchiveSettings settings;
  private final ThreadPoolExecutor searcher =
      new ThreadPoolExecutor(
          0, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), Archive::searchThread);
  private final BlockReader reader = new BlockReader();
  private final Thread thread = new Thread(this::run, "store-archive");

  // Of the owner alone.
  private Table open;
  private boolean closeAsked;
  private boolean loaded;
  private long archivedBefore;

  // All below is guarded by `this`.
  private final ArrayDeque<Table> waiting = new ArrayDeque<>();
  private final ArrayList<Run> runs = new ArrayList<>();
  private @Nullable Table writing;
  private @Nullable Table spare;
  private Runnable published = () -> {};
  private long journalId;
  private int lastNumber;
  private long bytes;
  private long entries;

  /** Whether no closed table is left; written under the lock. */
  private volatile boolean nothingWaits = true;

  private long lost;
  private long failures;
  private long setAside;
  private boolean closing;
  private long checkAt = System.nanoTime();
  private volatile int version;

  /** Why the thread ended that writes runs; null as long as it works. */
  private volatile @Nullable Throwable death;

  /** An archive of which nothing was read yet, see {@link #load}. */
  public Archive(Disk disk, ArchiveSettings settings) {
    this.disk = disk;
    this.settings = settings;
    open = new Table(settings.tableRows());
    thread.setDaemon(true);
  }

  private static Thread searchThread(Runnable task) {
    Thread searching = new Thread(task, "store-archive-reader");
    searching.setDaemon(true);
    return searching;
  }

  /**
   * Reads the headers of all runs, unless that was done. To be called by who holds the directory's
   * lock. Damaged runs are set aside.
   *
   * @throws IOException when a newer version wrote a run, or the disk fails
   */
  public synchronized void load() throws IOException {
    if (loaded) {
      return;
    }
    for (String name : new TreeSet<>(disk.list())) {
      int number = Run.number(name);
      lastNumber = Math.max(lastNumber, number);
      if (number > 0 && name.endsWith(".new")) {
        disk.delete(name);
      } else if (number > 0 && name.equals(Run.name(number))) {
        load(name);
      }
    }
    loaded = true;
  }

  private synchronized void load(String name) throws IOException {
    try {
      Run run = Run.open(disk, name, reader);
      add(run);
      archivedBefore = Math.max(archivedBefore, run.header().position());
    } catch (RunDamageException e) {
      putAside(name, e);
    }
  }

  private synchronized void add(Run run) {
    runs.add(run);
    bytes += run.header().bytes();
    entries += run.header().entries();
  }

  private void putAside(String name, IOException why) throws IOException {
    synchronized (this) {
      setAside++;
    }
    log.error("an archive file is set aside as {}.bad: {}", name, why.getMessage());
    disk.rename(name, name + ".bad");
    disk.sync();
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
  public synchronized void check(long journal) throws IOException {
    for (Run run : runs) {
      if (run.header().journalId() != journal) {
        throw new IOException(run.path() + " belongs to another journal");
      }
    }
    journalId = journal;
  }

  /**
   * Begins to write runs and to remove old ones.
   *
   * @param whenPublished called after each run, and when {@link #checkAlive} begins to fail, by
   *     another thread
   */
  public synchronized void start(Runnable whenPublished) {
    published = whenPublished;
    thread.start();
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
    return open.isFull() || (closeAsked && nothingWaits);
  }

  /**
   * Has the ends up to a segment written soon, however few they are; those in closed tables are on
   * their way already. Owner only.
   */
  public void askClose(int segment) {
    closeAsked |= open.count() > 0 && Position.segment(open.first()) <= segment;
  }

  /** Whether no closed table waits for the disk: one more pushes nothing out. Any thread. */
  public boolean nothingWaits() {
    return nothingWaits;
  }

  /**
   * Writes the oldest closed table here and now, when there is no place for another one. Owner
   * only, between {@link #check} and {@link #start}. A failure is counted and logged: then it is
   * the oldest that is given up.
   */
  public void makePlace() {
    Table oldest;
    synchronized (this) {
      if (waiting.size() < MOST_WAITING) {
        return;
      }
      oldest = waiting.getFirst();
    }
    try {
      write(oldest);
    } catch (IOException e) {
      log.error("the archive cannot be written", e);
      synchronized (this) {
        failures++;
      }
    }
  }

  /**
   * Closes the table in use and has it written. Owner only, between commits: all ends that were put
   * in must be synced.
   *
   * @param end where the journal ends
   */
  public synchronized void closeTable(long end) {
    closeAsked = false;
    if (open.count() == 0) {
      return;
    }
    open.close(end, settings.wallMillis().getAsLong());
    if (waiting.size() >= MOST_WAITING) {
      giveUpOne();
    }
    waiting.add(open);
    nothingWaits = false;
    Table next = spare;
    spare = null;
    if (next == null) {
      next = new Table(settings.tableRows());
    } else {
      next.clear();
    }
    open = next;
    notifyAll();
  }

  /** The oldest that is not being written. */
  private synchronized void giveUpOne() {
    for (Iterator<Table> all = waiting.iterator(); all.hasNext(); ) {
      Table table = all.next();
      if (table != writing) {
        all.remove();
        log.warn("{} ended messages are not archived: the disk is too slow", table.count());
        lost += table.count();
        return;
      }
    }
  }

  /**
   * The position of the oldest FINISH record whose end is in memory only; {@link Long#MAX_VALUE}
   * for none. Owner only.
   */
  public synchronized long oldestWaiting() {
    Table oldest = waiting.peekFirst();
    if (oldest != null) {
      return oldest.first();
    }
    return open.count() > 0 ? open.first() : NOTHING_WAITS;
  }

  /**
   * What {@link #archivedBefore} would be if the archive were opened now: all FINISH records before
   * that position were in runs, or were given up. Owner only.
   */
  public synchronized long writtenBefore() {
    long position = 0;
    for (Run run : runs) {
      position = Math.max(position, run.header().position());
    }
    return position;
  }

  /** Whether the ends of a segment, and of all before it, are in runs. Owner only. */
  public boolean isArchived(int segment) {
    return Position.segment(oldestWaiting()) > segment;
  }

  /** Changes whenever ends leave the memory. */
  public int version() {
    return version;
  }

  /** The ends in memory of a submission, the one whose first key this is. Owner only. */
  public synchronized List<End> byKey(long key) {
    List<End> found = new ArrayList<>();
    open.byKey(key, found);
    waiting.forEach(table -> table.byKey(key, found));
    return found;
  }

  /** The ends in memory with a short id. Owner only. */
  public synchronized List<End> byAlias(int alias) {
    List<End> found = new ArrayList<>();
    open.byAlias(alias, found);
    waiting.forEach(table -> table.byAlias(alias, found));
    return found;
  }

  /** The youngest end in memory with the hash of a carrier id. Owner only. */
  public synchronized @Nullable End byCarrier(long hash) {
    End found = open.byCarrier(hash);
    for (Iterator<Table> all = waiting.descendingIterator(); found == null && all.hasNext(); ) {
      found = all.next().byCarrier(hash);
    }
    return found;
  }

  /** Whether any run may have what is looked for. */
  public synchronized boolean mayHave(Search search) {
    for (Run run : runs) {
      if (search.mayBeIn(run.header())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Searches the runs. What is in memory is to be asked afterwards; and if {@link #version} is
   * another then, what left the memory meanwhile may have been missed.
   *
   * @param done called on the searching thread; never when the archive was closed before
   */
  public synchronized void search(Search search, Consumer<Search> done) {
    if (!closing) {
      searcher.execute(
          () -> {
            search(search);
            done.accept(search);
          });
    }
  }

  private void search(Search search) {
    List<Run> snapshot;
    synchronized (this) {
      snapshot = List.copyOf(runs);
      search.begin(version);
    }
    try {
      for (int i = snapshot.size() - 1; i >= 0 && !search.isDone(); i--) {
        searchIn(snapshot.get(i), search);
      }
    } catch (IOException e) {
      log.error("the archive cannot be searched: {}", e.getMessage());
      search.fail(e);
    } catch (RuntimeException | Error e) {
      log.error("the archive cannot be searched", e);
      search.fail(new IOException("the archive cannot be searched", e));
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
  private synchronized boolean take(Run run) {
    if (!runs.remove(run)) {
      return false;
    }
    bytes -= run.header().bytes();
    entries -= run.header().entries();
    return true;
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
  public synchronized void fingerprints(long since, FingerprintVisitor visitor) {
    End row = new End();
    Runnable show = () -> visitor.fingerprint(row.fingerprint, row.key, row.acceptedAt, row.alias);
    for (Run run : List.copyOf(runs)) {
      if (run.header().closedAt() >= since) {
        try {
          run.fingerprints(reader, row, show);
        } catch (IOException e) {
          log.error("an archive file cannot be read to its end: {}", e.getMessage());
        }
      }
    }
    waiting.forEach(table -> fingerprints(table, row, show));
    fingerprints(open, row, show);
  }

  private static void fingerprints(Table table, End row, Runnable show) {
    if ((table.fields() & End.FINGERPRINT) != 0) {
      for (int i = 0; i < table.count(); i++) {
        table.get(i, row);
        if (row.has(End.FINGERPRINT)) {
          show.run();
        }
      }
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
            retain(0);
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

  private synchronized Runnable whenPublished() {
    return published;
  }

  /** Fails when the thread that writes runs ended by itself. Cheap. */
  public void checkAlive() throws IOException {
    Throwable cause = death;
    if (cause != null) {
      throw new IOException("the thread that writes the archive died: " + cause, cause);
    }
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  /** A table to write; null when it is time to look at the runs. */
  private synchronized @Nullable Table next() {
    long now = System.nanoTime();
    while (!closing && waiting.isEmpty() && checkAt - now > 0) {
      waitMillis(TimeUnit.NANOSECONDS.toMillis(checkAt - now) + 1);
      now = System.nanoTime();
    }
    if (closing || checkAt - now <= 0) {
      checkAt = now + CHECK_NANOS;
      return null;
    }
    writing = waiting.peekFirst();
    return writing;
  }

  @SuppressWarnings("WaitNotInLoop") // callers look again, and a pause may be shorter
  private synchronized void waitMillis(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      // Nobody of ours interrupts, and an interrupt would close the files that are written.
    }
  }

  private synchronized void failed() {
    failures++;
    writing = null;
    long deadline = System.nanoTime() + RETRY_NANOS;
    for (long left = RETRY_NANOS; !closing && left > 0; left = deadline - System.nanoTime()) {
      waitMillis(TimeUnit.NANOSECONDS.toMillis(left) + 1);
    }
  }

  /** The archive is closed while a run is being written: the journal still has those ends. */
  private static final class ClosedException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private synchronized void pause() throws IOException {
    if (!closing && waiting.size() < 2) {
      waitMillis(PAUSE_MILLIS);
    }
    if (closing) {
      throw new ClosedException();
    }
  }

  private void write(Table table) throws IOException {
    int number;
    synchronized (this) {
      number = lastNumber + 1;
    }
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
      if (retain(header.bytes())) {
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

  private synchronized long journalId() {
    return journalId;
  }

  /**
   * @param run null when there is no room for one
   */
  private void publish(Table table, @Nullable Run run) {
    Runnable listener;
    synchronized (this) {
      if (run == null) {
        lost += table.count();
      } else {
        lastNumber = run.header().number();
        add(run);
      }
      waiting.removeFirst();
      nothingWaits = waiting.isEmpty();
      writing = null;
      spare = table;
      version++;
      listener = published;
    }
    if (run == null) {
      log.warn("{} ended messages are not archived: no room on the disk", table.count());
    }
    listener.run();
  }

  /**
   * Removes runs that are too old or too many.
   *
   * @param more octets of a run that is on the disk already, but not in the list
   * @return whether there is room for them
   */
  private boolean retain(long more) throws IOException {
    long limit = limit(disk.usableBytes(), more);
    // Where it does not fit by itself, nothing that could go would make room for it.
    boolean fits = more <= limit;
    long wanted = fits ? more : 0;
    long closedAfter = settings.wallMillis().getAsLong() - settings.maxAgeMillis();
    while (true) {
      Run run;
      synchronized (this) {
        run = runs.isEmpty() ? null : runs.get(0);
        if (run == null
            || (bytes + wanted <= limit
                && runs.size() < MOST_RUNS
                && run.header().closedAt() >= closedAfter)) {
          return fits;
        }
        take(run);
      }
      disk.delete(run.name());
      closeLater(run);
    }
  }

  private synchronized long limit(long usable, long more) {
    long share = usable / SHARE_OF_DISK + (bytes + more) / SHARE_OF_DISK;
    return Math.min(settings.maxBytes(), share);
  }

  /** Behind whatever search has it. */
  private synchronized void closeLater(Run run) {
    if (closing) {
      close(run);
    } else {
      searcher.execute(() -> close(run));
    }
  }

  private static void close(Run run) {
    try {
      run.close();
    } catch (IOException e) {
      log.warn("closing {} failed", run.path(), e);
    }
  }

  /** The counters. Any thread. */
  public synchronized ArchiveStats stats() {
    long rows = 0;
    for (Table table : waiting) {
      rows += table.count();
    }
    return new ArchiveStats(runs.size(), bytes, entries, rows, lost, failures, setAside);
  }

  /** Ends the threads, without writing what is in memory: the journal has it. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    searcher.shutdown();
    boolean interrupted = false;
    while (thread.isAlive() || !searcher.isTerminated()) {
      try {
        thread.join();
        searcher.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      runs.forEach(Archive::close);
      runs.clear();
    }
  }
}
