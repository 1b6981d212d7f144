package org.messagecenter.server.queue;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many messages of each account wait before the carriers. Safe for concurrent use. */
public final class Waiting {
  private final ConcurrentHashMap<String, AtomicLong> byAccount = new ConcurrentHashMap<>();

  /** Of this account, over all carriers. */
  public long of(String account) {
    AtomicLong count = byAccount.get(account);
    return count == null ? 0 : count.get();
  }

  void add(String account, int n) {
    AtomicLong count = byAccount.get(account);
    if (count == null) {
      count = byAccount.computeIfAbsent(account, name -> new AtomicLong());
    }
    count.addAndGet(n);
  }
}
