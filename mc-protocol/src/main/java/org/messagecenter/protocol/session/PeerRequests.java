package org.messagecenter.protocol.session;

/** The peer's requests that wait for our answers, and its unbind, which waits behind them. */
final class PeerRequests {
  private int unanswered;
  private boolean unbinding;
  private int unbindSequence;
  private long answerBy = SessionTimers.NEVER;

  /** Delivered, and not answered yet. */
  int unanswered() {
    return unanswered;
  }

  void delivered() {
    unanswered++;
  }

  void answered() {
    unanswered--;
  }

  /**
   * The unbind waits for the other answers.
   *
   * @param by when it is answered whatever has become of them, in the timers' own time
   */
  void unbind(int sequence, long by) {
    unbinding = true;
    unbindSequence = sequence;
    answerBy = by;
  }

  /** Whether an unbind waits, and nothing else any more. */
  boolean onlyUnbind() {
    return unbinding && unanswered == 0;
  }

  /** When the unbind that waits must be answered; {@link SessionTimers#NEVER} if none does. */
  long answerBy() {
    return answerBy;
  }

  /** The number of the unbind that waits, which does no longer. */
  int takeUnbind() {
    unbinding = false;
    answerBy = SessionTimers.NEVER;
    return unbindSequence;
  }
}
