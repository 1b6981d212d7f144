package org.messagecenter.protocol.session;

/** What becomes of a peer's requests beyond the inbound window. */
public enum InboundExcess {
  /** They are answered with ESME_RTHROTTLED at once. */
  THROTTLE,
  /**
   * They wait unread until enough of the earlier ones are answered. This waits for our own answers
   * only, never for the peer, whose answers to our requests wait in the same line.
   */
  HOLD
}
