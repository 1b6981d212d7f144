package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;

/**
 * The body of one PDU, without its header: status and sequence number belong to the packet.
 *
 * <p>Java 17 cannot switch over the records, so callers switch on {@link #commandId()}.
 */
public sealed interface Pdu
    permits Bind,
        BindResp,
        MessagePdu,
        SubmitSmResp,
        DeliverSmResp,
        EnquireLink,
        EnquireLinkResp,
        Unbind,
        UnbindResp,
        GenericNack {
  /** Which command this is. */
  CommandId commandId();
}
