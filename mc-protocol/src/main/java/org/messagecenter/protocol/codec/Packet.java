package org.messagecenter.protocol.codec;

import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;

/**
 * A PDU with its header.
 *
 * @param commandStatus 0 in a request; in a response the outcome, which may be in no table
 * @param sequence as it came: 0 and negative values occur and are to be repeated in the response
 * @param body the octets after the header, of which the PDU's octets and TLVs are slices
 */
public record Packet(Pdu pdu, int commandStatus, int sequence, Octets body) implements Inbound {}
