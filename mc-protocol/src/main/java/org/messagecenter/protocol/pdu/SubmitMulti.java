package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import java.util.List;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * One message to up to 255 destinations and distribution lists (34:4.5.1, 50:4.2.3).
 *
 * @param destAddress the destinations as they were given, lists not expanded
 */
public record SubmitMulti(
    String serviceType,
    Address sourceAddr,
    List<Destination> destAddress,
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
    implements Pdu {
  /** The wire form. */
  public static final Layout<SubmitMulti> LAYOUT =
      Layout.of(
          CommandId.SUBMIT_MULTI,
          SubmitMulti.class,
          field(CommonTypes.SERVICE_TYPE, SubmitMulti::serviceType),
          field(CommonTypes.source(CommonTypes.SHORT_ADDRESS), SubmitMulti::sourceAddr),
          field(new DestinationsType(), SubmitMulti::destAddress),
          field(CommonTypes.ESM_CLASS, SubmitMulti::esmClass),
          field(CommonTypes.PROTOCOL_ID, SubmitMulti::protocolId),
          field(CommonTypes.PRIORITY, SubmitMulti::priorityFlag),
          field(CommonTypes.SCHEDULE, SubmitMulti::scheduleDeliveryTime),
          field(CommonTypes.VALIDITY, SubmitMulti::validityPeriod),
          field(CommonTypes.REGISTERED_DELIVERY, SubmitMulti::registeredDelivery),
          field(CommonTypes.REPLACE_IF_PRESENT, SubmitMulti::replaceIfPresentFlag),
          field(CommonTypes.DATA_CODING, SubmitMulti::dataCoding),
          field(CommonTypes.DEFAULT_MESSAGE, SubmitMulti::smDefaultMsgId),
          field(CommonTypes.shortMessage(), SubmitMulti::shortMessage),
          field(new TlvsType(), SubmitMulti::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.SUBMIT_MULTI;
  }

  /** The message that one of the destinations gets. */
  public SubmitSm to(Address destination) {
    return new SubmitSm(
        serviceType,
        sourceAddr,
        destination,
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
}
