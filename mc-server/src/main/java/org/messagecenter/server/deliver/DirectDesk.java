package org.messagecenter.server.deliver;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.metric.HotCounter;
import org.messagecenter.server.receipt.DeliveryError;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.MessageKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages in datagram and transaction mode (34:2.10.2, 34:2.10.3): one attempt, straight to the
 * outlet, nothing stored. A crash loses them, which is what these modes mean.
 */
public final class DirectDesk implements AttemptKeeper {
  private static final Logger log = LoggerFactory.getLogger(DirectDesk.class);

  private static final byte[] NO_BODY = {};

  private final Departures departures;
  private final AlertDesk alerts;
  private final RetryPlan retry;
  private final int limit;
  private final LongSupplier wallMillis;
  private final LongAdder attempts;
  private final AtomicInteger underWay = new AtomicInteger();

  /** Hears the outcome of a direct attempt, on the lane of its caller. */
  @FunctionalInterface
  public interface Ended {
    /**
     * The attempt is over.
     *
     * @param alertFollows whether an alert_notification was promised to the sender
     */
    void ended(Outcome outcome, boolean alertFollows);
  }

  /**
   * @param retry when a handset may be reachable again, for alerts
   * @param limit how many may be under way at once
   */
  public DirectDesk(
      Departures departures,
      AlertDesk alerts,
      RetryPlan retry,
      int limit,
      LongSupplier wallMillis,
      MeterRegistry registry) {
    this.departures = departures;
    this.alerts = alerts;
    this.retry = retry;
    this.limit = limit;
    this.wallMillis = wallMillis;
    this.attempts =
        HotCounter.in(registry, "mc.direct.attempts", "datagram and transaction messages tried");
    registry.gauge("mc.direct.under-way", underWay);
  }

  /** Who wants to know, and where. */
  private record Caller(Lane lane, Ended ended) {}

  /**
   * Tries to deliver a message once.
   *
   * @param lane the lane of the caller, on whose event loop this is called
   * @param ended told once, or null if nobody wants to know
   * @return false when too many are under way; nothing is done then
   */
  public boolean send(
      Lane lane, SubmitSm message, String account, String messageId, @Nullable Ended ended) {
    if (underWay.incrementAndGet() > limit) {
      underWay.decrementAndGet();
      return false;
    }
    long now = wallMillis.getAsLong();
    DueMessage due =
        new DueMessage(
            0,
            messageId,
            account,
            message.destinationAddr().digits(),
            MessageKind.MT,
            0,
            now,
            now,
            Long.MAX_VALUE,
            NO_BODY,
            ended == null ? null : new Caller(lane, ended),
            false,
            DueReason.FIRST,
            0);
    begin(new Attempt(this, lane, due, message, false));
    return true;
  }

  @Override
  public void begin(Attempt attempt) {
    attempts.increment();
    try {
      departures.depart(attempt, wallMillis.getAsLong());
    } catch (RuntimeException e) {
      log.error("The direct attempt of {} broke off", attempt.messageId(), e);
      attempt.complete(new Outcome.Temporary(DeliveryError.SYSTEM_ERROR, -1));
    }
  }

  @Override
  public Dialect sender(Attempt attempt) {
    return departures.dialectOf(attempt);
  }

  @Override
  public void send(Attempt attempt, Outlet outlet) {
    try {
      outlet.send(attempt);
    } catch (RuntimeException e) {
      log.error("The direct attempt of {} broke off", attempt.messageId(), e);
      attempt.complete(new Outcome.Temporary(DeliveryError.SYSTEM_ERROR, -1));
    }
  }

  @Override
  public void queued(Attempt attempt) {}

  @Override
  public void completed(Attempt attempt, Outcome outcome) {
    underWay.decrementAndGet();
    Outcome end = asDirect(outcome);
    boolean alertFollows = alertFollows(attempt, end);
    if (attempt.due().attachment() instanceof Caller caller) {
      if (caller.lane() == attempt.lane()) {
        tell(attempt, caller, end, alertFollows);
      } else {
        caller.lane().loop().execute(() -> tell(attempt, caller, end, alertFollows));
      }
    }
  }

  private static void tell(Attempt attempt, Caller caller, Outcome outcome, boolean alertFollows) {
    try {
      caller.ended().ended(outcome, alertFollows);
    } catch (RuntimeException e) {
      log.error("The end of {} could not be told", attempt.messageId(), e);
    }
  }

  /** There is one attempt and nothing waits: what is no end is a failure for now. */
  private static Outcome asDirect(Outcome outcome) {
    if (outcome instanceof Outcome.Throttled
        || outcome instanceof Outcome.NotSent
        || outcome instanceof Outcome.TooLong) {
      return new Outcome.Temporary(DeliveryError.TEMPORARY_CARRIER_ERROR, -1);
    } else if (outcome instanceof Outcome.Billing billing) {
      return new Outcome.Temporary(billing.error(), -1);
    } else if (outcome instanceof Outcome.Unknown unknown) {
      return new Outcome.Temporary(unknown.error(), -1);
    }
    return outcome;
  }

  /** Promises an alert where one is wanted; says whether there will be one. */
  private boolean alertFollows(Attempt attempt, Outcome outcome) {
    if (!(outcome instanceof Outcome.Temporary failed) || !AlertDesk.wanted(attempt.message())) {
      return false;
    }
    try {
      long wait =
          failed.retryAfterMillis() >= 0
              ? failed.retryAfterMillis()
              : Math.max(0, retry.waitMillis(1));
      alerts.later(attempt.submitted(), attempt.account(), wallMillis.getAsLong() + wait);
      return true;
    } catch (RuntimeException e) {
      log.error("No alert can be kept for {}", attempt.messageId(), e);
      return false;
    }
  }
}
