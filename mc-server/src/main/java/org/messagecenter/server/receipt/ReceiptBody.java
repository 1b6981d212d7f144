package org.messagecenter.server.receipt;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.ReceiptStyle;
import org.messagecenter.protocol.receipt.ReceiptText;
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

  /**
   * Whether it can be written.
   *
   * @param text how many octets it has
   */
  static boolean fits(String id, int text, @Nullable Octets reference) {
    return text <= LONGEST_TEXT
        && id.length() <= LONGEST_ID
        && (reference == null || reference.length() == REFERENCE);
  }

  /**
   * Writes what stands before the text. That is next, and then {@link #end}.
   *
   * @param message what the receipt is about: its source and destination change places
   * @param text how many octets it will have
   * @param id as it will be given in the end
   * @param reference the same
   */
  static ReceiptBody begin(
      SubmitSm message, int esmClass, int text, String id, @Nullable Octets reference) {
    Address source = message.destinationAddr().forDeliverSm();
    Address destination = message.sourceAddr().forDeliverSm();
    ReceiptBody body =
        new ReceiptBody(
            FIXED
                + message.serviceType().length()
                + source.digits().length()
                + destination.digits().length()
                + text
                + id.length()
                + (reference == null ? 0 : TLV_HEADER + REFERENCE));
    body.text(message.serviceType());
    body.address(source);
    body.address(destination);
    body.octet(esmClass);
    // protocol_id, priority_flag, the two times, registered_delivery, replace_if_present_flag,
    // data_coding, sm_default_msg_id
    body.at += 8;
    body.octet(text);
    return body;
  }

  /** Prints the text, as {@link ReceiptText#print} does. */
  void print(
      ReceiptStyle style,
      String id,
      long submitDate,
      long doneDate,
      MessageState state,
      int error,
      Octets words) {
    at = ReceiptText.print(out, at, style, id, submitDate, doneDate, state, error, words);
  }

  /**
   * Writes what stands behind the text.
   *
   * @param errorKind the first octet of network_error_code, {@code error} the two behind it
   * @param reference the message's user_message_reference, if it has one
   * @return the whole body
   */
  byte[] end(String id, MessageState state, byte errorKind, int error, @Nullable Octets reference) {
    tlv(TlvTag.RECEIPTED_MESSAGE_ID, id.length() + 1);
    text(id);
    tlv(TlvTag.MESSAGE_STATE, 1);
    octet(state.value());
    tlv(TlvTag.NETWORK_ERROR_CODE, 3);
    octet(errorKind);
    octet(error >> 8);
    octet(error);
    if (reference != null) {
      tlv(TlvTag.USER_MESSAGE_REFERENCE, REFERENCE);
      octets(reference);
    }
    return out;
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
