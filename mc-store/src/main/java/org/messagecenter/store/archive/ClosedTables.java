package org.messagecenter.store.archive;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables that are full and wait for the disk, the oldest first. The archive's lock guards all
 * of it; whoever waits on the lock for a table is woken.
 */
final class ClosedTables {

  private static final Logger log = LoggerFactory.getLogger(ClosedTables.class);

  private final Object lock;
  private final ArrayDeque<Table> waiting = new ArrayDeque<>();
  private @Nullable Table writing;
  private @Nullable Table spare;
  private long lost;

  /** Whether no closed table is left; written under the lock. */
  private volatile boolean nothingWaits = true;

  /** Written under the lock. */
  private volatile int version;

  ClosedTables(Object lock) {
    this.lock = lock;
  }

  /** One more; when there is no place for it, the oldest that is not being written is given up. */
  void add(Table table) {
    synchronized (lock) {
      if (isFull()) {
        giveUpOne();
      }
      waiting.add(table);
      nothingWaits = false;
      lock.notifyAll();
    }
  }

  /** Whether one more would push another out. */
  boolean isFull() {
    synchronized (lock) {
      return waiting.size() >= Archive.MOST_WAITING;
    }
  }

  private void giveUpOne() {
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

  /** An empty table, one that was written before if there is any. */
  Table empty(int rows) {
    synchronized (lock) {
      Table table = spare;
      spare = null;
      if (table == null) {
        return new Table(rows);
      }
      table.clear();
      return table;
    }
  }

  /** How many there are. */
  int size() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  /** Whether there is none; without the lock. */
  boolean nothingWaits() {
    return nothingWaits;
  }

  @Nullable Table oldest() {
    synchronized (lock) {
      return waiting.peekFirst();
    }
  }

  /** The oldest, which is being written from now on and not given up; null when there is none. */
  @Nullable Table beginOldest() {
    synchronized (lock) {
      writing = waiting.peekFirst();
      return writing;
    }
  }

  /** The oldest could not be written. */
  void failed() {
    synchronized (lock) {
      writing = null;
    }
  }

  /**
   * The oldest leaves the memory.
   *
   * @param kept whether it is in a run
   */
  void remove(Table table, boolean kept) {
    synchronized (lock) {
      lost += kept ? 0 : table.count();
      waiting.removeFirst();
      nothingWaits = waiting.isEmpty();
      writing = null;
      spare = table;
      version++;
    }
  }

  /** Changes whenever ends leave the memory; without the lock. */
  int version() {
    return version;
  }

  void byKey(long key, List<End> found) {
    synchronized (lock) {
      waiting.forEach(table -> table.byKey(key, found));
    }
  }

  void byAlias(int alias, List<End> found) {
    synchronized (lock) {
      waiting.forEach(table -> table.byAlias(alias, found));
    }
  }

  /** The youngest. */
  @Nullable End byCarrier(long hash) {
    synchronized (lock) {
      End found = null;
      for (Iterator<Table> all = waiting.descendingIterator(); found == null && all.hasNext(); ) {
        found = all.next().byCarrier(hash);
      }
      return found;
    }
  }

  /** Shows the ends that have a fingerprint. */
  void fingerprints(End row, Runnable show) {
    synchronized (lock) {
      waiting.forEach(table -> table.fingerprints(row, show));
    }
  }

  /** How many ends there are. */
  long ends() {
    synchronized (lock) {
      return waiting.stream().mapToLong(Table::count).sum();
    }
  }

  /** How many ends were given up. */
  long lost() {
    synchronized (lock) {
      return lost;
    }
  }
}
