package org.messagecenter.server.fake;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.CarrierQueues;
import org.messagecenter.server.deliver.Departures;
import org.messagecenter.server.deliver.Outlet;
import org.messagecenter.server.history.History;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.route.Route;
import org.messagecenter.server.route.Router;

/** Queues of a message center without carriers; what is bound for one goes to the only outlet. */
public final class NoCarriers implements CarrierQueues {
  private final Outlet outlet;
  private final Consumer<Attempt> answered;

  private NoCarriers(Outlet outlet, Consumer<Attempt> answered) {
    this.outlet = outlet;
    this.answered = answered;
  }

  /** All routes lead to this outlet. */
  public static Departures to(Outlet outlet) {
    return to(outlet, request -> new Route.Simulated("all", request.message()));
  }

  /** The only outlet, with routes of the test's own. */
  public static Departures to(Outlet outlet, Router router) {
    return new Departures(
        router,
        outlet,
        new NoCarriers(outlet, attempt -> {}),
        History.NONE,
        new Policies(AccountBook.of(List.of()), Policy.USUAL));
  }

  /** All routes lead to a carrier alpha, which is this outlet. */
  public static Departures toAlpha(Outlet outlet, History history) {
    return toAlpha(outlet, history, attempt -> {});
  }

  /**
   * @param answered is told what the carrier has answered
   */
  public static Departures toAlpha(Outlet outlet, History history, Consumer<Attempt> answered) {
    return new Departures(
        request -> new Route.Via("all", "alpha", "", request.message()),
        outlet,
        new NoCarriers(outlet, answered),
        history,
        new Policies(AccountBook.of(List.of()), Policy.USUAL));
  }

  @Override
  public boolean offer(String carrier, Attempt attempt) {
    attempt.queued();
    attempt.sendTo(outlet);
    return true;
  }

  @Override
  public void back(Attempt attempt, long pauseMillis) {
    throw new AssertionError("nothing was sent to a carrier");
  }

  @Override
  public void answered(Attempt attempt) {
    answered.accept(attempt);
  }

  @Override
  public void cut(Attempt attempt) {}

  @Override
  public @Nullable Lane laneOf(int line) {
    return null;
  }

  @Override
  public void arrived(int line) {
    throw new AssertionError("there are no lines");
  }

  @Override
  public void left(int line) {}

  @Override
  public void unused(int line, int n) {}
}
