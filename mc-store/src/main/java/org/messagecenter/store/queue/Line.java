package org.messagecenter.store.queue;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A line of messages that wait for its own credit. Only {@link Lines} changes one. */
final class Line {

  /** The caller's name for it. */
  final int number;

  /** Which of the {@link SlotLists} it is. */
  final int list;

  /** How many wait in it; those that are being read are not among them. */
  int waiting;

  /** Pushes that are going to be made of those that wait, never more than these. */
  int credits;

  /** Pushes whose bodies are being read. */
  int reading;

  /** Who returned last, if it still waits; -1 for none. */
  int lastReturned = -1;

  /** The least key of those that returned while others were being read. */
  long leastReturned = Long.MAX_VALUE;

  /** How many left that the caller has not been told of. */
  int left;

  /** How many pushes there will not be that the caller is to be told of now. */
  long unused;

  /** In the queue of those that have something to be read. */
  boolean listed;

  /** In the queue of those that have something to tell. */
  boolean telling;

  /** Not in the map any more; one of that number is another. */
  boolean dropped;

  private long granted;
  private long settled;
  private @Nullable ArrayDeque<Lack> lacks;

  /**
   * @param after so many pushes come before the caller hears of it
   */
  private record Lack(long after, int pushes) {}

  Line(int number, int list) {
    this.number = number;
    this.list = list;
  }

  /** So many more pushes are going to be made. */
  void grant(int pushes) {
    credits += pushes;
    granted += pushes;
  }

  /** A push that was granted was made, or will not be. */
  void settle() {
    settled++;
    ArrayDeque<Lack> waits = lacks;
    while (waits != null && !waits.isEmpty() && waits.element().after <= settled) {
      unused += waits.remove().pushes;
    }
  }

  /** So many pushes were asked for and cannot be made; to be told after those granted before. */
  void lack(int pushes) {
    if (granted == settled) {
      unused += pushes;
      return;
    }
    if (lacks == null) {
      lacks = new ArrayDeque<>();
    }
    lacks.add(new Lack(granted, pushes));
  }

  /** Whether nobody would miss it. */
  boolean isGone() {
    return !dropped
        && waiting == 0
        && granted == settled
        && left == 0
        && unused == 0
        && !listed
        && !telling;
  }
}
