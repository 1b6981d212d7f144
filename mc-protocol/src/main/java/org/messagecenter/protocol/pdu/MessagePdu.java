package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.TlvTag;

/** What submit_sm and deliver_sm have in common: the same body in both directions. */
public sealed interface MessagePdu extends Pdu permits SubmitSm, DeliverSm {
  /** The application service, up to 5 characters; empty is the default. */
  String serviceType();

  /** Who sent the message. */
  Address sourceAddr();

  /** Who is to get it. */
  Address destinationAddr();

  /** Bit field: mode, kind of message, UDH and reply path (34:5.2.12). */
  int esmClass();

  /** The GSM TP-PID. */
  int protocolId();

  /** 0 lowest to 3 highest. */
  int priorityFlag();

  /** When to deliver, 16 characters in SMPP time format; empty is at once. */
  String scheduleDeliveryTime();

  /** Until when to try, 16 characters in SMPP time format; empty is the default. */
  String validityPeriod();

  /** Bit field: which receipts and acknowledgements are wanted (34:5.2.17). */
  int registeredDelivery();

  /** 1 replaces a pending message of the same service type and addresses. */
  int replaceIfPresentFlag();

  /** The alphabet of the text (34:5.2.19). */
  int dataCoding();

  /** Index of a text stored in the message center; 0 is none. */
  int smDefaultMsgId();

  /** Up to 255 octets, a user data header first if esm_class says so. */
  Octets shortMessage();

  /** What follows the mandatory fields. */
  Tlvs tlvs();

  /**
   * The user data wherever it is: message_payload when present, else short_message. 5.0 gives the
   * payload this precedence (50:4.2.1.1); 3.4 forbids sending both.
   */
  default Octets text() {
    Octets payload = tlvs().find(TlvTag.MESSAGE_PAYLOAD);
    return payload != null ? payload : shortMessage();
  }
}
