package org.messagecenter.bench;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;

/**
 * Looks at one deliver_sm after another where they lie in the buffer, without making objects.
 *
 * <p>Of a receipt it finds the message_id, in receipted_message_id or else behind "id:" in the
 * text, and whether its state is final. Each {@link #read} replaces what the last one found.
 */
final class ReceiptView {

  private static final int MESSAGE_TYPE = 0x3C;
  private static final int RECEIPT = 0x04;
  private static final int RECEIPTED_MESSAGE_ID = 0x001E;
  private static final int MESSAGE_PAYLOAD = 0x0424;
  private static final int MESSAGE_STATE = 0x0427;
  private static final int SCHEDULED = 0;
  private static final int ENROUTE = 1;
  private static final AsciiString ID = AsciiString.cached("id:");
  private static final AsciiString STAT_ENROUTE = AsciiString.cached("stat:ENROUTE");

  private int esmClass;
  private int idAt;
  private int idLength;
  private boolean isFinal;
  private int textAt;
  private int textLength;

  /**
   * Reads a deliver_sm.
   *
   * @param start where its header begins
   * @param end where the PDU ends
   * @return false when the PDU is malformed
   */
  boolean read(ByteBuf in, int start, int end) {
    idLength = 0;
    isFinal = true;
    try {
      int at = skipString(in, start + 16, end); // service_type
      at = skipString(in, at + 2, end); // source
      at = skipString(in, at + 2, end); // destination
      esmClass = in.getUnsignedByte(at);
      at = skipString(in, at + 3, end); // after protocol_id and priority_flag: schedule
      at = skipString(in, at, end); // validity
      at += 4; // registered_delivery, replace_if_present, data_coding, sm_default_msg_id
      textLength = in.getUnsignedByte(at);
      textAt = at + 1;
      return readTlvs(in, textAt + textLength, end);
    } catch (IndexOutOfBoundsException e) {
      return false;
    }
  }

  private boolean readTlvs(ByteBuf in, int from, int end) {
    int state = -1;
    int at = from;
    while (at + 4 <= end) {
      int tag = in.getUnsignedShort(at);
      int length = in.getUnsignedShort(at + 2);
      at += 4;
      if (at + length > end) {
        return false;
      }
      switch (tag) {
        case RECEIPTED_MESSAGE_ID -> {
          idAt = at;
          idLength = length > 0 && in.getByte(at + length - 1) == 0 ? length - 1 : length;
        }
        case MESSAGE_STATE -> state = length == 1 ? in.getUnsignedByte(at) : -1;
        case MESSAGE_PAYLOAD -> {
          if (length > 0) {
            textAt = at;
            textLength = length;
          }
        }
        default -> {}
      }
      at += length;
    }
    if (at > end || textAt + textLength > end) {
      return false;
    }
    if (isReceipt()) {
      isFinal =
          state >= 0
              ? state != SCHEDULED && state != ENROUTE
              : find(in, STAT_ENROUTE, textAt, textAt + textLength) < 0;
      if (idLength == 0) {
        findIdInText(in);
      }
    }
    return true;
  }

  private void findIdInText(ByteBuf in) {
    int end = textAt + textLength;
    int at = find(in, ID, textAt, end);
    if (at < 0) {
      return;
    }
    idAt = at + ID.length();
    int last = idAt;
    while (last < end && in.getByte(last) > ' ') {
      last++;
    }
    idLength = last - idAt;
  }

  private static int find(ByteBuf in, AsciiString what, int from, int end) {
    for (int at = from; at + what.length() <= end; at++) {
      int matched = 0;
      while (matched < what.length() && in.getByte(at + matched) == what.byteAt(matched)) {
        matched++;
      }
      if (matched == what.length()) {
        return at;
      }
    }
    return -1;
  }

  /** Index of the octet after a C-octet string's NUL. */
  private static int skipString(ByteBuf in, int from, int end) {
    int nul = in.indexOf(from, end, (byte) 0);
    if (nul < 0) {
      throw new IndexOutOfBoundsException(from);
    }
    return nul + 1;
  }

  /** Whether esm_class says that it is a delivery receipt. */
  boolean isReceipt() {
    return (esmClass & MESSAGE_TYPE) == RECEIPT;
  }

  /** Whether the receipt tells a final state. */
  boolean isFinal() {
    return isFinal;
  }

  /** Where the message_id begins in the buffer. */
  int idAt() {
    return idAt;
  }

  /** Octets of the message_id; 0 when the receipt names none. */
  int idLength() {
    return idLength;
  }
}
