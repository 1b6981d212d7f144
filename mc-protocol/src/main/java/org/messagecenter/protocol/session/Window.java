package org.messagecenter.protocol.session;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;

/**
 * Our requests without an answer, by sequence number.
 *
 * <p>A ring of at least twice the requests outstanding, indexed by the low bits of the sequence
 * number; it starts small, since most connections never need more, and doubles on demand. A number
 * whose place is still held by a slow request is skipped, so that one missing answer never holds up
 * the others. Since numbers are given in the order of sending, the oldest request is found by
 * walking on from the last oldest one; over time that costs one step for each request.
 */
final class Window {
  static final int LAST_SEQUENCE = 0x7FFFFFFF;

  private static final int FIRST_CAPACITY = 8;

  private int[] sequences = new int[FIRST_CAPACITY];
  private long[] sentAt = new long[FIRST_CAPACITY];
  private @Nullable Object[] contexts = new @Nullable Object[FIRST_CAPACITY];
  private @Nullable CommandId[] commands = new @Nullable CommandId[FIRST_CAPACITY];
  private int mask = FIRST_CAPACITY - 1;
  private int next = 1;
  private int oldest = 1;
  private int outstanding;

  /** Starts numbering here; for tests of the wrap. */
  void startAt(int sequence) {
    next = sequence;
    oldest = sequence;
  }

  int outstanding() {
    return outstanding;
  }

  /** Takes a number for a request that is sent now and has no answer: nothing waits for it. */
  int pass() {
    int sequence = free();
    next = following(sequence);
    return sequence;
  }

  /** Takes a number for a request sent now. */
  int add(CommandId command, Object context, long now) {
    if (outstanding >= sequences.length / 2) {
      grow();
    }
    int sequence = free();
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

  /** The next number whose place is free; there always is one, the ring being half empty. */
  private int free() {
    int sequence = next;
    while (sequences[sequence & mask] != 0) {
      sequence = following(sequence);
    }
    return sequence;
  }

  /** Numbers that differ in their low bits differ in one more of them: no two can meet. */
  private void grow() {
    int[] from = sequences;
    long[] times = sentAt;
    @Nullable Object[] withContexts = contexts;
    @Nullable CommandId[] withCommands = commands;
    int capacity = from.length * 2;
    sequences = new int[capacity];
    sentAt = new long[capacity];
    contexts = new @Nullable Object[capacity];
    commands = new @Nullable CommandId[capacity];
    mask = capacity - 1;
    for (int i = 0; i < from.length; i++) {
      int at = from[i] & mask;
      if (from[i] != 0) {
        sequences[at] = from[i];
        sentAt[at] = times[i];
        contexts[at] = withContexts[i];
        commands[at] = withCommands[i];
      }
    }
  }

  private static int following(int sequence) {
    return sequence == LAST_SEQUENCE ? 1 : sequence + 1;
  }
}
