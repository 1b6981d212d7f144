package org.messagecenter.server.route;

/** One thing that a rule asks of a message. Immutable, and cheap where it can be. */
interface Condition {
  boolean holds(Facts facts);

  /** Why it does not hold for these facts, in words that can follow "no: ". */
  String otherwise(Facts facts);
}
