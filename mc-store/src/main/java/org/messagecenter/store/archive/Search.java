package org.messagecenter.store.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to the runs of an archive, and its answer. Filled by the thread that searches; to be
 * read by who hears that it is done.
 */
public final class Search {

  private enum By {
    KEY,
    ALIAS,
    CARRIER
  }

  private final By by;
  private final long value;
  private final List<End> found = new ArrayList<>();
  private @Nullable IOException failure;
  private int version;

  private Search(By by, long value) {
    this.by = by;
    this.value = value;
  }

  /** All ends of a submission, the one whose first key this is. */
  public static Search byKey(long key) {
    return new Search(By.KEY, key);
  }

  /** All ends with a short id. */
  public static Search byAlias(int alias) {
    return new Search(By.ALIAS, alias);
  }

  /** The youngest end with the hash of a carrier id. */
  public static Search byCarrier(long hash) {
    return new Search(By.CARRIER, hash);
  }

  /** Whether a run may have it, as far as its header tells. */
  boolean mayBeIn(RunHeader run) {
    return switch (by) {
      case KEY -> (value | 0xFF) >= run.leastKey() && value <= run.greatestKey();
      case ALIAS -> run.aliases() > 0;
      case CARRIER -> run.carriers() > 0;
    };
  }

  /** Looks into one more run; the runs come youngest first. */
  void in(Run run, BlockReader reader) throws IOException {
    if (!mayBeIn(run.header())) {
      return;
    }
    switch (by) {
      case KEY -> run.byKey(value, reader, found);
      case ALIAS -> run.byAlias((int) value, reader, found);
      case CARRIER -> run.byCarrier(value, reader, found);
    }
  }

  /** Whether older runs have nothing to add. */
  boolean isDone() {
    return by == By.CARRIER && !found.isEmpty();
  }

  void begin(int archiveVersion) {
    version = archiveVersion;
  }

  void fail(IOException cause) {
    failure = cause;
    found.clear();
  }

  /** Whether a run could not be read. There may be more than what was found, so nothing is. */
  public @Nullable IOException failure() {
    return failure;
  }

  /** What the runs have, in no order; several may be of one key. */
  public List<End> found() {
    return found;
  }

  /** What {@link Archive#version} was when it began. */
  public int version() {
    return version;
  }
}
