package org.messagecenter.protocol.codec;

/** What arrived: a PDU, or the reason why it is none. */
public sealed interface Inbound permits Packet, BadPdu {}
