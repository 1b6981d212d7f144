package org.messagecenter.server.queue;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.server.account.Outbound;
import org.messagecenter.server.pace.AccountPaces;
import org.messagecenter.server.pace.Rate;

/** The lines of all carriers by their numbers, and what the accounts ask of them. */
final class LineBook {
  private final ConcurrentHashMap<Integer, Line> byId = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final Function<String, Outbound> accounts;
  private final AccountPaces paces;

  /**
   * @param accounts what holds for an account
   */
  LineBook(Function<String, Outbound> accounts) {
    this.accounts = accounts;
    this.paces =
        new AccountPaces(
            account -> {
              Outbound its = accounts.apply(account);
              return new AccountPaces.Rates(
                  rate(its.rate(), its.burst()), rate(its.sourceRate(), its.sourceBurst()));
            });
  }

  private static Rate rate(double perSecond, int burst) {
    return burst == 0 ? Rate.of(perSecond) : new Rate(perSecond, burst);
  }

  AccountPaces paces() {
    return paces;
  }

  boolean bySource(String account) {
    return accounts.apply(account).sourceRate() > 0;
  }

  /** What a message counts in its account's rates. */
  int units(String account, SubmitSm message) {
    return accounts.apply(account).count() == Outbound.Count.SEGMENT ? Segments.of(message) : 1;
  }

  Line newLine(Line.Key key, CarrierQueue queue) {
    Outbound its = accounts.apply(key.account());
    double slowest = Double.MAX_VALUE;
    if (its.rate() > 0) {
      slowest = its.rate();
    }
    if (its.sourceRate() > 0) {
      slowest = Math.min(slowest, its.sourceRate());
    }
    Line line = new Line(ids.incrementAndGet(), key, queue, slowest);
    byId.put(line.id, line);
    return line;
  }

  void forget(Line line) {
    byId.remove(line.id);
  }

  /** Null for a number that was never given, or whose line is forgotten. */
  @Nullable Line find(int id) {
    return byId.get(id);
  }
}
