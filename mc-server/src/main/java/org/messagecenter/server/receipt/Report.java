package org.messagecenter.server.receipt;

import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;

/**
 * What became of a message.
 *
 * @param error the code for err and network_error_code
 * @param at when it happened, epoch milliseconds
 * @param tlvs what the carrier's receipt brought; those go on that the account's policy names
 * @param parts how many we sent the message as: more than 1 when we have split it
 */
public record Report(MessageState state, int error, long at, Tlvs tlvs, int parts) {
  /** Of a message that went out in one piece, or not at all. */
  public Report(MessageState state, int error, long at, Tlvs tlvs) {
    this(state, error, at, tlvs, 1);
  }

  /** The same with the number of parts among the TLVs, as one octet; 0 for no such TLV. */
  Report withParts(int tag) {
    if (tag == 0) {
      return this;
    }
    Tlvs.Builder all = Tlvs.builder();
    tlvs.forEach(
        (other, value) -> {
          if (other != tag) {
            all.put(other, value);
          }
        });
    return new Report(state, error, at, all.put(tag, new byte[] {(byte) parts}).build(), parts);
  }

  /** One that no carrier's receipt stands behind. */
  public Report(MessageState state, int error, long at) {
    this(state, error, at, Tlvs.EMPTY);
  }
}
