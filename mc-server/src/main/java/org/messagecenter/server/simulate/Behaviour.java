package org.messagecenter.server.simulate;

/** What the simulated network does with a message. */
public enum Behaviour {
  /** The handset takes it: DELIVRD. */
  DELIVERED,
  /** The handset never will: UNDELIV. */
  UNDELIVERABLE,
  /** The carrier refuses: REJECTD. */
  REJECTED,
  /** The handset does not answer; the message expires at its validity. */
  NO_ANSWER,
  /** The first attempts fail for now, then it is delivered. */
  TEMPORARY,
  /** The carrier takes it and never sends a receipt. */
  NO_RECEIPT,
  /** The message comes back as a mobile-originated one to the account that owns the number. */
  MOBILE_ORIGINATED
}
