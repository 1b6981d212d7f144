package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Answers bind_transmitter; the TLV sc_interface_version tells the peer's version. */
public record BindTransmitterResp(String systemId, Tlvs tlvs) implements BindResp {
  /** The wire form, shared with the other bind responses. */
  public static final Layout<BindTransmitterResp> LAYOUT =
      Layout.of(CommandId.BIND_TRANSMITTER_RESP, BindTransmitterResp.class, BindFields.RESPONSE);

  @Override
  public CommandId commandId() {
    return CommandId.BIND_TRANSMITTER_RESP;
  }
}
