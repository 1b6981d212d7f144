package org.messagecenter.server.mailbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one account, and the turn among those that take mail.
 *
 * <p>A session has room for its window and for some mail ahead of it. Those with room in the window
 * come first: mail must not wait behind one session while another could send it.
 *
 * <p>The store's thread takes slots while event loops give them back, so the few lines here are
 * synchronized; nothing blocks inside.
 */
final class AccountBinds {
  private final List<BoundSession> all = new ArrayList<>();

  /** Receivers with room in their windows, the next in turn first. */
  private final ArrayDeque<BoundSession> open = new ArrayDeque<>();

  /** Receivers that had room ahead only when they got here; some may have more by now, or none. */
  private final ArrayDeque<BoundSession> full = new ArrayDeque<>();

  private int receivers;

  /**
   * @param window deliver_sm that may be outstanding on the session
   * @param ahead mails that may wait for the window beyond those
   */
  synchronized void add(BoundSession session, int window, int ahead) {
    all.add(session);
    if (session.receiver()) {
      session.slots = window + ahead;
      session.ahead = ahead;
      session.listed = true;
      receivers++;
      line(session);
    }
  }

  /**
   * @param noReceiver told the account when no receiver is left, before another session can be
   *     added: what it asks of the store must not overtake what is asked for the next receiver
   */
  synchronized void remove(BoundSession session, Consumer<String> noReceiver) {
    all.remove(session);
    if (session.listed) {
      session.listed = false;
      session.slots = 0;
      receivers--;
      if (session.inOpen) {
        open.remove(session);
      }
      if (session.inFull) {
        full.remove(session);
      }
    }
    if (receivers == 0) {
      noReceiver.accept(session.account());
    }
  }

  synchronized int count() {
    return all.size();
  }

  synchronized int receivers() {
    return receivers;
  }

  synchronized List<BoundSession> list() {
    return List.copyOf(all);
  }

  /** The next receiver in turn with room, one slot of it taken. */
  synchronized @Nullable BoundSession take() {
    BoundSession session = open.poll();
    if (session != null) {
      session.inOpen = false;
    } else {
      session = pollFull();
      if (session == null) {
        return null;
      }
    }
    session.slots--;
    line(session);
    return session;
  }

  /** The next of those with room ahead only; called when no window has room. */
  private @Nullable BoundSession pollFull() {
    while (true) {
      BoundSession session = full.poll();
      if (session == null) {
        return null;
      }
      session.inFull = false;
      if (session.slots > 0) {
        return session;
      }
    }
  }

  private void line(BoundSession session) {
    if (session.slots > session.ahead) {
      if (!session.inOpen) {
        session.inOpen = true;
        open.add(session);
      }
    } else if (session.slots > 0 && !session.inFull) {
      session.inFull = true;
      full.add(session);
    }
  }

  /**
   * Gives slots back.
   *
   * @return how many of them count: none when the session has left meanwhile
   */
  synchronized int free(BoundSession session, int n) {
    if (!session.listed) {
      return 0;
    }
    session.slots += n;
    line(session);
    return n;
  }
}
