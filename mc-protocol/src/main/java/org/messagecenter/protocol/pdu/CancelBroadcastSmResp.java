package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Answers cancel_broadcast_sm; a header only (50:4.6.2.3). */
public record CancelBroadcastSmResp() implements Pdu {
  /** The wire form. */
  public static final Layout<CancelBroadcastSmResp> LAYOUT =
      Layout.of(CommandId.CANCEL_BROADCAST_SM_RESP, CancelBroadcastSmResp.class);

  @Override
  public CommandId commandId() {
    return CommandId.CANCEL_BROADCAST_SM_RESP;
  }
}
