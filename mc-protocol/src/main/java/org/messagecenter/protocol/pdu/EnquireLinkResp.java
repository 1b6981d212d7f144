package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Answers enquire_link (34:4.11.2, 50:4.1.2.2). */
public record EnquireLinkResp() implements Pdu {
  /** Only a header. */
  public static final Layout<EnquireLinkResp> LAYOUT =
      Layout.of(CommandId.ENQUIRE_LINK_RESP, EnquireLinkResp.class);

  @Override
  public CommandId commandId() {
    return CommandId.ENQUIRE_LINK_RESP;
  }
}
