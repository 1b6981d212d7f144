package org.messagecenter.server.correlate;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.server.dialect.CarrierReceipt;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.server.receipt.Report;
import org.messagecenter.store.queue.NewMail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the ESME that submitted a message is told of the carrier's receipt for it. */
final class Notices {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);

  /** Receipts tell times to the minute. */
  private static final long PRECISION_MILLIS = 60_000;

  private final ReceiptDesk receipts;

  Notices(ReceiptDesk receipts) {
    this.receipts = receipts;
  }

  /**
   * Of a state that is not final.
   *
   * @param now epoch milliseconds
   * @return null when it is not to be told
   */
  @Nullable NewMail intermediate(CarrierReceipt receipt, Taken taken, long now) {
    SubmitSm message = taken.message();
    if (message == null) {
      return null;
    }
    return receipts.intermediate(
        message,
        taken.account(),
        taken.messageId(),
        taken.acceptedAt(),
        report(receipt, taken, now),
        now);
  }

  /** A message that has its end keeps it when no receipt can be made. */
  @Nullable NewMail finalReceipt(CarrierReceipt receipt, Taken taken, long now) {
    SubmitSm message = taken.message();
    if (message == null) {
      return null;
    }
    try {
      return receipts.finalReceipt(
          message,
          taken.account(),
          taken.messageId(),
          taken.acceptedAt(),
          report(receipt, taken, now),
          now);
    } catch (RuntimeException e) {
      log.error("Message {} ends as {} without a receipt", taken.messageId(), receipt.state(), e);
      return null;
    }
  }

  /**
   * What the carrier says, with a time that can be: its clock, or its idea of what zone the time is
   * in, may be another than ours.
   */
  private static Report report(CarrierReceipt receipt, Taken taken, long now) {
    long at = receipt.doneAt();
    boolean plausible = at <= now && at > taken.acceptedAt() - PRECISION_MILLIS;
    return new Report(
        receipt.state(),
        receipt.error(),
        plausible ? Math.max(at, taken.acceptedAt()) : now,
        receipt.tlvs());
  }
}
