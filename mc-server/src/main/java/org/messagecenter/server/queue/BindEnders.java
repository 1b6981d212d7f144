package org.messagecenter.server.queue;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Messages at which a carrier ended its bind. A carrier that has locked us out does so at any
 * message; one that stumbles over a certain message does so each time that comes. Used on one lane.
 */
final class BindEnders {
  /** So often it may happen to a message before it counts as a failed attempt of its own. */
  static final int FORGIVEN = 3;

  /** The first make place for others. */
  static final int MOST = 10_000;

  private final Map<Long, Integer> byKey = new LinkedHashMap<>();

  /** It has happened once more: whether it may yet. */
  boolean forgives(long key) {
    boolean forgiven = byKey.merge(key, 1, Integer::sum) <= FORGIVEN;
    if (byKey.size() > MOST) {
      Iterator<Long> first = byKey.keySet().iterator();
      first.next();
      first.remove();
    }
    return forgiven;
  }
}
