package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Answers bind_transceiver; the TLV sc_interface_version tells the peer's version. */
public record BindTransceiverResp(String systemId, Tlvs tlvs) implements BindResp {
  /** The wire form, shared with the other bind responses. */
  public static final Layout<BindTransceiverResp> LAYOUT =
      Layout.of(CommandId.BIND_TRANSCEIVER_RESP, BindTransceiverResp.class, BindFields.RESPONSE);

  @Override
  public CommandId commandId() {
    return CommandId.BIND_TRANSCEIVER_RESP;
  }
}
