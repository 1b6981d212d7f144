package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * Withdraws one broadcast, or all of a group (50:4.6.2.1).
 *
 * @param serviceType narrows a group
 * @param messageId empty when user_message_reference names the broadcast, or for a group
 */
public record CancelBroadcastSm(String serviceType, String messageId, Address sourceAddr, Tlvs tlvs)
    implements Pdu {
  /** The wire form. */
  public static final Layout<CancelBroadcastSm> LAYOUT =
      Layout.of(
          CommandId.CANCEL_BROADCAST_SM,
          CancelBroadcastSm.class,
          field(CommonTypes.SERVICE_TYPE, CancelBroadcastSm::serviceType),
          field(CommonTypes.MESSAGE_ID, CancelBroadcastSm::messageId),
          field(CommonTypes.source(CommonTypes.SHORT_ADDRESS), CancelBroadcastSm::sourceAddr),
          field(new TlvsType(), CancelBroadcastSm::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.CANCEL_BROADCAST_SM;
  }
}
