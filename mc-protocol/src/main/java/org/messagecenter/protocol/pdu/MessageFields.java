package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.CStringType.cString;
import static org.messagecenter.protocol.spec.CStringType.fixed;
import static org.messagecenter.protocol.spec.CommandStatus.*;
import static org.messagecenter.protocol.spec.Field.field;
import static org.messagecenter.protocol.spec.IntType.uint8;

import java.util.List;
import org.messagecenter.protocol.spec.Field;

/** The field list of submit_sm and deliver_sm (34:4.4.1, 34:4.6.1, 50:4.2.1, 50:4.3.1). */
final class MessageFields {
  /** The bits of esm_class that tell the kind of a message. */
  private static final int KIND = 0x3C;

  /**
   * The limits are those of 5.0, which are never narrower than those of 3.4: a short_message of 255
   * octets, and a schedule and validity also in deliver_sm.
   *
   * <p>protocol_id has no status of its own. All that can be wrong with the form of one octet is
   * that the PDU ends before it, hence the status for a wrong length.
   */
  static final List<Field<MessagePdu, ?>> ALL =
      List.of(
          field(cString("service_type", 6, ESME_RINVSERTYP), MessagePdu::serviceType),
          field(
              new AddressType(
                  "source_addr",
                  21,
                  "source_addr",
                  ESME_RINVSRCTON,
                  ESME_RINVSRCNPI,
                  ESME_RINVSRCADR),
              MessagePdu::sourceAddr),
          field(
              new AddressType(
                      "destination_addr",
                      21,
                      "dest_addr",
                      ESME_RINVDSTTON,
                      ESME_RINVDSTNPI,
                      ESME_RINVDSTADR)
                  .notEmpty(),
              MessagePdu::destinationAddr),
          field(
              uint8("esm_class", ESME_RINVESMCLASS)
                  .legal(MessageFields::knownKind, "the message types of 50:4.7.12"),
              MessagePdu::esmClass),
          field(uint8("protocol_id", ESME_RINVCMDLEN), MessagePdu::protocolId),
          field(uint8("priority_flag", ESME_RINVPRTFLG).range(0, 3), MessagePdu::priorityFlag),
          field(
              fixed("schedule_delivery_time", 17, ESME_RINVSCHED),
              MessagePdu::scheduleDeliveryTime),
          field(fixed("validity_period", 17, ESME_RINVEXPIRY), MessagePdu::validityPeriod),
          field(uint8("registered_delivery", ESME_RINVREGDLVFLG), MessagePdu::registeredDelivery),
          field(
              uint8("replace_if_present_flag", ESME_RINVREPFLAG).range(0, 1),
              MessagePdu::replaceIfPresentFlag),
          field(uint8("data_coding", ESME_RINVDCS), MessagePdu::dataCoding),
          field(uint8("sm_default_msg_id", ESME_RINVDFTMSGID), MessagePdu::smDefaultMsgId),
          field(
              new CountedOctetsType("short_message", "sm_length", ESME_RINVMSGLEN),
              MessagePdu::shortMessage),
          field(new TlvsType(), MessagePdu::tlvs));

  private MessageFields() {}

  private static boolean knownKind(int esmClass) {
    return switch (esmClass & KIND) {
      case 0x00, 0x04, 0x08, 0x10, 0x18, 0x20 -> true;
      default -> false;
    };
  }
}
