package org.messagecenter.server.deliver;

import org.messagecenter.store.queue.CarrierId;

/** Hears of each message that a carrier took, on the attempt's lane, once the store was told. */
@FunctionalInterface
public interface TakenListener {
  void taken(Attempt attempt, CarrierId id);

  /**
   * The same of an attempt whose outcome came so late that the message had been sent again, or had
   * ended: the store has no place for this id.
   */
  default void takenToo(Attempt attempt, CarrierId id) {
    taken(attempt, id);
  }
}
