package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * Answers broadcast_sm (50:4.4.1.2).
 *
 * @param tlvs for each refused area its identifier and a status, in the same order
 */
public record BroadcastSmResp(String messageId, Tlvs tlvs) implements Pdu {
  /** The wire form. */
  public static final Layout<BroadcastSmResp> LAYOUT =
      Layout.of(
          CommandId.BROADCAST_SM_RESP,
          BroadcastSmResp.class,
          field(CommonTypes.MESSAGE_ID, BroadcastSmResp::messageId),
          field(new TlvsType(), BroadcastSmResp::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.BROADCAST_SM_RESP;
  }

  @Override
  public boolean hasBodyOnError() {
    return !tlvs.isEmpty();
  }
}
