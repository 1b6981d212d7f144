package org.messagecenter.server.deliver;

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
}
