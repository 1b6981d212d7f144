package org.messagecenter.server.receipt;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.metric.HotCounter;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.NewMail;

/**
 * Decides by registered_delivery (3.4 §5.2.17, 5.0 §4.7.21) whether the sender hears of a state,
 * and has the notice made.
 */
public final class ReceiptDesk {
  private static final int FINAL_MASK = 0x03;
  private static final int FINAL_ALWAYS = 1;
  private static final int FINAL_ON_FAILURE = 2;
  private static final int FINAL_ON_SUCCESS = 3;
  private static final int INTERMEDIATE = 0x10;

  private final Policies policies;
  private final long keptMillis;
  private final LongAdder made;
  private final LongAdder intermediate;

  /**
   * @param policies what the receipts of each account look like
   * @param keptMillis how long a receipt waits for an account that is not bound, in milliseconds
   */
  public ReceiptDesk(Policies policies, long keptMillis, MeterRegistry registry) {
    this.policies = policies;
    this.keptMillis = keptMillis;
    this.made = HotCounter.in(registry, "mc.receipt.made", "final receipts made");
    this.intermediate =
        HotCounter.in(registry, "mc.receipt.intermediate", "intermediate notifications made");
  }

  /**
   * The receipt for a final state, or null when the sender asked for none.
   *
   * @param acceptedAt when the message was submitted, epoch milliseconds
   * @param doneAt when the state was reached, epoch milliseconds
   */
  public @Nullable NewMail finalReceipt(
      SubmitSm message,
      String account,
      String messageId,
      MessageState state,
      int error,
      long acceptedAt,
      long doneAt) {
    return isWanted(message, state)
        ? wanted(message, account, messageId, acceptedAt, new Report(state, error, doneAt), doneAt)
        : null;
  }

  /**
   * The same with what a carrier's receipt says.
   *
   * @param report of a final state
   * @param now epoch milliseconds; from then on the receipt waits for its account
   */
  public @Nullable NewMail finalReceipt(
      SubmitSm message,
      String account,
      String messageId,
      long acceptedAt,
      Report report,
      long now) {
    return isWanted(message, report.state())
        ? wanted(message, account, messageId, acceptedAt, report, now)
        : null;
  }

  private NewMail wanted(
      SubmitSm message,
      String account,
      String messageId,
      long acceptedAt,
      Report report,
      long now) {
    made.increment();
    return Origin.addressed(
        ReceiptMaker.mail(
            message,
            account,
            policies.of(account),
            messageId,
            acceptedAt,
            report,
            MailKind.RECEIPT,
            now + keptMillis),
        message,
        now);
  }

  /** The notice of a failed attempt of a message that goes on, or null when none is asked for. */
  public @Nullable NewMail intermediate(
      SubmitSm message, String account, String messageId, int error, long acceptedAt, long now) {
    return intermediate(
        message, account, messageId, acceptedAt, new Report(MessageState.ENROUTE, error, now), now);
  }

  /**
   * The notice of a state that is not final, or null when none is asked for.
   *
   * @param now epoch milliseconds; from then on the notice waits for its account
   */
  public @Nullable NewMail intermediate(
      SubmitSm message,
      String account,
      String messageId,
      long acceptedAt,
      Report report,
      long now) {
    if ((message.registeredDelivery() & INTERMEDIATE) == 0) {
      return null;
    }
    intermediate.increment();
    return Origin.addressed(
        ReceiptMaker.mail(
            message,
            account,
            policies.of(account),
            messageId,
            acceptedAt,
            report,
            MailKind.INTERMEDIATE,
            now + keptMillis),
        message,
        now);
  }

  private static boolean isWanted(SubmitSm message, MessageState state) {
    boolean delivered = state == MessageState.DELIVERED;
    return switch (message.registeredDelivery() & FINAL_MASK) {
      case FINAL_ALWAYS -> true;
      case FINAL_ON_FAILURE -> !delivered;
      case FINAL_ON_SUCCESS -> delivered;
      default -> false;
    };
  }
}
