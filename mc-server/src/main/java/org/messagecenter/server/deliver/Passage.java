package org.messagecenter.server.deliver;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.store.queue.DueMessage;

/**
 * The way of one account's messages from the store to the queues and outlets. It keeps them in
 * order though they go over several lanes.
 *
 * <p>What is in memory goes over the lane of its session. What was read back follows over the lane
 * of the last submission; after a restart there is none, and it goes over one lane for each
 * destination. On one lane nobody overtakes. Where the lane changes between what was read back and
 * what is in memory, the later ones are held until all earlier ones have passed:
 *
 * <pre>
 * under way                         in memory, over     in memory, over     read back
 *                                   the lane before     another lane
 * -------------------------------   -----------------   -----------------   -----------------
 * in memory, over one lane          goes                goes                goes over that lane
 * in memory, over several lanes     goes                goes                held
 * read back, over the lane before   goes                held                goes over that lane
 * read back, no lane before         -                   held                goes, by destination
 * </pre>
 *
 * So messages in memory never wait for each other: between the sessions of an account there is no
 * order to keep, and one session has one lane. Everything is for the store's thread, but for {@link
 * #passed}.
 */
final class Passage {
  // Amid a cache line of their own: lanes write the one for each message, and look at the other.
  private static final int PASSED = 8;
  private static final int AWAITED = 9;
  private static final int LENGTH = 18;

  /** In place of a number that is awaited. */
  private static final long NONE = -1;

  private final ArrayDeque<DueMessage> held = new ArrayDeque<>(1);

  /** The lane of the last submission. */
  private @Nullable Lane last;

  /** Since all had passed there was one that was read back. */
  private boolean readBack;

  /** Since all had passed there were some in memory over several lanes. */
  private boolean severalLanes;

  private long sent;

  /** How many have passed, and how many are to have passed before those that are held go on. */
  private final AtomicLongArray shared = new AtomicLongArray(LENGTH);

  Passage() {
    shared.set(AWAITED, NONE);
  }

  /** Whether a message in memory may go over its lane; it is counted as under way then. */
  boolean enter(Lane lane) {
    if (last != lane) {
      if (readBack) {
        if (!allPassed()) {
          return false;
        }
      } else if (last != null) {
        severalLanes = true;
      }
      last = lane;
    }
    sent++;
    return true;
  }

  /** Whether one that was read back may go over {@link #lane}; it is under way then. */
  boolean enterReadBack() {
    if (severalLanes && !allPassed()) {
      return false;
    }
    readBack = true;
    sent++;
    return true;
  }

  /** Over which lane goes what was read back. */
  Lane lane(DueMessage due, Lanes lanes) {
    Lane its = last;
    return its == null
        ? lanes.forKey(31L * due.account().hashCode() + due.destination().hashCode())
        : its;
  }

  /**
   * Any thread: a message has come to where no later one overtakes it any more.
   *
   * @return whether those that are held may go on now
   */
  boolean passed() {
    return shared.incrementAndGet(PASSED) == shared.get(AWAITED);
  }

  private boolean allPassed() {
    if (shared.get(PASSED) != sent) {
      return false;
    }
    readBack = false;
    severalLanes = false;
    return true;
  }

  boolean isHolding() {
    return !held.isEmpty();
  }

  /** The message has to wait, behind those that wait already. */
  void hold(DueMessage due) {
    held.add(due);
  }

  /** Who is held first; null for nobody. */
  @Nullable DueMessage firstHeld() {
    return held.peek();
  }

  void release() {
    held.remove();
  }

  /**
   * From now on {@link #passed} tells when those that are held may go on.
   *
   * @return whether they may already
   */
  boolean await() {
    shared.set(AWAITED, sent);
    // Looked at after it is said what is waited for: else the last one might pass in between.
    if (!allPassed()) {
      return false;
    }
    shared.set(AWAITED, NONE);
    return true;
  }
}
