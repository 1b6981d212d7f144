package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Refuses a PDU that cannot be answered with a response of its own (34:4.3.1, 50:4.1.4.1). */
public record GenericNack() implements Pdu {
  /** Only a header. */
  public static final Layout<GenericNack> LAYOUT =
      Layout.of(CommandId.GENERIC_NACK, GenericNack.class);

  @Override
  public CommandId commandId() {
    return CommandId.GENERIC_NACK;
  }
}
