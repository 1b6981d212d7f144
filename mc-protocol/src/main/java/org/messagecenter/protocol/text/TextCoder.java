package org.messagecenter.protocol.text;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import org.messagecenter.protocol.pdu.Octets;

/** Reads and writes the alphabets that are no GSM 7-bit. */
final class TextCoder {
  private static final int BOM = 0xFEFF;

  private TextCoder() {}

  static String decode(Alphabet alphabet, Octets octets) {
    return switch (alphabet) {
      case UCS2 -> utf16(octets, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE);
      case UCS2_LE -> utf16(octets, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
      case BINARY -> "";
      case ASCII -> octets.latin1();
      default -> string(octets, octets.length(), charset(alphabet));
    };
  }

  /** A byte order mark overrules the order, and is no part of the text; nor is an odd octet. */
  private static String utf16(Octets octets, Charset expected, Charset swapped) {
    int length = octets.length() & ~1;
    if (length == 0) {
      return "";
    }
    int first = octets.at(0) << 8 | octets.at(1);
    int seen = expected.equals(StandardCharsets.UTF_16BE) ? first : swap(first);
    if (seen == BOM) {
      return string(octets.slice(2, length - 2), length - 2, expected);
    }
    if (seen == swap(BOM)) {
      return string(octets.slice(2, length - 2), length - 2, swapped);
    }
    return string(octets, length, expected);
  }

  private static int swap(int unit) {
    return (unit & 0xFF) << 8 | unit >> 8;
  }

  private static String string(Octets octets, int length, Charset charset) {
    return new String(octets.array(), octets.offset(), length, charset);
  }

  /** The octets of a text; what the alphabet lacks becomes a question mark or its own like. */
  static byte[] encode(Alphabet alphabet, String text) {
    return switch (alphabet) {
      case UCS2 -> utf16(text, 0);
      case UCS2_LE -> utf16(text, 1);
      default -> text.getBytes(charset(alphabet));
    };
  }

  /** Written unit by unit, so that half a surrogate pair comes out as it went in. */
  private static byte[] utf16(String text, int high) {
    byte[] octets = new byte[text.length() * 2];
    for (int i = 0; i < text.length(); i++) {
      octets[2 * i + high] = (byte) (text.charAt(i) >> 8);
      octets[2 * i + 1 - high] = (byte) text.charAt(i);
    }
    return octets;
  }

  /** Tells which code points an alphabet has. The test is for one thread. */
  static IntPredicate repertoire(Alphabet alphabet) {
    if (alphabet == Alphabet.UCS2 || alphabet == Alphabet.UCS2_LE) {
      return c -> true;
    }
    CharsetEncoder encoder = charset(alphabet).newEncoder();
    return c -> encoder.canEncode(Character.toString(c));
  }

  static Charset charset(Alphabet alphabet) {
    Charset charset = alphabet.charset();
    return charset == null ? StandardCharsets.ISO_8859_1 : charset;
  }
}
