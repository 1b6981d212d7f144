package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Asks whether the peer is still there (34:4.11.1, 50:4.1.2.1). */
public record EnquireLink() implements Pdu {
  /** Only a header. */
  public static final Layout<EnquireLink> LAYOUT =
      Layout.of(CommandId.ENQUIRE_LINK, EnquireLink.class);

  @Override
  public CommandId commandId() {
    return CommandId.ENQUIRE_LINK;
  }
}
