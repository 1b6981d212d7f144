package org.messagecenter.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

/** The submit_sm that all messages of a run are copies of, encoded once. */
final class SubmitTemplate {

  /** Digits at the end of the destination that count up with the messages. */
  static final int VARIED_DIGITS = 6;

  private static final int LONGEST_SHORT_MESSAGE = 254;
  private static final int SEQUENCE_AT = 12;
  private static final String TEXT = "The quick brown fox jumps over the lazy dog 0123456789. ";

  private final byte[] pdu;
  private final int lastDigitAt;

  SubmitTemplate(String source, String destination, int length, int registeredDelivery) {
    Octets text = Octets.of(text(length));
    boolean payload = length > LONGEST_SHORT_MESSAGE;
    SubmitSm submit =
        new SubmitSm(
            "",
            new Address(1, 1, source),
            new Address(1, 1, destination + "0".repeat(VARIED_DIGITS)),
            0,
            0,
            0,
            "",
            "",
            registeredDelivery,
            0,
            0,
            0,
            payload ? Octets.EMPTY : text,
            payload ? Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, text).build() : Tlvs.EMPTY);
    ByteBuf out = Unpooled.buffer();
    PduCodec.encode(out, submit, 0, 0);
    pdu = new byte[out.readableBytes()];
    out.readBytes(pdu);
    // In front of the digits: the header, service_type (its NUL), TON, NPI and source_addr with its
    // NUL, then TON and NPI of the destination.
    int digitsAt = PduCodec.HEADER_LENGTH + 1 + 2 + source.length() + 1 + 2 + destination.length();
    lastDigitAt = digitsAt + VARIED_DIGITS - 1;
  }

  private static byte[] text(int length) {
    String repeated = TEXT.repeat(length / TEXT.length() + 1);
    return repeated.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  /** Octets of each message. */
  int length() {
    return pdu.length;
  }

  /**
   * Appends a message.
   *
   * @param number the message's number in the run, from 0: its last digits end the destination
   */
  void write(ByteBuf out, int sequence, long number) {
    int start = out.writerIndex();
    out.writeBytes(pdu);
    out.setInt(start + SEQUENCE_AT, sequence);
    long rest = number;
    for (int at = lastDigitAt; at > lastDigitAt - VARIED_DIGITS; at--) {
      out.setByte(start + at, (int) ('0' + rest % 10));
      rest /= 10;
    }
  }
}
