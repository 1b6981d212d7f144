package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Answers replace_sm; a header only (34:4.10.2). */
public record ReplaceSmResp() implements Pdu {
  /** The wire form. */
  public static final Layout<ReplaceSmResp> LAYOUT =
      Layout.of(CommandId.REPLACE_SM_RESP, ReplaceSmResp.class);

  @Override
  public CommandId commandId() {
    return CommandId.REPLACE_SM_RESP;
  }
}
