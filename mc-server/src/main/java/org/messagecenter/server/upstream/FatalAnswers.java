package org.messagecenter.server.upstream;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages that cost a bind lately. A status that says that the bind is of no use speaks of the
 * bind; but a message that gets it over one bind after the other must be what the carrier means.
 * Without an end to it such a message would take down all binds of the carrier again and again, and
 * hold up whatever waits behind it.
 */
final class FatalAnswers {
  /** So many binds a message may cost before it is blamed. */
  static final int MOST_BINDS = 3;

  private static final int MOST_MESSAGES = 1000;

  private final Map<String, Integer> binds = new LinkedHashMap<>();

  /**
   * A message cost a bind.
   *
   * @return whether it is to be blamed for that; if so it begins anew
   */
  boolean blame(String messageId) {
    int cost = binds.merge(messageId, 1, Integer::sum);
    if (cost >= MOST_BINDS) {
      binds.remove(messageId);
      return true;
    }
    if (binds.size() > MOST_MESSAGES) {
      Iterator<String> oldest = binds.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return false;
  }

  /** A message was answered otherwise. */
  void forget(String messageId) {
    if (!binds.isEmpty()) {
      binds.remove(messageId);
    }
  }
}
