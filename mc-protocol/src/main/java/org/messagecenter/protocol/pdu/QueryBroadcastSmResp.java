package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * Answers query_broadcast_sm (50:4.6.1.3).
 *
 * @param tlvs message_state and, for each area, its identifier and success rate
 */
public record QueryBroadcastSmResp(String messageId, Tlvs tlvs) implements Pdu {
  /** The wire form. */
  public static final Layout<QueryBroadcastSmResp> LAYOUT =
      Layout.of(
          CommandId.QUERY_BROADCAST_SM_RESP,
          QueryBroadcastSmResp.class,
          field(CommonTypes.MESSAGE_ID, QueryBroadcastSmResp::messageId),
          field(new TlvsType(), QueryBroadcastSmResp::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.QUERY_BROADCAST_SM_RESP;
  }
}
