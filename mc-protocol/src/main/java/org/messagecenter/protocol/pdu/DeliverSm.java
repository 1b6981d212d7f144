package org.messagecenter.protocol.pdu;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** A message or receipt from the message center to an ESME (34:4.6.1, 50:4.3.1). */
public final class DeliverSm extends MessagePdu {
  /** The wire form, the same for submit_sm and deliver_sm. */
  public static final Layout<DeliverSm> LAYOUT =
      Layout.of(CommandId.DELIVER_SM, DeliverSm.class, MessageFields.ALL);

  /** Makes a message of these values; {@code Layout.check} tells whether they are legal. */
  public DeliverSm(
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
      Tlvs tlvs) {
    super(
        serviceType,
        sourceAddr,
        destinationAddr,
        esmClass,
        protocolId,
        priorityFlag,
        scheduleDeliveryTime,
        validityPeriod,
        registeredDelivery,
        replaceIfPresentFlag,
        dataCoding,
        smDefaultMsgId,
        shortMessage,
        tlvs);
  }

  private DeliverSm(byte[] body, long marks) {
    super(body, marks);
  }

  /** The message in a body that is exactly what the layout writes, else null. */
  static @Nullable DeliverSm of(byte[] body) {
    long marks = marks(body);
    return marks < 0 ? null : new DeliverSm(body, marks);
  }

  @Override
  public CommandId commandId() {
    return CommandId.DELIVER_SM;
  }
}
