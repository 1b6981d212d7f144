package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** A message or receipt from the message center to an ESME (34:4.6.1, 50:4.3.1). */
public record DeliverSm(
    String serviceType,
    Address sourceAddr,
    Address destinationAddr,
    int esmClass,
    int protocolId,
    int priorityFlag,
    String scheduleDeliveryTime,
    String validityPeriod,
    int registeredDelivery,
    int replaceIfPresentFlag,
    int dataCoding,
    int smDefaultMsgId,
    Octets shortMessage,
    Tlvs tlvs)
    implements MessagePdu {
  /** The wire form, the same for submit_sm and deliver_sm. */
  public static final Layout<DeliverSm> LAYOUT =
      Layout.of(CommandId.DELIVER_SM, DeliverSm.class, MessageFields.ALL);

  @Override
  public CommandId commandId() {
    return CommandId.DELIVER_SM;
  }
}
