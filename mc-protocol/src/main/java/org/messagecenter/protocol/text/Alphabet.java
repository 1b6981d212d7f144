package org.messagecenter.protocol.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The alphabets that data_coding names, and those that peers use in their place (34:5.2.19,
 * 50:4.7.7).
 *
 * <p>The Japanese and Korean ones need the module jdk.charsets, which every full runtime has.
 */
public enum Alphabet {
  /** GSM 7-bit with one septet in each octet, as SMPP carries it nearly everywhere. */
  GSM7,
  /** GSM 7-bit packed as on the radio side, eight septets in seven octets. */
  GSM7_PACKED,
  /** IA5; octets above 127, which it does not have, are read as Latin-1. */
  ASCII(StandardCharsets.US_ASCII),
  LATIN1(StandardCharsets.ISO_8859_1),
  /** ISO 8859-15, Latin-1 with the euro sign at 0xA4: never announced, but used for Latin-1. */
  LATIN9("ISO-8859-15"),
  /** Latin-1 with the euro sign at 0x80 and quotation marks: never announced, but used for it. */
  WINDOWS_1252("windows-1252"),
  CYRILLIC("ISO-8859-5"),
  HEBREW("ISO-8859-8"),
  /**
   * JIS X 0208 as Shift_JIS. The SMPP texts name the character set only; 3GPP2 C.R1001, from which
   * they took the number, has Shift_JIS there, and it alone can mix in Latin letters.
   */
  JIS("Shift_JIS"),
  ISO_2022_JP("ISO-2022-JP"),
  /** JIS X 0212-1990, two octets for each character and nothing else. */
  KANJI("JIS_X0212-1990"),
  /** KS C 5601 in its usual form beside ASCII, EUC-KR. */
  KOREAN("EUC-KR"),
  /** UTF-16 in big-endian order; read in little-endian order when a byte order mark says so. */
  UCS2,
  /** UTF-16 in little-endian order, for peers that send it without a byte order mark. */
  UCS2_LE,
  UTF8(StandardCharsets.UTF_8),
  /** Octets that are no text. */
  BINARY,
  /** An alphabet we know by name only: kept as it is, shown as Latin-1. */
  OTHER;

  private final @Nullable Charset charset;

  Alphabet() {
    this.charset = null;
  }

  Alphabet(Charset charset) {
    this.charset = charset;
  }

  Alphabet(String charset) {
    this.charset = Charset.forName(charset);
  }

  /** The character set of the platform that reads and writes it, or null when we do that. */
  @Nullable Charset charset() {
    return charset;
  }

  /** Whether it is GSM 7-bit in either form. */
  public boolean isGsm7() {
    return this == GSM7 || this == GSM7_PACKED;
  }
}
