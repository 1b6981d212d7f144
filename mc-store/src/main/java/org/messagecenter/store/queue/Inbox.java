package org.messagecenter.store.queue;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where callers leave what they ask. Two sets of columns change places: callers fill one under a
 * lock held for the time of a few stores, the store's thread works through the other.
 */
final class Inbox {

  private static final int AWAKE = 0;
  private static final int WAKES_FOR_URGENT = 1;
  private static final int WAKES_FOR_ALL = 2;

  private final long bodyLimit;

  // All below is guarded by `this`; `forced` is also read without, as a hint.
  private Ops filling = new Ops();
  private Ops other = new Ops();
  private int sleep;
  private boolean urgent;
  private boolean closed;
  private long bodyBytes;
  private volatile int forced;
  private @Nullable Thread thread;

  /**
   * @param bodyLimit messages and replacements are refused while bodies of that many octets wait
   *     here
   */
  Inbox(long bodyLimit) {
    this.bodyLimit = bodyLimit;
  }

  synchronized void owner(Thread storeThread) {
    thread = storeThread;
  }

  /** Leaves a row; false when the store was closed. */
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // written under the lock only
  boolean put(
      byte type,
      long key,
      long time,
      int first,
      int second,
      @Nullable Object subject,
      @Nullable Object callback) {
    Thread wake = null;
    synchronized (this) {
      if (closed) {
        return false;
      }
      byte kept = type;
      if (type <= Ops.LAST_FORCED) {
        forced++;
        if ((type == Ops.ACCEPT || type == Ops.REPLACE) && subject instanceof NewMessage message) {
          kept = admit(type, message.length());
        } else if (type == Ops.ACCEPT_ALL && subject instanceof Recipients all) {
          kept = admit(type, all.bodyBytes());
        } else if (subject instanceof NewMail mail) {
          // Never refused, for nobody would send it again, but it takes the room of those who
          // would.
          bodyBytes += mail.length();
        }
      }
      filling.add(kept, key, time, first, second, subject, callback);
      boolean lazy =
          type == Ops.ATTEMPTED
              || type == Ops.MAIL_DONE
              || type == Ops.MAIL_RETRY
              || type == Ops.PARK;
      urgent |= !lazy;
      if (sleep == WAKES_FOR_ALL || (sleep == WAKES_FOR_URGENT && !lazy)) {
        sleep = AWAKE;
        wake = thread;
      }
      if (type == Ops.CLOSE) {
        closed = true;
      }
    }
    if (wake != null) {
      LockSupport.unpark(wake);
    }
    return true;
  }

  /**
   * The type of the row for a submission: refused when too much is waiting. By the lock's holder.
   */
  private byte admit(byte type, long bytes) {
    if (bodyBytes >= bodyLimit) {
      return Ops.REFUSE;
    }
    bodyBytes += bytes;
    return type;
  }

  /** Ends the waiting of the store's thread without a row: that needs no memory. */
  void nudge() {
    Thread wake;
    synchronized (this) {
      urgent = true;
      sleep = AWAKE;
      wake = thread;
    }
    LockSupport.unpark(wake);
  }

  /** How many forced rows wait; may be a moment old. */
  int forced() {
    return forced;
  }

  /** All rows left since the last call; valid until the next. */
  synchronized Ops swap() {
    Ops full = filling;
    filling = other;
    other = full;
    filling.clear();
    urgent = false;
    forced = 0;
    bodyBytes = 0;
    return full;
  }

  /**
   * Waits for a row.
   *
   * @param nanos at most that long; {@link Long#MAX_VALUE} for as long as it takes
   * @param forUrgent lazy rows alone do not end the waiting
   */
  void await(long nanos, boolean forUrgent) {
    synchronized (this) {
      if (urgent || nanos <= 0 || (!forUrgent && filling.count > 0)) {
        return;
      }
      sleep = forUrgent ? WAKES_FOR_URGENT : WAKES_FOR_ALL;
    }
    // A wake-up without reason only costs a round with nothing to do.
    if (nanos == Long.MAX_VALUE) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
    synchronized (this) {
      sleep = AWAKE;
    }
  }
}
