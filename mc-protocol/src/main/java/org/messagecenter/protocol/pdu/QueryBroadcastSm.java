package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * Asks for the state of a broadcast (50:4.6.1.1).
 *
 * @param messageId empty when the TLV user_message_reference names the broadcast
 */
public record QueryBroadcastSm(String messageId, Address sourceAddr, Tlvs tlvs) implements Pdu {
  /** The wire form. */
  public static final Layout<QueryBroadcastSm> LAYOUT =
      Layout.of(
          CommandId.QUERY_BROADCAST_SM,
          QueryBroadcastSm.class,
          field(CommonTypes.MESSAGE_ID, QueryBroadcastSm::messageId),
          field(CommonTypes.source(CommonTypes.SHORT_ADDRESS), QueryBroadcastSm::sourceAddr),
          field(new TlvsType(), QueryBroadcastSm::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.QUERY_BROADCAST_SM;
  }
}
