package org.messagecenter.server.submit;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.route.Route;
import org.messagecenter.server.route.RouteRequest;
import org.messagecenter.server.route.Router;

/**
 * Asks for the route of a message before it is accepted, so that one that a rule refuses is refused
 * with the rule's status. The last of the checks: it needs the message with all its gaps filled in.
 */
public final class RouteCheck implements SubmitCheck {
  private final Router router;
  private final BooleanSupplier refuses;

  /**
   * A check for these routes.
   *
   * @param refuses whether some rule refuses messages; nothing is asked while none does
   */
  public RouteCheck(Router router, BooleanSupplier refuses) {
    this.router = router;
    this.refuses = refuses;
  }

  @Override
  public @Nullable Refusal check(SubmitFacts s) {
    if (!refuses.getAsBoolean()) {
      return null;
    }
    String account = s.account().systemId();
    long now = s.receivedAt();
    Route route = router.route(new RouteRequest(account, s.message(), now, now, 0));
    return route instanceof Route.Refused refused
        ? new Refusal(refused.status(), "destination_addr is refused by route " + refused.rule())
        : null;
  }
}
