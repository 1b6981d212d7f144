package org.messagecenter.server.fake;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.deliver.DeliverCounters;
import org.messagecenter.server.deliver.DeliverSettings;
import org.messagecenter.server.deliver.Dispatcher;
import org.messagecenter.server.deliver.Outlet;
import org.messagecenter.server.deliver.PartDesk;
import org.messagecenter.server.deliver.Retries;
import org.messagecenter.server.deliver.RetryPlan;
import org.messagecenter.server.deliver.RetryPlans;
import org.messagecenter.server.history.History;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.store.queue.MessageStore;

/** Makes dispatchers whose messages all go to one outlet, three times at most. */
public final class Dispatchers {
  private Dispatchers() {}

  /** One with the usual plans. */
  public static Dispatcher to(
      Outlet outlet,
      int inFlight,
      MessageStore store,
      Lanes lanes,
      ReceiptDesk receipts,
      AlertDesk alerts,
      DeliverCounters counters,
      LongSupplier wallMillis) {
    DeliverSettings settings =
        new DeliverSettings(
            inFlight,
            Duration.ofDays(3),
            MessageState.EXPIRED,
            new RetryPlans(
                new RetryPlan.Doubling(Duration.ofSeconds(30), Duration.ofSeconds(100), 3),
                new RetryPlan.Listed(List.of(Duration.ofHours(6), Duration.ofHours(18)), true),
                0,
                -1),
            Duration.ZERO);
    return new Dispatcher(
        store,
        lanes,
        NoCarriers.to(outlet),
        receipts,
        new PartDesk(store, receipts, History.NONE, counters, wallMillis),
        alerts,
        new Retries(settings.retry(), account -> true, () -> 0.5),
        (attempt, id) -> {},
        settings,
        counters,
        wallMillis);
  }
}
