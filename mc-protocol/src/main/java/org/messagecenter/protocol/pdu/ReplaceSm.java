package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * Puts another text in the place of a pending message's (34:4.10.1, 50:4.5.3).
 *
 * @param sourceAddr must be that of the submission
 * @param scheduleDeliveryTime empty keeps the old one
 * @param validityPeriod empty keeps the old one
 * @param tlvs 5.0 allows message_payload
 */
public record ReplaceSm(
    String messageId,
    Address sourceAddr,
    String scheduleDeliveryTime,
    String validityPeriod,
    int registeredDelivery,
    int smDefaultMsgId,
    Octets shortMessage,
    Tlvs tlvs)
    implements Pdu {
  /** The wire form. */
  public static final Layout<ReplaceSm> LAYOUT =
      Layout.of(
          CommandId.REPLACE_SM,
          ReplaceSm.class,
          field(CommonTypes.MESSAGE_ID, ReplaceSm::messageId),
          field(CommonTypes.source(CommonTypes.SHORT_ADDRESS), ReplaceSm::sourceAddr),
          field(CommonTypes.SCHEDULE, ReplaceSm::scheduleDeliveryTime),
          field(CommonTypes.VALIDITY, ReplaceSm::validityPeriod),
          field(CommonTypes.REGISTERED_DELIVERY, ReplaceSm::registeredDelivery),
          field(CommonTypes.DEFAULT_MESSAGE, ReplaceSm::smDefaultMsgId),
          field(CommonTypes.shortMessage(), ReplaceSm::shortMessage),
          field(new TlvsType(), ReplaceSm::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.REPLACE_SM;
  }
}
