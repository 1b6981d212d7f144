package org.messagecenter.server.correlate;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.receipt.MessageState;

/**
 * The messages that a carrier took lately, by its ids, so that most receipts need no look at the
 * disk; and which of them a receipt ended, so that its repetitions need none either. The oldest
 * make place for new ones: what is forgotten here the store still knows.
 */
final class RecentlyTaken {
  /** An end takes a hundred octets or so, and most repetitions come at once or never. */
  private static final int MOST_ENDED = 10_000;

  private final int most;
  private final long mostOctets;
  private final Map<String, Taken> waiting = new LinkedHashMap<>();
  private final Map<String, MessageState> ended = new LinkedHashMap<>();
  private long octets;

  RecentlyTaken(int most, long mostOctets) {
    this.most = most;
    this.mostOctets = mostOctets;
  }

  /** The carrier took a message; an older one of the same id is meant no longer. */
  void put(String id, Taken taken) {
    ended.remove(id);
    forget(id);
    waiting.put(id, taken);
    octets += taken.octets();
    Iterator<Taken> oldest = waiting.values().iterator();
    while (waiting.size() > most || octets > mostOctets) {
      octets -= oldest.next().octets();
      oldest.remove();
    }
  }

  /** The message that waits for a receipt of this id, if it is here. */
  @Nullable Taken find(String id) {
    return waiting.get(id);
  }

  /** What the receipt said that came for this id lately, null for none. */
  @Nullable MessageState end(String id) {
    return ended.get(id);
  }

  /** A receipt said this of the message. */
  void end(String id, MessageState state) {
    forget(id);
    ended.put(id, state);
    if (ended.size() > MOST_ENDED) {
      Iterator<String> oldest = ended.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Nothing waits for this id any more. */
  void forget(String id) {
    Taken old = waiting.remove(id);
    if (old != null) {
      octets -= old.octets();
    }
  }

  /** How many messages wait. */
  int size() {
    return waiting.size();
  }
}
