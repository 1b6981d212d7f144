package org.messagecenter.server.deliver;

import org.messagecenter.store.queue.CarrierId;

/** Hears of each message that a carrier took, on the attempt's lane, once the store was told. */
@FunctionalInterface
public interface TakenListener {
  void taken(Attempt attempt, CarrierId id);
}
