package org.messagecenter.server.receipt;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * The body of a receipt as deliver_sm with the text in short_message, written in one go: octet for
 * octet what the codec makes of it. Nearly every message has one, and so it is worth a second way.
 */
final class ReceiptBody {
  /** Longer texts and ids are the codec's to judge. */
  private static final int LONGEST_TEXT = 254;

  private static final int LONGEST_ID = 64;

  private static final int REFERENCE = 2;

  /** The octets that every receipt has beside text, addresses, service_type and id. */
  private static final int FIXED = 34;

  private static final int TLV_HEADER = 4;

  private final byte[] out;
  private int at;

  private ReceiptBody(int length) {
    out = new byte[length];
  }

  /** Whether {@link #of} can write it. */
  static boolean fits(String id, Octets text, @Nullable Octets reference) {
    return text.length() <= LONGEST_TEXT
        && id.length() <= LONGEST_ID
        && (reference == null || reference.length() == REFERENCE);
  }

  /**
   * @param message what the receipt is about: its source and destination change places
   * @param errorKind the first octet of network_error_code, {@code error} the two behind it
   * @param reference the message's user_message_reference, if it has one
   */
  static byte[] of(
      SubmitSm message,
      int esmClass,
      Octets text,
      String id,
      MessageState state,
      byte errorKind,
      int error,
      @Nullable Octets reference) {
    Address source = message.destinationAddr().forDeliverSm();
    Address destination = message.sourceAddr().forDeliverSm();
    ReceiptBody body =
        new ReceiptBody(
            FIXED
                + message.serviceType().length()
                + source.digits().length()
                + destination.digits().length()
                + text.length()
                + id.length()
                + (reference == null ? 0 : TLV_HEADER + REFERENCE));
    body.text(message.serviceType());
    body.address(source);
    body.address(destination);
    body.octet(esmClass);
    // protocol_id, priority_flag, the two times, registered_delivery, replace_if_present_flag,
    // data_coding, sm_default_msg_id
    body.at += 8;
    body.octet(text.length());
    body.octets(text);
    body.tlv(TlvTag.RECEIPTED_MESSAGE_ID, id.length() + 1);
    body.text(id);
    body.tlv(TlvTag.MESSAGE_STATE, 1);
    body.octet(state.value());
    body.tlv(TlvTag.NETWORK_ERROR_CODE, 3);
    body.octet(errorKind);
    body.octet(error >> 8);
    body.octet(error);
    if (reference != null) {
      body.tlv(TlvTag.USER_MESSAGE_REFERENCE, REFERENCE);
      body.octets(reference);
    }
    return body.out;
  }

  private void octet(int value) {
    out[at++] = (byte) value;
  }

  private void address(Address address) {
    octet(address.ton());
    octet(address.npi());
    text(address.digits());
  }

  /** Characters of Latin-1, as all that came off the wire are, and a NUL. */
  private void text(String value) {
    for (int i = 0; i < value.length(); i++) {
      out[at++] = (byte) value.charAt(i);
    }
    at++;
  }

  private void octets(Octets value) {
    value.copyTo(out, at);
    at += value.length();
  }

  private void tlv(TlvTag tag, int length) {
    octet(tag.tag() >> 8);
    octet(tag.tag());
    octet(length >> 8);
    octet(length);
  }
}
