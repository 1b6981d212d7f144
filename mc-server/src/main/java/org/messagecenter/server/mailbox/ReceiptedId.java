package org.messagecenter.server.mailbox;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.TlvTag;

/** Finds receipted_message_id in the body of a receipt that we wrote, without decoding the rest. */
final class ReceiptedId {
  /** TON and NPI of an address. */
  private static final int TYPES = 2;

  /** esm_class, protocol_id, priority_flag of deliver_sm. */
  private static final int BEFORE_TIMES = 3;

  /** registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id. */
  private static final int BEHIND_TIMES = 4;

  /** esm_class, registered_delivery, data_coding of data_sm. */
  private static final int DATA_FIELDS = 3;

  private static final int TLV_HEADER = 4;

  private final byte[] body;
  private int at;

  private ReceiptedId(byte[] body) {
    this.body = body;
  }

  /**
   * The id as it stands there; null when there is none.
   *
   * @param data whether it is the body of a data_sm, and not of a deliver_sm
   */
  static @Nullable String in(byte[] body, boolean data) {
    ReceiptedId reader = new ReceiptedId(body);
    reader.skipText();
    reader.at += TYPES;
    reader.skipText();
    reader.at += TYPES;
    reader.skipText();
    if (data) {
      reader.at += DATA_FIELDS;
    } else {
      reader.at += BEFORE_TIMES;
      reader.skipText();
      reader.skipText();
      reader.at += BEHIND_TIMES;
      reader.at += reader.at < body.length ? 1 + (body[reader.at] & 0xFF) : 0;
    }
    return reader.tlv(TlvTag.RECEIPTED_MESSAGE_ID.tag());
  }

  private void skipText() {
    while (at < body.length && body[at] != 0) {
      at++;
    }
    at++;
  }

  private @Nullable String tlv(int wanted) {
    while (at + TLV_HEADER <= body.length) {
      int tag = number();
      int length = number();
      if (length > body.length - at) {
        return null;
      }
      if (tag == wanted) {
        int text = length > 0 && body[at + length - 1] == 0 ? length - 1 : length;
        return new String(body, at, text, StandardCharsets.ISO_8859_1);
      }
      at += length;
    }
    return null;
  }

  private int number() {
    int value = (body[at] & 0xFF) << 8 | (body[at + 1] & 0xFF);
    at += 2;
    return value;
  }
}
