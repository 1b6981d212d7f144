package org.messagecenter.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * What a peer received and no test has taken yet, oldest first.
 *
 * <p>Every wait has a limit: a test that expects something which never comes fails and says so,
 * instead of hanging. Safe for use by any thread.
 *
 * @param <T> the kind of thing received
 */
public final class Inbox<T> {

  private final String what;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final List<T> waiting = new ArrayList<>();

  /**
   * @param what what arrives here, in the singular, for the failure texts: "deliver_sm"
   */
  public Inbox(String what) {
    this.what = what;
  }

  void add(T item) {
    lock.lock();
    try {
      waiting.add(item);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the oldest item, waiting for one if there is none.
   *
   * @throws AssertionError when none arrives within the limit
   */
  public T take(Duration limit) {
    return takeFirst(what, item -> true, limit);
  }

  /**
   * Takes the oldest item that matches, leaving the others in their order.
   *
   * @param expected what is looked for, for the failure text
   * @throws AssertionError when none arrives within the limit; it names what is waiting instead
   */
  public T takeFirst(String expected, Predicate<? super T> matching, Duration limit) {
    return poll(matching, limit)
        .orElseThrow(
            () ->
                new AssertionError(
                    "waited %s for %s; waiting instead: %s"
                        .formatted(Await.seconds(limit), expected, all())));
  }

  /** Takes the oldest item that matches, or nothing when none arrives within the limit. */
  public Optional<T> poll(Predicate<? super T> matching, Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (true) {
        for (Iterator<T> items = waiting.iterator(); items.hasNext(); ) {
          T item = items.next();
          if (matching.test(item)) {
            items.remove();
            return Optional.of(item);
          }
        }
        if (left <= 0) {
          return Optional.empty();
        }
        left = arrived.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes exactly this many items, in the order of their arrival.
   *
   * @throws AssertionError when fewer arrive within the limit, which holds for all of them together
   */
  public List<T> take(int count, Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (waiting.size() < count) {
        if (left <= 0) {
          throw new AssertionError(
              "waited %s for %d × %s; %d arrived"
                  .formatted(Await.seconds(limit), count, what, waiting.size()));
        }
        left = arrived.awaitNanos(left);
      }
      List<T> head = waiting.subList(0, count);
      List<T> taken = List.copyOf(head);
      head.clear();
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Watches for the whole time that nothing arrives.
   *
   * @throws AssertionError when an item is waiting or arrives
   */
  public void expectNone(Duration time) {
    long left = time.toNanos();
    lock.lock();
    try {
      while (waiting.isEmpty() && left > 0) {
        left = arrived.awaitNanos(left);
      }
      if (!waiting.isEmpty()) {
        throw new AssertionError("no " + what + " was expected, but there is " + waiting);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      lock.unlock();
    }
  }

  /** What is waiting now; nothing is taken. */
  public List<T> all() {
    lock.lock();
    try {
      return List.copyOf(waiting);
    } finally {
      lock.unlock();
    }
  }

  /** Takes what is waiting now, without waiting for more. */
  public List<T> drain() {
    lock.lock();
    try {
      List<T> taken = new ArrayList<>(waiting);
      waiting.clear();
      return List.copyOf(taken);
    } finally {
      lock.unlock();
    }
  }

  /** How many are waiting now. */
  public int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
