package org.messagecenter.server.broadcast;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many broadcasts the store keeps of each source, so that none has too many. A source's number
 * is unknown until a look-up has told it, since the store outlives this process; it is forgotten
 * when it falls to nothing. Safe for any thread.
 */
final class KeptBroadcasts {
  private final ConcurrentHashMap<Source, Integer> counts = new ConcurrentHashMap<>();
  private final int most;

  private record Source(String account, int tag) {}

  KeptBroadcasts(int most) {
    this.most = most;
  }

  boolean knows(String account, int tag) {
    return counts.containsKey(new Source(account, tag));
  }

  /** A look-up found so many; says nothing new of a source that is known already. */
  void found(String account, int tag, int count) {
    counts.putIfAbsent(new Source(account, tag), count);
  }

  /** Counts one more; false when the source has all it may. */
  boolean add(String account, int tag) {
    boolean[] added = new boolean[1];
    counts.compute(
        new Source(account, tag),
        (source, count) -> {
          int now = count == null ? 0 : count;
          added[0] = now < most;
          return added[0] ? now + 1 : now;
        });
    return added[0];
  }

  /** One of a source is gone, or was not kept in the end. */
  void remove(String account, int tag) {
    counts.computeIfPresent(
        new Source(account, tag), (source, count) -> count > 1 ? count - 1 : null);
  }
}
