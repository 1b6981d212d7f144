package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * A message to every handset of an area (50:4.4.1). Its areas, kind and rhythm are mandatory TLVs.
 *
 * @param messageId the broadcast to replace, else empty
 * @param priorityFlag 0 normal, 1 immediate, 2 high, 4 background
 */
public record BroadcastSm(
    String serviceType,
    Address sourceAddr,
    String messageId,
    int priorityFlag,
    String scheduleDeliveryTime,
    String validityPeriod,
    int replaceIfPresentFlag,
    int dataCoding,
    int smDefaultMsgId,
    Tlvs tlvs)
    implements Pdu {
  /** The wire form. */
  public static final Layout<BroadcastSm> LAYOUT =
      Layout.of(
          CommandId.BROADCAST_SM,
          BroadcastSm.class,
          field(CommonTypes.SERVICE_TYPE, BroadcastSm::serviceType),
          field(CommonTypes.source(CommonTypes.SHORT_ADDRESS), BroadcastSm::sourceAddr),
          field(CommonTypes.MESSAGE_ID, BroadcastSm::messageId),
          field(CommonTypes.PRIORITY.range(0, 4), BroadcastSm::priorityFlag),
          field(CommonTypes.SCHEDULE, BroadcastSm::scheduleDeliveryTime),
          field(CommonTypes.VALIDITY, BroadcastSm::validityPeriod),
          field(CommonTypes.REPLACE_IF_PRESENT, BroadcastSm::replaceIfPresentFlag),
          field(CommonTypes.DATA_CODING, BroadcastSm::dataCoding),
          field(CommonTypes.DEFAULT_MESSAGE, BroadcastSm::smDefaultMsgId),
          field(new TlvsType(), BroadcastSm::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.BROADCAST_SM;
  }
}
