package org.messagecenter.server.receipt;

import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;

/**
 * What became of a message.
 *
 * @param error the code for err and network_error_code
 * @param at when it happened, epoch milliseconds
 * @param tlvs what the carrier's receipt brought; those go on that the account's policy names
 */
public record Report(MessageState state, int error, long at, Tlvs tlvs) {
  /** One that no carrier's receipt stands behind. */
  public Report(MessageState state, int error, long at) {
    this(state, error, at, Tlvs.EMPTY);
  }
}
