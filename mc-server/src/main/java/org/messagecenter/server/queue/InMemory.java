package org.messagecenter.server.queue;

/**
 * How many messages for one carrier are in memory, and how many may be: what it takes in a second
 * or two.
 */
final class InMemory {
  /** What may be in memory at least and at most, messages. */
  private static final int LEAST_IN_MEMORY = 64;

  private static final int MOST_IN_MEMORY = 8192;

  private final Waiting waiting;
  private int inMemory;
  private int limit = LEAST_IN_MEMORY * 4;
  private int sentInTick;

  InMemory(Waiting waiting) {
    this.waiting = waiting;
  }

  int count() {
    return inMemory;
  }

  int limit() {
    return limit;
  }

  /** A line with next to nothing in memory gets in where others fill it: else it had no turns. */
  boolean mayEnter(Line line) {
    return line.inMemory() < Line.FEW
        ? inMemory < 2 * limit
        : inMemory < limit && line.inMemory() < line.most;
  }

  void entered(Line line) {
    inMemory++;
    waiting.add(line.key.account(), 1);
  }

  void left(Line line) {
    inMemory--;
    waiting.add(line.key.account(), -1);
  }

  /** The carrier was sent one. */
  void sent() {
    sentInTick++;
  }

  /** A second is over: grows with what was sent in it at once, and shrinks by and by. */
  void tick() {
    int needed = Math.max(2 * sentInTick, limit - limit / 4);
    limit = Math.min(MOST_IN_MEMORY, Math.max(LEAST_IN_MEMORY, needed));
    sentInTick = 0;
  }
}
