package org.messagecenter.server.mailbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one account, and the turn among those that take mail.
 *
 * <p>The store's thread takes slots while event loops give them back, so the few lines here are
 * synchronized; nothing blocks inside.
 */
final class AccountBinds {
  private final List<BoundSession> all = new ArrayList<>();
  private final List<BoundSession> receivers = new ArrayList<>();
  private int turn;

  synchronized void add(BoundSession session, int window) {
    all.add(session);
    if (session.receiver()) {
      session.slots = window;
      receivers.add(session);
    }
  }

  /**
   * @return whether a receiver is left
   */
  synchronized boolean remove(BoundSession session) {
    all.remove(session);
    receivers.remove(session);
    session.slots = 0;
    return !receivers.isEmpty();
  }

  synchronized int count() {
    return all.size();
  }

  synchronized int receivers() {
    return receivers.size();
  }

  synchronized List<BoundSession> list() {
    return List.copyOf(all);
  }

  /** The next receiver in turn with room in its window, one slot of it taken. */
  synchronized @Nullable BoundSession take() {
    int n = receivers.size();
    for (int i = 0; i < n; i++) {
      turn = turn + 1 >= n ? 0 : turn + 1;
      BoundSession session = receivers.get(turn);
      if (session.slots > 0) {
        session.slots--;
        return session;
      }
    }
    return null;
  }

  /**
   * Gives slots back.
   *
   * @return how many of them count: none when the session has left meanwhile
   */
  synchronized int free(BoundSession session, int n) {
    if (!receivers.contains(session)) {
      return 0;
    }
    session.slots += n;
    return n;
  }
}
