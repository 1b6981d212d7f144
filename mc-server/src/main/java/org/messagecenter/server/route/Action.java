package org.messagecenter.server.route;

import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.CommandStatus;

/** What a rule does with a message it fits. */
sealed interface Action {

  /**
   * The route.
   *
   * @param facts what the rule was asked for
   * @param outgoing the message as the rule rewrites it
   */
  Route route(Rule rule, Facts facts, SubmitSm outgoing, HealthBoard health, Trace trace);

  record To(Group group) implements Action {
    @Override
    public Route route(Rule rule, Facts facts, SubmitSm outgoing, HealthBoard health, Trace trace) {
      return group.choose(rule, facts, outgoing, health, trace);
    }
  }

  record Reject(CommandStatus status, int error) implements Action {
    @Override
    public Route route(Rule rule, Facts facts, SubmitSm outgoing, HealthBoard health, Trace trace) {
      return new Route.Refused(rule.name(), status, error);
    }
  }

  record Drop(boolean delivered) implements Action {
    @Override
    public Route route(Rule rule, Facts facts, SubmitSm outgoing, HealthBoard health, Trace trace) {
      return new Route.Dropped(rule.name(), delivered);
    }
  }

  record Simulate() implements Action {
    @Override
    public Route route(Rule rule, Facts facts, SubmitSm outgoing, HealthBoard health, Trace trace) {
      return new Route.Simulated(rule.name(), outgoing);
    }
  }
}
