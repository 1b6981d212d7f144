package org.messagecenter.protocol.session;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;

/**
 * Our requests without an answer, by sequence number.
 *
 * <p>A ring of twice the window, at least, indexed by the low bits of the sequence number. A number
 * whose place is still held by a slow request is skipped, so that one missing answer never holds up
 * the others. Since numbers are given in the order of sending, the oldest request is found by
 * walking on from the last oldest one; over time that costs one step for each request.
 */
final class Window {
  static final int LAST_SEQUENCE = 0x7FFFFFFF;

  private final int[] sequences;
  private final long[] sentAt;
  private final @Nullable Object[] contexts;
  private final @Nullable CommandId[] commands;
  private final int mask;
  private int next = 1;
  private int oldest = 1;
  private int outstanding;

  /**
   * @param size requests that may be outstanding at once
   */
  Window(int size) {
    int capacity = Integer.highestOneBit(Math.max(size, 4) * 2 - 1) << 1;
    this.sequences = new int[capacity];
    this.sentAt = new long[capacity];
    this.contexts = new @Nullable Object[capacity];
    this.commands = new @Nullable CommandId[capacity];
    this.mask = capacity - 1;
  }

  /** Starts numbering here; for tests of the wrap. */
  void startAt(int sequence) {
    next = sequence;
    oldest = sequence;
  }

  int outstanding() {
    return outstanding;
  }

  /** Takes a number for a request sent now. There must be fewer outstanding than the ring holds. */
  int add(CommandId command, Object context, long now) {
    int sequence = next;
    while (sequences[sequence & mask] != 0) {
      sequence = following(sequence);
    }
    int at = sequence & mask;
    sequences[at] = sequence;
    sentAt[at] = now;
    contexts[at] = context;
    commands[at] = command;
    next = following(sequence);
    if (outstanding++ == 0) {
      oldest = sequence;
    }
    return sequence;
  }

  /** Whether a request with this number is outstanding. */
  boolean holds(int sequence) {
    return sequence != 0 && sequences[sequence & mask] == sequence;
  }

  CommandId command(int sequence) {
    CommandId command = commands[sequence & mask];
    if (command == null) {
      throw new IllegalStateException("No request " + sequence + " is outstanding");
    }
    return command;
  }

  long sentAt(int sequence) {
    return sentAt[sequence & mask];
  }

  /** Ends the request with this number, which must be outstanding, and gives its context. */
  Object remove(int sequence) {
    int at = sequence & mask;
    Object context = contexts[at];
    if (sequences[at] != sequence || context == null) {
      throw new IllegalStateException("No request " + sequence + " is outstanding");
    }
    sequences[at] = 0;
    contexts[at] = null;
    commands[at] = null;
    outstanding--;
    return context;
  }

  /** The number of the request that waits longest, or 0 when none does. */
  int oldest() {
    if (outstanding == 0) {
      return 0;
    }
    while (!holds(oldest)) {
      oldest = following(oldest);
    }
    return oldest;
  }

  private static int following(int sequence) {
    return sequence == LAST_SEQUENCE ? 1 : sequence + 1;
  }
}
