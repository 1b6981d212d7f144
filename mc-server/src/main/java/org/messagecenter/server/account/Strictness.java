package org.messagecenter.server.account;

/** What becomes of the deviations that a policy does not name one by one. */
public enum Strictness {
  /** They are accepted: no client in the field is refused for a habit. */
  TOLERANT,
  /** They are refused, as the specification has it: for testing a client. */
  STRICT
}
