package org.messagecenter.server.queue;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.pace.AccountPace;
import org.messagecenter.server.pace.Pace;

/**
 * The paces that a message for one carrier keeps: the carrier's, its account's and its source's.
 * Times are monotonic nanoseconds.
 */
final class JointPace {
  private final QueueSettings settings;
  private final LineBook book;
  private final Pace pace;

  /**
   * @param now a whole burst may go from here on
   */
  JointPace(QueueSettings settings, LineBook book, long now) {
    this.settings = settings;
    this.book = book;
    this.pace = new Pace(settings.rate(), now);
  }

  /** Carrier, account and source in one; 0 when all let it through. */
  long take(Attempt attempt, long now) {
    long wait = takeOfCarrier(attempt, now);
    return wait > 0 ? wait : takeOfAccount(attempt, now);
  }

  /** As {@link Pace#take}, of the carrier alone. */
  long takeOfCarrier(Attempt attempt, long now) {
    return pace.take(carrierUnits(attempt), now);
  }

  /** As {@link AccountPace#take}; what the carrier's own pace let through is given back. */
  long takeOfAccount(Attempt attempt, long now) {
    AccountPace its = paceOf(attempt, now);
    if (its == null) {
      return 0;
    }
    SubmitSm message = attempt.message();
    long wait = its.take(Line.source(attempt), book.units(attempt.account(), message), now);
    if (wait != 0) {
      giveBackToCarrier(attempt);
    }
    return wait;
  }

  /** Takes back what the carrier's pace let through. */
  void giveBackToCarrier(Attempt attempt) {
    pace.giveBack(carrierUnits(attempt));
  }

  /** Takes back what the account and the source let through. */
  void giveBackToAccount(Attempt attempt, long now) {
    AccountPace its = paceOf(attempt, now);
    if (its != null) {
      int units = book.units(attempt.account(), attempt.message());
      its.giveBack(Line.source(attempt), units, now);
    }
  }

  private int carrierUnits(Attempt attempt) {
    return settings.bySegment() ? Segments.of(attempt.message()) : 1;
  }

  /** Null where nothing limits it: a part was counted with its message. */
  private @Nullable AccountPace paceOf(Attempt attempt, long now) {
    return attempt.isPart() ? null : book.paces().of(attempt.account(), now);
  }
}
