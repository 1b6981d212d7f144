package org.messagecenter.server.queue;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The lines of one account that have something in memory: which is next? */
final class Turn {
  /** The priorities that are told apart; higher ones count as the highest (50:4.7.14). */
  static final int PRIORITIES = 5;

  /** How often the lowest priority goes first. */
  private static final int LOWEST_EACH = 8;

  /** At most so many lines are passed over in a row. */
  private static final int LOOKED_AT = 64;

  final String account;
  boolean listed;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private final ArrayDeque<Line>[] lines = new ArrayDeque[PRIORITIES];

  private int count;
  private int turns;

  /** When the first of the lines that are held may go on, monotonic nanoseconds. */
  private long heldUntil;

  private boolean someHeld;

  Turn(String account) {
    this.account = account;
    for (int i = 0; i < PRIORITIES; i++) {
      lines[i] = new ArrayDeque<>(2);
    }
  }

  /** A line has something in memory now, and had nothing before. */
  void add(Line line) {
    lines[line.key.priority()].addLast(line);
    count++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** The line whose turn it is, taken out; null when all are held for a while. */
  @Nullable Line next(long now) {
    someHeld = false;
    boolean lowest = ++turns % LOWEST_EACH == 0;
    for (int i = 0; i < PRIORITIES; i++) {
      Line line = free(lines[lowest ? i : PRIORITIES - 1 - i], now);
      if (line != null) {
        count--;
        return line;
      }
    }
    return null;
  }

  private @Nullable Line free(ArrayDeque<Line> ring, long now) {
    for (int i = Math.min(ring.size(), LOOKED_AT); i > 0; i--) {
      Line line = ring.removeFirst();
      if (!line.held || now - line.notBefore >= 0) {
        line.held = false;
        return line;
      }
      ring.addLast(line);
      if (!someHeld || line.notBefore - heldUntil < 0) {
        heldUntil = line.notBefore;
        someHeld = true;
      }
    }
    return null;
  }

  /** After {@link #next} found none: how long until a held line may go on, nanoseconds. */
  long heldFor(long now) {
    return someHeld ? Math.max(1, heldUntil - now) : Long.MAX_VALUE;
  }

  /** Takes all lines out. */
  @Nullable Line pollAny() {
    for (ArrayDeque<Line> ring : lines) {
      Line line = ring.pollFirst();
      if (line != null) {
        count--;
        return line;
      }
    }
    return null;
  }
}
