package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.CStringType.cString;
import static org.messagecenter.protocol.spec.CStringType.fixed;
import static org.messagecenter.protocol.spec.CommandStatus.*;
import static org.messagecenter.protocol.spec.IntType.uint8;

import org.messagecenter.protocol.spec.CStringType;
import org.messagecenter.protocol.spec.IntType;

/**
 * The fields that several commands share, each declared once.
 *
 * <p>The limits are those of 5.0, which are never narrower than those of 3.4: a short_message of
 * 255 octets, and a schedule and validity also in deliver_sm.
 */
final class CommonTypes {
  /** Octets of an address in every PDU but data_sm and alert_notification (34:5.2.8). */
  static final int SHORT_ADDRESS = 21;

  /** Octets of an address in data_sm and alert_notification (34:4.7.1, 34:4.12.1). */
  static final int LONG_ADDRESS = 65;

  static final CStringType SERVICE_TYPE = cString("service_type", 6, ESME_RINVSERTYP);
  static final CStringType MESSAGE_ID = cString("message_id", 65, ESME_RINVMSGID);
  static final CStringType SCHEDULE = fixed("schedule_delivery_time", 17, ESME_RINVSCHED);
  static final CStringType VALIDITY = fixed("validity_period", 17, ESME_RINVEXPIRY);

  static final IntType ESM_CLASS =
      uint8("esm_class", ESME_RINVESMCLASS)
          .legal(CommonTypes::knownKind, "bits 5-2 0, 1, 2, 4, 6 or 8");

  /**
   * It has no status of its own. All that can be wrong with the form of one octet is that the PDU
   * ends before it, hence the status for a wrong length.
   */
  static final IntType PROTOCOL_ID = uint8("protocol_id", ESME_RINVCMDLEN);

  static final IntType PRIORITY = uint8("priority_flag", ESME_RINVPRTFLG).range(0, 3);
  static final IntType REGISTERED_DELIVERY = uint8("registered_delivery", ESME_RINVREGDLVFLG);
  static final IntType REPLACE_IF_PRESENT =
      uint8("replace_if_present_flag", ESME_RINVREPFLAG).range(0, 1);
  static final IntType DATA_CODING = uint8("data_coding", ESME_RINVDCS);
  static final IntType DEFAULT_MESSAGE = uint8("sm_default_msg_id", ESME_RINVDFTMSGID);

  /** The bits of esm_class that tell the kind of a message. */
  private static final int KIND = 0x3C;

  private CommonTypes() {}

  /** Who sent the message. */
  static AddressType source(int max) {
    return new AddressType(
        "source_addr", max, "source_addr", ESME_RINVSRCTON, ESME_RINVSRCNPI, ESME_RINVSRCADR);
  }

  /** Who is to get it. */
  static AddressType destination(int max) {
    return new AddressType(
        "destination_addr", max, "dest_addr", ESME_RINVDSTTON, ESME_RINVDSTNPI, ESME_RINVDSTADR);
  }

  /** The text with its length. */
  static CountedOctetsType shortMessage() {
    return new CountedOctetsType("short_message", "sm_length", ESME_RINVMSGLEN);
  }

  private static boolean knownKind(int esmClass) {
    return switch (esmClass & KIND) {
      case 0x00, 0x04, 0x08, 0x10, 0x18, 0x20 -> true;
      default -> false;
    };
  }
}
