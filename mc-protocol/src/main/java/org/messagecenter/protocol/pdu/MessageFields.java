package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.pdu.CommonTypes.SHORT_ADDRESS;
import static org.messagecenter.protocol.spec.Field.field;

import java.util.List;
import org.messagecenter.protocol.spec.Field;

/** The field list of submit_sm and deliver_sm (34:4.4.1, 34:4.6.1, 50:4.2.1, 50:4.3.1). */
final class MessageFields {
  static final List<Field<MessagePdu, ?>> ALL =
      List.of(
          field(CommonTypes.SERVICE_TYPE, MessagePdu::serviceType),
          field(CommonTypes.source(SHORT_ADDRESS), MessagePdu::sourceAddr),
          field(CommonTypes.destination(SHORT_ADDRESS).notEmpty(), MessagePdu::destinationAddr),
          field(CommonTypes.ESM_CLASS, MessagePdu::esmClass),
          field(CommonTypes.PROTOCOL_ID, MessagePdu::protocolId),
          field(CommonTypes.PRIORITY, MessagePdu::priorityFlag),
          field(CommonTypes.SCHEDULE, MessagePdu::scheduleDeliveryTime),
          field(CommonTypes.VALIDITY, MessagePdu::validityPeriod),
          field(CommonTypes.REGISTERED_DELIVERY, MessagePdu::registeredDelivery),
          field(CommonTypes.REPLACE_IF_PRESENT, MessagePdu::replaceIfPresentFlag),
          field(CommonTypes.DATA_CODING, MessagePdu::dataCoding),
          field(CommonTypes.DEFAULT_MESSAGE, MessagePdu::smDefaultMsgId),
          field(CommonTypes.shortMessage(), MessagePdu::shortMessage),
          field(new TlvsType(), MessagePdu::tlvs));

  private MessageFields() {}
}
