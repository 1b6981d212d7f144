package org.messagecenter.server.deliver;

import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.account.Dialects;
import org.messagecenter.server.history.History;
import org.messagecenter.server.receipt.DeliveryError;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.route.Route;
import org.messagecenter.server.route.RouteRequest;
import org.messagecenter.server.route.Router;
import org.messagecenter.store.queue.MessageIds;

/** Finds out where an attempt goes and brings it on its way. */
public final class Departures {
  private final Router router;
  private final Outlet simulated;
  private final CarrierQueues queues;
  private final History history;
  private final Policies policies;

  /**
   * @param simulated the network that routes without a carrier lead to
   * @param policies what data_coding means to each account
   */
  public Departures(
      Router router, Outlet simulated, CarrierQueues queues, History history, Policies policies) {
    this.policies = policies;
    this.router = router;
    this.simulated = simulated;
    this.queues = queues;
    this.history = history;
  }

  CarrierQueues queues() {
    return queues;
  }

  History history() {
    return history;
  }

  /** What data_coding means in a message: with a short id it came over a session of 3.3. */
  Dialect dialectOf(Attempt attempt) {
    Dialects dialects = policies.of(attempt.account()).dialects();
    return MessageIds.isShort(attempt.messageId()) ? dialects.old() : dialects.usual();
  }

  /** On the attempt's lane. */
  void depart(Attempt attempt, long now) {
    Route route =
        router.route(
            new RouteRequest(
                attempt.account(),
                attempt.message(),
                attempt.acceptedAt(),
                now,
                attempt.number() - 1));
    if (route instanceof Route.Simulated here) {
      attempt.routed("", here.message());
      attempt.sendTo(simulated);
    } else if (route instanceof Route.Via via) {
      history.routed(attempt.key(), via.rule(), via.carrier());
      toCarrier(attempt, via);
    } else if (route instanceof Route.Refused refused) {
      history.note(attempt.key(), "refused by rule " + refused.rule());
      attempt.complete(new Outcome.Final(MessageState.REJECTED, refused.error()));
    } else if (route instanceof Route.Dropped dropped) {
      history.note(attempt.key(), "dropped by rule " + dropped.rule());
      attempt.complete(
          dropped.delivered()
              ? new Outcome.Final(MessageState.DELIVERED, DeliveryError.NONE)
              : new Outcome.Final(MessageState.REJECTED, DeliveryError.CARRIER_REJECTED));
    } else if (route instanceof Route.None none) {
      history.note(attempt.key(), "no route: " + none.why());
      attempt.complete(new Outcome.Final(MessageState.REJECTED, DeliveryError.NO_ROUTE));
    }
  }

  private void toCarrier(Attempt attempt, Route.Via via) {
    attempt.routed(via.carrier(), via.message());
    toCarrier(attempt);
  }

  /** A message whose carrier was chosen before, as that of a part is. */
  void toCarrier(Attempt attempt, String carrier) {
    attempt.routed(carrier, attempt.message());
    toCarrier(attempt);
  }

  private void toCarrier(Attempt attempt) {
    if (!queues.offer(attempt.carrier(), attempt)) {
      history.note(attempt.key(), "no carrier " + attempt.carrier());
      attempt.complete(new Outcome.Final(MessageState.REJECTED, DeliveryError.NO_ROUTE));
    }
  }
}
