package org.messagecenter.protocol.text;

import java.util.Arrays;

/**
 * One table of 128 characters: an alphabet, or the characters behind an escape (3GPP TS 23.038
 * §6.2.1, A.2, A.3).
 */
final class Gsm7Table {
  /** A code without a character, and the answer for a character without a code. */
  static final int NONE = -1;

  private static final int SIZE = 128;
  private static final char VACANT = '\uFFFF';

  // One more than the highest character of any table, the infinity sign.
  private static final int CODES = 0x2220;

  private static final Gsm7Table BASIC =
      new Gsm7Table(
          "@\u00A3$\u00A5\u00E8\u00E9\u00F9\u00EC\u00F2\u00C7\n\u00D8\u00F8\r\u00C5\u00E5"
              + "\u0394_\u03A6\u0393\u039B\u03A9\u03A0\u03A8\u03A3\u0398\u039E\uFFFF\u00C6\u00E6\u00DF\u00C9"
              + " !\"#\u00A4%&'()*+,-./"
              + "0123456789:;<=>?"
              + "\u00A1ABCDEFGHIJKLMNO"
              + "PQRSTUVWXYZ\u00C4\u00D6\u00D1\u00DC\u00A7"
              + "\u00BFabcdefghijklmno"
              + "pqrstuvwxyz\u00E4\u00F6\u00F1\u00FC\u00E0");

  private static final Gsm7Table EXTENSION = new Gsm7Table(extension());

  static {
    // Some tables print the small letter at the code of the capital one; it is written as that.
    BASIC.codes['\u00E7'] = BASIC.codes['\u00C7'];
  }

  private final char[] characters;
  private final byte[] codes = new byte[CODES];

  private Gsm7Table(String characters) {
    this(characters.toCharArray());
  }

  private Gsm7Table(char[] characters) {
    if (characters.length != SIZE) {
      throw new IllegalArgumentException(characters.length + " characters");
    }
    this.characters = characters;
    Arrays.fill(codes, (byte) NONE);
    for (int code = 0; code < SIZE; code++) {
      if (characters[code] != VACANT) {
        codes[characters[code]] = (byte) code;
      }
    }
  }

  /** The table that stands for the default alphabet, or that alphabet. */
  static Gsm7Table locking(NationalLanguage language) {
    return switch (language) {
      case NONE, SPANISH -> BASIC;
      case TURKISH -> National.TURKISH;
      case PORTUGUESE -> National.PORTUGUESE;
    };
  }

  /** The table behind the escape. */
  static Gsm7Table single(NationalLanguage language) {
    return switch (language) {
      case NONE -> EXTENSION;
      case TURKISH -> National.TURKISH_SINGLE;
      case SPANISH -> National.SPANISH_SINGLE;
      case PORTUGUESE -> National.PORTUGUESE_SINGLE;
    };
  }

  /** The character at a code of 0-127, or {@link #NONE}. */
  int character(int code) {
    char c = characters[code];
    return c == VACANT ? NONE : c;
  }

  /** The code of a character, 0-127, or {@link #NONE}. */
  int code(char c) {
    return c < CODES ? codes[c] : NONE;
  }

  /** The default extension with other characters set into it: a code and its character in turn. */
  private static char[] extension(int... pairs) {
    char[] table = new char[SIZE];
    Arrays.fill(table, VACANT);
    table[0x0A] = '\f';
    table[0x14] = '^';
    table[0x28] = '{';
    table[0x29] = '}';
    table[0x2F] = '\\';
    table[0x3C] = '[';
    table[0x3D] = '~';
    table[0x3E] = ']';
    table[0x40] = '|';
    table[0x65] = '\u20AC';
    for (int i = 0; i < pairs.length; i += 2) {
      table[pairs[i]] = (char) pairs[i + 1];
    }
    return table;
  }

  /** The national tables, built when the first of them is asked for. */
  private static final class National {
    /** A.3.1. */
    static final Gsm7Table TURKISH =
        new Gsm7Table(
            "@\u00A3$\u00A5\u20AC\u00E9\u00F9\u0131\u00F2\u00C7\n\u011E\u011F\r\u00C5\u00E5"
                + "\u0394_\u03A6\u0393\u039B\u03A9\u03A0\u03A8\u03A3\u0398\u039E\uFFFF\u015E\u015F\u00DF\u00C9"
                + " !\"#\u00A4%&'()*+,-./"
                + "0123456789:;<=>?"
                + "\u0130ABCDEFGHIJKLMNO"
                + "PQRSTUVWXYZ\u00C4\u00D6\u00D1\u00DC\u00A7"
                + "\u00E7abcdefghijklmno"
                + "pqrstuvwxyz\u00E4\u00F6\u00F1\u00FC\u00E0");

    /** A.3.3. */
    static final Gsm7Table PORTUGUESE =
        new Gsm7Table(
            "@\u00A3$\u00A5\u00EA\u00E9\u00FA\u00ED\u00F3\u00E7\n\u00D4\u00F4\r\u00C1\u00E1"
                + "\u0394_\u00AA\u00C7\u00C0\u221E^\\\u20AC\u00D3|\uFFFF\u00C2\u00E2\u00CA\u00C9"
                + " !\"#\u00BA%&'()*+,-./"
                + "0123456789:;<=>?"
                + "\u00CDABCDEFGHIJKLMNO"
                + "PQRSTUVWXYZ\u00C3\u00D5\u00DA\u00DC\u00A7"
                + "~abcdefghijklmno"
                + "pqrstuvwxyz\u00E3\u00F5`\u00FC\u00E0");

    /** A.2.1. */
    static final Gsm7Table TURKISH_SINGLE =
        new Gsm7Table(
            extension(
                0x47, '\u011E', 0x49, '\u0130', 0x53, '\u015E', 0x63, '\u00E7', 0x67, '\u011F',
                0x69, '\u0131', 0x73, '\u015F'));

    /** A.2.2. */
    static final Gsm7Table SPANISH_SINGLE =
        new Gsm7Table(
            extension(
                0x09, '\u00E7', 0x41, '\u00C1', 0x49, '\u00CD', 0x4F, '\u00D3', 0x55, '\u00DA',
                0x61, '\u00E1', 0x69, '\u00ED', 0x6F, '\u00F3', 0x75, '\u00FA'));

    /** A.2.3. */
    static final Gsm7Table PORTUGUESE_SINGLE =
        new Gsm7Table(
            extension(
                0x05, '\u00EA', 0x09, '\u00E7', 0x0B, '\u00D4', 0x0C, '\u00F4', 0x0E, '\u00C1',
                0x0F, '\u00E1', 0x12, '\u03A6', 0x13, '\u0393', 0x15, '\u03A9', 0x16, '\u03A0',
                0x17, '\u03A8', 0x18, '\u03A3', 0x19, '\u0398', 0x1F, '\u00CA', 0x41, '\u00C0',
                0x49, '\u00CD', 0x4F, '\u00D3', 0x55, '\u00DA', 0x5B, '\u00C3', 0x5C, '\u00D5',
                0x61, '\u00C2', 0x69, '\u00ED', 0x6F, '\u00F3', 0x75, '\u00FA', 0x7B, '\u00E3',
                0x7C, '\u00F5', 0x7F, '\u00E2'));

    private National() {}
  }
}
