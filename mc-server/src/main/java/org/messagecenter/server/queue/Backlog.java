package org.messagecenter.server.queue;

import java.util.ArrayDeque;
import org.messagecenter.store.queue.MessageStore;

/** What waits in the store for one carrier, and is asked for when there is room in memory. */
final class Backlog {
  /** Of one line, while others wait too. */
  private static final int MOST_OF_A_LINE = 256;

  private static final int PROBED_LINES = 256;

  /** The lines of the store, as {@link MessageStore} has them. */
  interface Parking {
    void park(long key, int line, boolean again);

    void requestLine(int line, int n);
  }

  private final Parking store;
  private final InMemory memory;
  private final Waiting waiting;

  /** Lines that have more in the store than was asked for. */
  private final ArrayDeque<Line> asking = new ArrayDeque<>();

  private int parked;
  private int asked;

  Backlog(Parking store, InMemory memory, Waiting waiting) {
    this.store = store;
    this.memory = memory;
    this.waiting = waiting;
  }

  /** Messages that wait in the store, those asked for among them. */
  int parked() {
    return parked;
  }

  /**
   * A message goes to the store.
   *
   * @param again whether to its place among the others, rather than behind them
   */
  void park(Line line, long key, boolean again) {
    // Told to the store first: who sees the count may ask for what it counts.
    store.park(key, line.id, again);
    line.parked++;
    parked++;
    waiting.add(line.key.account(), 1);
    list(line);
  }

  /** A message that was asked for came. */
  void arrived(Line line) {
    line.asked--;
    asked--;
    left(line);
  }

  /** A message left its line, asked for or not. */
  void left(Line line) {
    line.parked--;
    parked--;
    waiting.add(line.key.account(), -1);
  }

  /** The line had less than it was asked for. */
  void unused(Line line, int n) {
    line.asked -= n;
    asked -= n;
    list(line);
  }

  private void list(Line line) {
    if (!line.listed && line.parked > line.asked) {
      line.listed = true;
      asking.addLast(line);
    }
  }

  /** Asks the store for more, once there is room for a handful. */
  void refill() {
    int limit = memory.limit();
    int inMemory = memory.count();
    int space = limit - inMemory - asked;
    if (asking.isEmpty() || (space < limit / 4 && inMemory + asked > 0)) {
      return;
    }
    int share = Math.max(1, Math.min(MOST_OF_A_LINE, limit / asking.size()));
    for (int n = asking.size(); n > 0 && space > 0; n--) {
      Line line = asking.removeFirst();
      line.listed = false;
      int most = Math.min(share, line.most) - line.inMemory() - line.asked;
      int count = Math.min(Math.min(most, space), line.parked - line.asked);
      if (count > 0) {
        ask(line, count);
        space -= count;
      }
      list(line);
    }
  }

  /** Whatever else is in memory: a line that waits has something there to be sent in its turn. */
  void keepInTurn(Line line) {
    if (line.inMemory() == 0
        && line.asked == 0
        && line.parked > 0
        && memory.count() + asked < 2 * memory.limit()) {
      ask(line, Math.min(Line.FEW, line.parked));
    }
  }

  /**
   * Asks for so many of each line, whatever is in memory; of some of the lines, if they are many.
   */
  void probe(int probe) {
    for (int n = Math.min(asking.size(), PROBED_LINES); n > 0; n--) {
      Line line = asking.removeFirst();
      line.listed = false;
      // Some may have left it since it was listed, those asked for among them.
      int count = Math.min(probe, line.parked - line.asked);
      if (count > 0) {
        ask(line, count);
      }
      list(line);
    }
  }

  private void ask(Line line, int count) {
    line.asked += count;
    asked += count;
    store.requestLine(line.id, count);
  }
}
