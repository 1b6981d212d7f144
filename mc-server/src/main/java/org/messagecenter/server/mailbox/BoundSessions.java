package org.messagecenter.server.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.receipt.Addressed;

/** Which sessions are bound, by account. Safe for any thread. */
public final class BoundSessions {
  private final ConcurrentHashMap<String, AccountBinds> byAccount = new ConcurrentHashMap<>();

  /**
   * Registers a bind unless the account has all it may.
   *
   * @param maxBinds most binds of the account at once; 0 for no limit
   * @param window deliver_sm that may be outstanding on the session
   */
  public boolean add(BoundSession session, int maxBinds, int window) {
    AccountBinds binds = of(session.account());
    synchronized (binds) {
      if (maxBinds > 0 && binds.count() >= maxBinds) {
        return false;
      }
      binds.add(session, window, MailQueue.ahead(window));
      return true;
    }
  }

  /**
   * Removes a bind.
   *
   * @param noReceiver told the account when no session that takes mail is left to it, while none
   *     can be added; must not block
   * @return mail that waited for this bind, or for any of the account's
   */
  List<Addressed> remove(BoundSession session, Consumer<String> noReceiver) {
    return of(session.account()).remove(session, noReceiver);
  }

  /** The binds of an account, for mail that is for some of them only. */
  AccountBinds binds(String account) {
    return of(account);
  }

  /** The session whose turn it is, one slot of its window taken; null when none has room. */
  @Nullable BoundSession take(String account) {
    AccountBinds binds = byAccount.get(account);
    return binds == null ? null : binds.take();
  }

  int free(BoundSession session, int n) {
    return of(session.account()).free(session, n);
  }

  /** Number of bound sessions of an account. */
  public int count(String account) {
    AccountBinds binds = byAccount.get(account);
    return binds == null ? 0 : binds.count();
  }

  /** Number of sessions of an account that take mail. */
  public int receivers(String account) {
    AccountBinds binds = byAccount.get(account);
    return binds == null ? 0 : binds.receivers();
  }

  /** Number of all bound sessions. */
  public int total() {
    return byAccount.values().stream().mapToInt(AccountBinds::count).sum();
  }

  /** Every bound session, at one moment. */
  public List<BoundSession> all() {
    List<BoundSession> sessions = new ArrayList<>();
    for (AccountBinds binds : byAccount.values()) {
      sessions.addAll(binds.list());
    }
    return sessions;
  }

  private AccountBinds of(String account) {
    return byAccount.computeIfAbsent(account, unused -> new AccountBinds());
  }
}
