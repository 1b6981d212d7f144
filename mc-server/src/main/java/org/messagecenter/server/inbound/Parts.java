package org.messagecenter.server.inbound;

/** How the parts of a longer message reach their account. */
public enum Parts {
  /** Each on its own, as it came. */
  SEPARATE,
  /** Put together, as one message. */
  JOIN
}
