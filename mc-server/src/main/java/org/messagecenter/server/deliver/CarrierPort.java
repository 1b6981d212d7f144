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

  /** Whether a bind that can send stands. */
  boolean bound();

  /** How many attempts {@link #send} would take now: what is free in the windows of its binds. */
  int room();

  /**
   * Told, on the lane, whenever {@link #room} has grown from nothing: a bind, an answer, a
   * connection that drained. Set once, before the first bind.
   */
  void whenRoom(Runnable listener);

  /**
   * Sends an attempt in this carrier's dialect. The outcome is {@link Outcome.TooLong} where {@link
   * CarrierDialect#parts} makes several of it, and {@link Outcome.NotSent} without room.
   */
  @Override
  void send(Attempt attempt);
}
