package org.messagecenter.server.deliver;

import java.util.List;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.store.queue.CarrierId;

/** How an attempt ended. */
public sealed interface Outcome {
  /**
   * The message has its final state.
   *
   * @param state a final message_state (5.0 §4.7.15)
   * @param error the code for the receipt's err and network_error_code; 0 for none
   */
  record Final(MessageState state, int error) implements Outcome {}

  /**
   * The attempt failed; a later one may succeed.
   *
   * @param error the code for an intermediate notification, and for the receipt if no attempt is
   *     left
   * @param retryAfterMillis the wait the outlet asks for, or -1 to leave it to the retry plan
   */
  record Temporary(int error, long retryAfterMillis) implements Outcome {}

  /** The handset does not answer; nothing more is tried before the validity ends. */
  record NoAnswer(int error) implements Outcome {}

  /**
   * The carrier took the message and will report its end by a receipt.
   *
   * @param carrierId the id the receipt will name
   */
  record Taken(CarrierId carrierId) implements Outcome {}

  /**
   * The recipient cannot pay for now: the billing plan says when it is tried again.
   *
   * @param error as for {@link Temporary}
   */
  record Billing(int error) implements Outcome {}

  /**
   * The carrier asks for less. No attempt was made: the message keeps its place in the carrier's
   * queue, which pauses.
   *
   * @param pauseMillis how long, or -1 to leave it to the queue
   */
  record Throttled(long pauseMillis) implements Outcome {}

  /** The attempt never left, or told us of the bind alone. None was made: it keeps its place. */
  record NotSent() implements Outcome {}

  /**
   * It left, and no answer came: nobody knows whether the carrier has it.
   *
   * @param error as for {@link Temporary}
   */
  record Unknown(int error) implements Outcome {}

  /**
   * The message is longer than one of the carrier's: it is to go in these parts. No attempt was
   * made.
   *
   * @param parts at least two, in the sender's terms
   */
  record TooLong(List<SubmitSm> parts) implements Outcome {
    public TooLong {
      parts = List.copyOf(parts);
    }
  }
}
