package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** A message from an ESME to the message center (34:4.4.1, 50:4.2.1). */
public record SubmitSm(
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
  public static final Layout<SubmitSm> LAYOUT =
      Layout.of(CommandId.SUBMIT_SM, SubmitSm.class, MessageFields.ALL);

  @Override
  public CommandId commandId() {
    return CommandId.SUBMIT_SM;
  }
}
