package org.messagecenter.server.listen;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts connections, so that those who never bind leave room for those who do. Safe for all event
 * loops.
 */
final class ConnectionLimits {
  private final int maxHalfOpen;
  private final int maxHalfOpenPerAddress;
  private final int maxPerAddress;
  private final AtomicInteger halfOpen = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Count> byAddress = new ConcurrentHashMap<>();

  /** Each limit at least 1, or 0 for none. */
  ConnectionLimits(int maxHalfOpen, int maxHalfOpenPerAddress, int maxPerAddress) {
    this.maxHalfOpen = maxHalfOpen;
    this.maxHalfOpenPerAddress = maxHalfOpenPerAddress;
    this.maxPerAddress = maxPerAddress;
  }

  private record Count(int all, int halfOpen) {
    Count plus(int all, int halfOpen) {
      return new Count(this.all + all, this.halfOpen + halfOpen);
    }
  }

  /** A new connection's place, to be left when it closes; null when there is none. */
  @Nullable Place enter() {
    if (exceeds(halfOpen.incrementAndGet(), maxHalfOpen)) {
      halfOpen.decrementAndGet();
      return null;
    }
    return new Place();
  }

  /** Addresses that have a connection. */
  int addresses() {
    return byAddress.size();
  }

  private static boolean exceeds(int count, int limit) {
    return limit > 0 && count > limit;
  }

  /** One connection in the counts. For its own event loop. */
  final class Place {
    private @Nullable InetAddress address;
    private boolean bound;
    private boolean left;

    /** The peer's address is known now: null when it may stay, else why not. */
    @Nullable TurnedAway from(InetAddress peer) {
      Count count = byAddress.merge(peer, new Count(1, 1), (a, b) -> a.plus(1, 1));
      address = peer;
      if (exceeds(count.all(), maxPerAddress)) {
        return TurnedAway.CONNECTIONS_OF_ADDRESS;
      }
      return exceeds(count.halfOpen(), maxHalfOpenPerAddress)
          ? TurnedAway.HALF_OPEN_OF_ADDRESS
          : null;
    }

    /** It has bound. */
    void bound() {
      if (!bound && !left) {
        bound = true;
        halfOpen.decrementAndGet();
        change(0, -1);
      }
    }

    /** It is gone. */
    void leave() {
      if (!left) {
        left = true;
        if (!bound) {
          halfOpen.decrementAndGet();
        }
        change(-1, bound ? 0 : -1);
      }
    }

    private void change(int all, int unbound) {
      InetAddress known = address;
      if (known != null) {
        byAddress.computeIfPresent(
            known,
            (key, count) -> {
              Count changed = count.plus(all, unbound);
              return changed.all() == 0 ? null : changed;
            });
      }
    }
  }
}
