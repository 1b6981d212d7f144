package org.messagecenter.server.route;

import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.CommandStatus;

/** Where a message goes. */
public sealed interface Route {

  /** The name of the rule that decided; empty when none did. */
  String rule();

  /**
   * To a carrier.
   *
   * @param carrier its name
   * @param why why this one of its group, in a few words
   * @param message the message, its addresses rewritten where the rule says so
   */
  record Via(String rule, String carrier, String why, SubmitSm message) implements Route {}

  /** To the simulated network. */
  record Simulated(String rule, SubmitSm message) implements Route {}

  /**
   * Refused. At submission the ESME hears the status; a message that was accepted before ends as
   * rejected with the error.
   */
  record Refused(String rule, CommandStatus status, int error) implements Route {}

  /** Taken and thrown away: it ends as delivered or not, as the rule says, and goes nowhere. */
  record Dropped(String rule, boolean delivered) implements Route {}

  /** No rule serves it, or its group has no carrier: it ends as rejected with NO_ROUTE. */
  record None(String rule, String why) implements Route {}
}
