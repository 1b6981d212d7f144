package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Answers cancel_sm; a header only (34:4.9.2). */
public record CancelSmResp() implements Pdu {
  /** The wire form. */
  public static final Layout<CancelSmResp> LAYOUT =
      Layout.of(CommandId.CANCEL_SM_RESP, CancelSmResp.class);

  @Override
  public CommandId commandId() {
    return CommandId.CANCEL_SM_RESP;
  }
}
