package org.messagecenter.protocol.session;

/**
 * How many requests may be under way in each direction of a session.
 *
 * @param window our requests that may wait for the peer's answers, at least 1
 * @param inboundWindow the peer's requests that may wait for ours; 0 for no limit
 * @param excess what becomes of the peer's requests beyond that
 */
public record SessionLimits(int window, int inboundWindow, InboundExcess excess) {

  public SessionLimits {
    if (window < 1) {
      throw new IllegalArgumentException("window is " + window + ", must be at least 1");
    }
    if (inboundWindow < 0) {
      throw new IllegalArgumentException("inboundWindow is " + inboundWindow);
    }
  }

  /** 100 requests outwards, any number inwards. */
  public static SessionLimits defaults() {
    return new SessionLimits(100, 0, InboundExcess.THROTTLE);
  }

  /** Whether a peer with this many requests unanswered is to have the next one refused. */
  boolean throttles(int unanswered) {
    return excess == InboundExcess.THROTTLE && full(unanswered);
  }

  /** Whether a peer with this many requests unanswered is to be read no further. */
  boolean holds(int unanswered) {
    return excess == InboundExcess.HOLD && full(unanswered);
  }

  /** Half of the window: far enough below it that reading does not stop and go by the request. */
  boolean low(int unanswered) {
    return unanswered <= inboundWindow / 2;
  }

  private boolean full(int unanswered) {
    return inboundWindow > 0 && unanswered >= inboundWindow;
  }
}
