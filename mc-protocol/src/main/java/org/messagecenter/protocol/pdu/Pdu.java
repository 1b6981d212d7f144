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
        GenericNack,
        QuerySm,
        QuerySmResp,
        CancelSm,
        CancelSmResp,
        ReplaceSm,
        ReplaceSmResp,
        SubmitMulti,
        SubmitMultiResp,
        DataSm,
        DataSmResp,
        Outbind,
        AlertNotification,
        BroadcastSm,
        BroadcastSmResp,
        QueryBroadcastSm,
        QueryBroadcastSmResp,
        CancelBroadcastSm,
        CancelBroadcastSmResp {
  /** Which command this is. */
  CommandId commandId();

  /**
   * Whether this response has its body although its status reports an error: it carries TLVs that
   * say why a delivery failed (34:4.7.2, 50:4.2.5). All others are a header only then.
   */
  default boolean hasBodyOnError() {
    return false;
  }
}
