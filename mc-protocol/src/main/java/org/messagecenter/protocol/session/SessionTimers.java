package org.messagecenter.protocol.session;

/**
 * The deadlines of one session as plain values. While reading is paused time stands still for them:
 * what the peer sent may wait unread, so its silence proves nothing.
 */
final class SessionTimers {
  static final long NEVER = Long.MAX_VALUE;

  private final long sessionInit;
  private final long enquireLink;
  private final long inactivity;
  private final long response;

  private long pausedFor;
  private long pausedSince;
  private boolean paused;

  private long openedAt;
  private long heardAt;
  private long transactionAt;

  SessionTimers(SessionSettings settings, long now) {
    this.sessionInit = settings.sessionInit().toNanos();
    this.enquireLink = settings.enquireLink().toNanos();
    this.inactivity = settings.inactivity().toNanos();
    this.response = settings.response().toNanos();
    this.openedAt = now;
    this.heardAt = now;
    this.transactionAt = now;
  }

  /** The caller's time without the pauses. */
  long own(long now) {
    return now - pausedFor - (paused ? now - pausedSince : 0);
  }

  /** A deadline in own time as the caller's time; never while paused. */
  private long callers(long deadline) {
    return paused || deadline == NEVER ? NEVER : deadline + pausedFor;
  }

  void pause(long now) {
    if (!paused) {
      paused = true;
      pausedSince = now;
    }
  }

  void resume(long now) {
    if (paused) {
      paused = false;
      pausedFor += now - pausedSince;
    }
  }

  /** The time for the bind starts here. */
  void opened(long now) {
    openedAt = own(now);
  }

  void heard(long now) {
    heardAt = own(now);
  }

  void transaction(long now) {
    transactionAt = own(now);
  }

  long heardAt() {
    return heardAt;
  }

  long sessionInitAt() {
    return openedAt + sessionInit;
  }

  long enquireAt() {
    return enquireLink == 0 ? NEVER : heardAt + enquireLink;
  }

  /** Whether the peer is ever asked for a sign of life. */
  boolean enquires() {
    return enquireLink != 0;
  }

  long inactiveAt() {
    return inactivity == 0 ? NEVER : transactionAt + inactivity;
  }

  long unansweredAt(long sentAt) {
    return sentAt + response;
  }

  /**
   * The first deadline of all in the caller's time, or {@link #NEVER}.
   *
   * @param mayEnquire whether no enquire_link is under way
   * @param answer until when an answer is waited for, by us or by the peer
   */
  long next(SessionState state, boolean mayEnquire, long answer) {
    long deadline = state.hasBound() ? answer : Math.min(answer, sessionInitAt());
    if (state.isBound()) {
      deadline = Math.min(deadline, inactiveAt());
      if (mayEnquire) {
        deadline = Math.min(deadline, enquireAt());
      }
    }
    return callers(deadline);
  }
}
