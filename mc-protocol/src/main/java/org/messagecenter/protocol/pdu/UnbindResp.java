package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Answers unbind; the connection is closed afterwards (34:4.2.2, 50:4.1.1.9). */
public record UnbindResp() implements Pdu {
  /** Only a header. */
  public static final Layout<UnbindResp> LAYOUT =
      Layout.of(CommandId.UNBIND_RESP, UnbindResp.class);

  @Override
  public CommandId commandId() {
    return CommandId.UNBIND_RESP;
  }
}
