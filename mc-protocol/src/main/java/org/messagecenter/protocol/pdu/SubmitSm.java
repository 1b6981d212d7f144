package org.messagecenter.protocol.pdu;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** A message from an ESME to the message center (34:4.4.1, 50:4.2.1). */
public final class SubmitSm extends MessagePdu {
  /** The wire form, the same for submit_sm and deliver_sm. */
  public static final Layout<SubmitSm> LAYOUT =
      Layout.of(CommandId.SUBMIT_SM, SubmitSm.class, MessageFields.ALL);

  /** Makes a message of these values; {@code Layout.check} tells whether they are legal. */
  public SubmitSm(
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

  private SubmitSm(byte[] body, long marks) {
    super(body, marks);
  }

  /** The message in a body that is exactly what the layout writes, else null. */
  static @Nullable SubmitSm of(byte[] body) {
    long marks = marks(body);
    return marks < 0 ? null : new SubmitSm(body, marks);
  }

  /** The same message with other times, and another wish for receipts. */
  public SubmitSm with(
      String newScheduleDeliveryTime, String newValidityPeriod, int newRegisteredDelivery) {
    byte[] body = bodyWith(newScheduleDeliveryTime, newValidityPeriod, newRegisteredDelivery);
    SubmitSm made = body == null ? null : of(body);
    return made != null
        ? made
        : new SubmitSm(
            serviceType(),
            sourceAddr(),
            destinationAddr(),
            esmClass(),
            protocolId(),
            priorityFlag(),
            newScheduleDeliveryTime,
            newValidityPeriod,
            newRegisteredDelivery,
            replaceIfPresentFlag(),
            dataCoding(),
            smDefaultMsgId(),
            shortMessage(),
            tlvs());
  }

  @Override
  public CommandId commandId() {
    return CommandId.SUBMIT_SM;
  }
}
