package org.messagecenter.server.dialect;

import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;

/**
 * A carrier's receipt, read in its dialect.
 *
 * @param id the carrier's message id in the form in which ids are compared, see {@link
 *     CarrierDialect#idOfResponse}; empty when esm_class says that this is a receipt, but none can
 *     be read from it: then it belongs to no message
 * @param state what became of the message; any state, final or not
 * @param failure what follows when the state is final and not delivered: usually {@link
 *     FailureClass#PERMANENT}; {@code TEMPORARY} and {@code BILLING} ask for another attempt
 * @param error the code for our receipt's err, 0 for none
 * @param doneAt when it happened, epoch milliseconds; -1 when the receipt does not say
 * @param tlvs all TLVs of the PDU, for those that are passed on (MCC, MNC, price, parts); tags that
 *     the dialect knows under another number have the usual one
 */
public record CarrierReceipt(
    String id, MessageState state, FailureClass failure, int error, long doneAt, Tlvs tlvs) {}
