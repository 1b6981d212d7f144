package org.messagecenter.server.mailbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.account.ReceiptHome;
import org.messagecenter.server.receipt.Addressed;

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

  static final int MOST_HELD = 4096;
  static final int MOST_HELD_OCTETS = 1 << 22;
  static final int MOST_ASIDE = 1 << 16;

  /** Mail that waits for one of them, to be sent as soon as that has room. */
  private final Held held = new Held(MOST_HELD, MOST_HELD_OCTETS);

  /**
   * What would wait there and finds no place: without its octets, so that there may be much of it.
   * A bind that is slow, or stuck, shall not take the credit of the others.
   */
  private final Held aside = new Held(MOST_ASIDE, Integer.MAX_VALUE);

  /** Credit that is not asked for until a place among those is free. */
  private int owed;

  /** Somebody looks when the time of what is held is up. */
  private boolean watched;

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
   * Takes a session out.
   *
   * @param noReceiver told the account when no receiver is left, before another session can be
   *     added: what it asks of the store must not overtake what is asked for the next receiver
   * @return the mail that nobody waits for any more; it is to go back to the store
   */
  synchronized List<Addressed> remove(BoundSession session, Consumer<String> noReceiver) {
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
    if (receivers > 0) {
      return both(held.takeFor(session.bindId()), aside.takeFor(session.bindId()));
    }
    noReceiver.accept(session.account());
    owed = 0;
    return both(held.takeIf(mail -> true), aside.takeIf(mail -> true));
  }

  private static List<Addressed> both(List<Addressed> first, List<Addressed> second) {
    if (second.isEmpty()) {
      return first;
    }
    List<Addressed> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
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

  // ---- mail for certain binds ----------------------------------------------------------------

  /** What is to become of mail that is for certain binds. */
  enum Verdict {
    /** A session has room for it, one slot of it taken. */
    SEND,
    /** It waits here for its bind. */
    HELD,
    /** It waits here, and is the first: its time is to be watched. */
    HELD_UNWATCHED,
    /** Its binds have no room, and too much waits here already: back, without new credit. */
    STALLED,
    /** No session has room for it: back. */
    NO_ROOM
  }

  /**
   * Where a mail goes.
   *
   * @param session set for {@link Verdict#SEND}
   */
  record Placement(Verdict verdict, @Nullable BoundSession session) {}

  /**
   * Finds a place for mail that is for certain binds.
   *
   * @param now epoch milliseconds
   * @param ask told the account and 1 when the mail waits here, where it takes no room of any
   *     session: another one may come in its place. As long as a receiver is there, see {@link
   *     #remove}; must not block
   */
  synchronized Placement place(Addressed mail, long now, ObjIntConsumer<String> ask) {
    Placement placement = place(mail, now);
    if (placement.verdict() == Verdict.HELD || placement.verdict() == Verdict.HELD_UNWATCHED) {
      ask.accept(mail.inside().account(), 1);
    }
    return placement;
  }

  private Placement place(Addressed mail, long now) {
    if (receivers == 0 || now >= mail.until()) {
      return taken(take());
    }
    if (mail.to() == ReceiptHome.To.ORIGINATING_BIND) {
      if (!isReceiver(session -> session.bindId() == mail.bindId())) {
        // It is gone, or only sends: the like of it is next best.
        BoundSession like = take(session -> session.systemType().equals(mail.systemType()));
        return taken(like == null ? take() : like);
      }
      return takenOrHeld(mail, take(session -> session.bindId() == mail.bindId()));
    }
    BoundSession like = take(session -> session.systemType().equals(mail.systemType()));
    if (like == null
        && held.full()
        && !isReceiver(session -> session.systemType().equals(mail.systemType()))) {
      // Nobody comes for it at the moment, and the others' mail is behind it.
      return taken(take());
    }
    return takenOrHeld(mail, like);
  }

  private static Placement taken(@Nullable BoundSession session) {
    return new Placement(session == null ? Verdict.NO_ROOM : Verdict.SEND, session);
  }

  private Placement takenOrHeld(Addressed mail, @Nullable BoundSession session) {
    if (session != null) {
      return taken(session);
    }
    if (!held.full()) {
      held.add(mail);
    } else if (!aside.full()) {
      aside.add(mail.emptied());
    } else {
      owed++;
      return new Placement(Verdict.STALLED, null);
    }
    if (watched) {
      return new Placement(Verdict.HELD, null);
    }
    watched = true;
    return new Placement(Verdict.HELD_UNWATCHED, null);
  }

  private boolean isReceiver(Predicate<BoundSession> which) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).listed && which.test(all.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #take()}, among some sessions only. */
  private @Nullable BoundSession take(Predicate<BoundSession> which) {
    for (BoundSession session : open) {
      if (which.test(session)) {
        open.remove(session);
        session.inOpen = false;
        session.slots--;
        line(session);
        return session;
      }
    }
    for (BoundSession session : full) {
      if (session.slots > 0 && which.test(session)) {
        full.remove(session);
        session.inFull = false;
        session.slots--;
        line(session);
        return session;
      }
    }
    return null;
  }

  /** Held mail that this session has room for, one slot of it taken; null when there is none. */
  synchronized @Nullable Addressed takeHeld(BoundSession session) {
    if (!session.listed || session.slots <= 0) {
      return null;
    }
    Addressed mail = held.poll(session.bindId(), session.systemType());
    if (mail != null) {
      session.slots--;
    }
    return mail;
  }

  /**
   * Mail for this session that found no place among the held, to go back to the store, which will
   * bring it again.
   *
   * @param most how many at most
   */
  synchronized List<Addressed> takeAside(BoundSession session, int most) {
    if (aside.count() == 0 || !session.listed) {
      return List.of();
    }
    List<Addressed> taken = new ArrayList<>();
    Addressed mail;
    while (taken.size() < most
        && (mail = aside.poll(session.bindId(), session.systemType())) != null) {
      taken.add(mail);
    }
    return taken;
  }

  /** Waiting mail whose time is up, to go back to the store. */
  synchronized List<Addressed> takeLate(long now) {
    return both(
        held.takeIf(mail -> now >= mail.until()), aside.takeIf(mail -> now >= mail.until()));
  }

  /** When some of it is late next, epoch milliseconds; empty when nobody need look any more. */
  synchronized OptionalLong nextLate() {
    watched = waiting() > 0;
    return watched
        ? OptionalLong.of(Math.min(held.earliest(), aside.earliest()))
        : OptionalLong.empty();
  }

  private int waiting() {
    return held.count() + aside.count();
  }

  /** A receiver, to lend its event loop; null when there is none. */
  synchronized @Nullable BoundSession anyReceiver() {
    for (BoundSession session : all) {
      if (session.listed) {
        return session;
      }
    }
    watched = false;
    return null;
  }

  /**
   * Places were left by mail that waited.
   *
   * @param ask told the account and how much of the credit that was kept back is asked for again,
   *     while a receiver is there; must not block
   */
  synchronized void repay(String account, int places, ObjIntConsumer<String> ask) {
    // A few long mails fill it as well: when none is left, nothing must stay owed.
    int credit = waiting() == 0 ? owed : Math.min(owed, places);
    owed -= credit;
    if (credit > 0) {
      ask.accept(account, credit);
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
