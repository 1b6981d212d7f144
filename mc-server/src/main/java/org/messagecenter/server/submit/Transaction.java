package org.messagecenter.server.submit;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.deliver.DirectDesk;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.lane.LaneTimer;

/**
 * A message in transaction mode: its answer is the outcome of its one attempt (34:2.10.3,
 * 50:4.2.10.4). It is given by a deadline below the sender's response timer; an outcome that comes
 * later is lost, as the mode allows.
 */
final class Transaction extends LaneTimer.Delayed implements DirectDesk.Ended {
  /** delivery_failure_reason (34:5.3.2.33). */
  private static final int UNAVAILABLE = 0;

  private static final int ADDRESS_INVALID = 1;
  private static final int PERMANENT = 2;
  private static final int TEMPORARY = 3;

  /** network_error_code of the message center itself (50:4.8.4.42). */
  private static final byte MC_SPECIFIC = 8;

  private final SubmitDesk desk;

  /** Not kept beyond the answer: this object may wait in the timer for long after it. */
  private @Nullable Submission submission;

  private final String messageId;

  Transaction(SubmitDesk desk, Submission submission, String messageId) {
    this.desk = desk;
    this.submission = submission;
    this.messageId = messageId;
  }

  @Override
  public void ended(Outcome outcome, boolean alertFollows) {
    if (outcome instanceof Outcome.Final end) {
      // A carrier that was asked for no receipt leaves it at having taken the message.
      if (end.state() == MessageState.DELIVERED || end.state() == MessageState.ACCEPTED) {
        answer(CommandStatus.ESME_ROK, dpf(Tlvs.builder(), false).build());
      } else {
        boolean address = end.state() == MessageState.UNDELIVERABLE;
        fail(address ? ADDRESS_INVALID : PERMANENT, end.error(), false);
      }
    } else if (outcome instanceof Outcome.Temporary failed) {
      fail(TEMPORARY, failed.error(), alertFollows);
    } else if (outcome instanceof Outcome.NoAnswer silent) {
      fail(UNAVAILABLE, silent.error(), alertFollows);
    }
    // A carrier that took the message has not delivered it: the deadline decides.
  }

  @Override
  protected void expired() {
    fail(TEMPORARY, 0, false);
  }

  private void fail(int reason, int error, boolean alertFollows) {
    Tlvs.Builder tlvs =
        Tlvs.builder()
            .put(TlvTag.DELIVERY_FAILURE_REASON, reason)
            .put(
                TlvTag.NETWORK_ERROR_CODE,
                new byte[] {MC_SPECIFIC, (byte) (error >> 8), (byte) error})
            .put(TlvTag.ADDITIONAL_STATUS_INFO_TEXT, words(reason));
    answer(CommandStatus.ESME_RDELIVERYFAILURE, dpf(tlvs, alertFollows).build());
  }

  private Tlvs.Builder dpf(Tlvs.Builder tlvs, boolean alertFollows) {
    Submission asked = submission;
    return asked != null && asked.message().tlvs().has(TlvTag.SET_DPF)
        ? tlvs.put(TlvTag.DPF_RESULT, alertFollows ? 1 : 0)
        : tlvs;
  }

  private static String words(int reason) {
    return switch (reason) {
      case UNAVAILABLE -> "destination unavailable";
      case ADDRESS_INVALID -> "destination address invalid";
      case PERMANENT -> "permanent network error";
      default -> "temporary network error";
    };
  }

  boolean isAnswered() {
    return submission == null;
  }

  private void answer(CommandStatus status, Tlvs tlvs) {
    Submission open = submission;
    if (open != null) {
      submission = null;
      desk.transactionEnded(open, messageId, tlvs, status);
    }
  }
}
