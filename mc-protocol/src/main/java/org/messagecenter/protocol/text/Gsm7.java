package org.messagecenter.protocol.text;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.OptionalInt;
import org.messagecenter.protocol.pdu.Octets;

/**
 * The GSM 7-bit default alphabet with its extension table (GSM 03.38 §6.2.1).
 *
 * <p>Over SMPP a septet travels in an octet of its own, "unpacked"; {@link #pack} and {@link
 * #unpack} convert to and from the form of the radio side.
 */
public final class Gsm7 {
  /** The octet that announces a character of the extension table. */
  public static final int ESCAPE = 0x1B;

  private static final char NONE = '\uFFFF';
  private static final int TABLE_SIZE = 128;

  private static final String BASIC =
      "@\u00A3$\u00A5\u00E8\u00E9\u00F9\u00EC\u00F2\u00C7\n\u00D8\u00F8\r\u00C5\u00E5"
          + "\u0394_\u03A6\u0393\u039B\u03A9\u03A0\u03A8\u03A3\u0398\u039E\u001B\u00C6\u00E6\u00DF\u00C9"
          + " !\"#\u00A4%&'()*+,-./"
          + "0123456789:;<=>?"
          + "\u00A1ABCDEFGHIJKLMNO"
          + "PQRSTUVWXYZ\u00C4\u00D6\u00D1\u00DC\u00A7"
          + "\u00BFabcdefghijklmno"
          + "pqrstuvwxyz\u00E4\u00F6\u00F1\u00FC\u00E0";

  private static final char[] EXTENSION = new char[TABLE_SIZE];

  /** Character to code, the extension's with the escape in the high octet, or -1. */
  private static final short[] CODES = new short[0x2100];

  static {
    Arrays.fill(EXTENSION, NONE);
    EXTENSION[0x0A] = '\f';
    EXTENSION[0x14] = '^';
    EXTENSION[0x28] = '{';
    EXTENSION[0x29] = '}';
    EXTENSION[0x2F] = '\\';
    EXTENSION[0x3C] = '[';
    EXTENSION[0x3D] = '~';
    EXTENSION[0x3E] = ']';
    EXTENSION[0x40] = '|';
    EXTENSION[0x65] = '\u20AC';
    Arrays.fill(CODES, (short) -1);
    for (int code = 0; code < TABLE_SIZE; code++) {
      if (code != ESCAPE) {
        CODES[BASIC.charAt(code)] = (short) code;
      }
      if (EXTENSION[code] != NONE) {
        CODES[EXTENSION[code]] = (short) (ESCAPE << 8 | code);
      }
    }
    // Some tables print the small letter at the code of the capital one; it is read as either.
    CODES['\u00E7'] = CODES['\u00C7'];
  }

  private Gsm7() {}

  /**
   * The text of unpacked octets. An unknown escape sequence shows the basic character at that code,
   * a lone escape a space; the top bit of an octet is ignored.
   */
  public static String decode(Octets octets) {
    StringBuilder text = new StringBuilder(octets.length());
    for (int i = 0; i < octets.length(); i++) {
      int code = octets.at(i) & 0x7F;
      if (code != ESCAPE) {
        text.append(BASIC.charAt(code));
      } else if (i + 1 == octets.length()) {
        text.append(' ');
      } else {
        int extended = octets.at(++i) & 0x7F;
        char c = EXTENSION[extended];
        if (c == NONE) {
          c = extended == ESCAPE || extended == 0x0D ? ' ' : BASIC.charAt(extended);
        }
        text.append(c);
      }
    }
    return text.toString();
  }

  /** The septets a character takes: 1 or 2, or empty when the alphabet does not have it. */
  public static OptionalInt septets(char c) {
    int code = code(c);
    return code < 0 ? OptionalInt.empty() : OptionalInt.of(code > 0xFF ? 2 : 1);
  }

  /** Whether every character of a text is in the alphabet. */
  public static boolean canEncode(String text) {
    return text.chars().allMatch(c -> code((char) c) >= 0);
  }

  /** The unpacked octets of a text; what the alphabet does not have becomes a question mark. */
  public static byte[] encode(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      int code = code(text.charAt(i));
      if (code < 0) {
        octets.write('?');
      } else {
        if (code > 0xFF) {
          octets.write(ESCAPE);
        }
        octets.write(code & 0x7F);
      }
    }
    return octets.toByteArray();
  }

  /** Septets packed into octets, the first one in the low bits (GSM 03.38 §6.1.2.1.1). */
  public static byte[] pack(byte[] septets) {
    byte[] octets = new byte[(septets.length * 7 + 7) / 8];
    for (int i = 0; i < septets.length; i++) {
      int bit = i * 7;
      int value = (septets[i] & 0x7F) << (bit & 7);
      octets[bit >> 3] |= (byte) value;
      if (value > 0xFF) {
        octets[(bit >> 3) + 1] |= (byte) (value >> 8);
      }
    }
    return octets;
  }

  /**
   * Septets taken out of packed octets.
   *
   * @param count how many there are, at most octets * 8 / 7
   */
  public static byte[] unpack(byte[] octets, int count) {
    if (count < 0 || count > octets.length * 8 / 7) {
      throw new IllegalArgumentException(octets.length + " octets do not hold " + count);
    }
    byte[] septets = new byte[count];
    for (int i = 0; i < count; i++) {
      int bit = i * 7;
      int value = (octets[bit >> 3] & 0xFF) >> (bit & 7);
      if ((bit & 7) > 1) {
        value |= (octets[(bit >> 3) + 1] & 0xFF) << (8 - (bit & 7));
      }
      septets[i] = (byte) (value & 0x7F);
    }
    return septets;
  }

  private static int code(char c) {
    return c < CODES.length ? CODES[c] : -1;
  }
}
