package org.messagecenter.server.mailbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.account.ReceiptHome;
import org.messagecenter.server.receipt.Addressed;

/**
 * The mail of one account that waits for a certain bind. Its size is bounded. Not safe for several
 * threads: {@link AccountBinds} guards it.
 */
final class Held {
  private final int most;
  private final int mostOctets;
  private final Map<Long, ArrayDeque<Addressed>> byBind = new HashMap<>(0);
  private final Map<String, ArrayDeque<Addressed>> byType = new HashMap<>(0);
  private int count;
  private int octets;

  /**
   * @param most how many may wait
   * @param mostOctets of the bodies that may wait
   */
  Held(int most, int mostOctets) {
    this.most = most;
    this.mostOctets = mostOctets;
  }

  int count() {
    return count;
  }

  /** Whether nothing more may wait. */
  boolean full() {
    return count >= most || octets >= mostOctets;
  }

  void add(Addressed mail) {
    (mail.to() == ReceiptHome.To.ORIGINATING_BIND
            ? byBind.computeIfAbsent(mail.bindId(), id -> new ArrayDeque<>())
            : byType.computeIfAbsent(mail.systemType(), type -> new ArrayDeque<>()))
        .add(mail);
    count++;
    octets += mail.inside().body().length;
  }

  /** The mail that waits longest for this bind; null when none does. */
  @Nullable Addressed poll(long bindId, String systemType) {
    if (count == 0) {
      return null;
    }
    Addressed mail = poll(byBind, bindId);
    return mail == null ? poll(byType, systemType) : mail;
  }

  private <K> @Nullable Addressed poll(Map<K, ArrayDeque<Addressed>> all, K key) {
    ArrayDeque<Addressed> waiting = all.get(key);
    if (waiting == null) {
      return null;
    }
    Addressed mail = waiting.remove();
    if (waiting.isEmpty()) {
      all.remove(key);
    }
    left(mail);
    return mail;
  }

  /** Everything that waits for a bind that is gone. */
  List<Addressed> takeFor(long bindId) {
    ArrayDeque<Addressed> waiting = byBind.remove(bindId);
    if (waiting == null) {
      return List.of();
    }
    waiting.forEach(this::left);
    return List.copyOf(waiting);
  }

  /** Everything of which this is true. */
  List<Addressed> takeIf(Predicate<Addressed> which) {
    List<Addressed> taken = new ArrayList<>();
    takeIf(byBind, which, taken);
    takeIf(byType, which, taken);
    return taken;
  }

  private <K> void takeIf(
      Map<K, ArrayDeque<Addressed>> all, Predicate<Addressed> which, List<Addressed> taken) {
    for (Iterator<ArrayDeque<Addressed>> i = all.values().iterator(); i.hasNext(); ) {
      ArrayDeque<Addressed> waiting = i.next();
      waiting.removeIf(
          mail -> {
            boolean matches = which.test(mail);
            if (matches) {
              left(mail);
              taken.add(mail);
            }
            return matches;
          });
      if (waiting.isEmpty()) {
        i.remove();
      }
    }
  }

  /** When the first of them may go elsewhere; {@link Long#MAX_VALUE} when nothing waits. */
  long earliest() {
    long earliest = Long.MAX_VALUE;
    for (ArrayDeque<Addressed> waiting : byBind.values()) {
      earliest = Math.min(earliest, earliest(waiting));
    }
    for (ArrayDeque<Addressed> waiting : byType.values()) {
      earliest = Math.min(earliest, earliest(waiting));
    }
    return earliest;
  }

  private static long earliest(ArrayDeque<Addressed> waiting) {
    long earliest = Long.MAX_VALUE;
    for (Addressed mail : waiting) {
      earliest = Math.min(earliest, mail.until());
    }
    return earliest;
  }

  private void left(Addressed mail) {
    count--;
    octets -= mail.inside().body().length;
  }
}
