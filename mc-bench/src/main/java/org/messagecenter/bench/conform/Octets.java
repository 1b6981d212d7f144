package org.messagecenter.bench.conform;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How the values of SMPP look on the wire (34:3.1, 50:3.1). */
final class Octets {
  static final byte[] NONE = {};

  private Octets() {}

  /** One octet. */
  static byte[] u8(int value) {
    return new byte[] {(byte) value};
  }

  /** Two octets, the high one first. */
  static byte[] u16(int value) {
    return ByteBuffer.allocate(2).putShort((short) value).array();
  }

  /** Four octets, the high one first. */
  static byte[] u32(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** ASCII without a NUL. */
  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A C-octet string with its NUL. */
  static byte[] cString(String text) {
    return join(ascii(text), u8(0));
  }

  /** A TLV (34:3.2.4) whose length is right. */
  static byte[] tlv(int tag, byte... value) {
    return join(u16(tag), u16(value.length), value);
  }

  /** The given number of equal octets. */
  static byte[] filled(int count, int octet) {
    byte[] all = new byte[count];
    Arrays.fill(all, (byte) octet);
    return all;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
