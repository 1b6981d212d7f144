package org.messagecenter.server.deliver;

import org.messagecenter.server.dialect.CarrierDialect;
import org.messagecenter.server.lane.Lane;

/**
 * A carrier as its queue sees it: all its binds together. They stand on one lane, and every method
 * but {@link #name}, {@link #lane} and {@link #dialect} is for that lane's event loop.
 */
public interface CarrierPort extends Outlet {
  String name();

  Lane lane();

  CarrierDialect dialect();

  /** How many attempts {@link #send} would take now: what is free in the windows of its binds. */
  int room();

  /**
   * Told, on the lane, whenever {@link #room} has grown from nothing: a bind, an answer, a
   * connection that drained. Set once, before the first bind.
   */
  void whenRoom(Runnable listener);

  /**
   * Sends an attempt that fits one submit_sm of this carrier's dialect (see {@link
   * CarrierDialect#outgoing}, which is applied here). Only while there is room; else the outcome is
   * {@link Outcome.NotSent}.
   */
  @Override
  void send(Attempt attempt);
}
