package org.messagecenter.server.route;

import org.messagecenter.protocol.pdu.SubmitSm;

/** Follows a routing, for who wants to know why. The routing itself does not depend on it. */
interface Trace {
  /** Follows nothing. */
  Trace NONE = new Trace() {};

  /** Whether anybody listens; what is costly to say is said only then. */
  default boolean isWanted() {
    return false;
  }

  default void unmet(Rule rule, Condition condition, Facts facts) {}

  default void met(Rule rule) {}

  default void rewritten(SubmitSm before, SubmitSm after) {}

  default void ranked(Ranking ranking) {}
}
