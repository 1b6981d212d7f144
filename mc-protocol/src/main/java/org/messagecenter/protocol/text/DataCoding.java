package org.messagecenter.protocol.text;

/** data_coding (3.4 §5.2.19, 5.0 §4.7.7) with the GSM groups of GSM 03.38 §4. */
public final class DataCoding {
  public static final int DEFAULT = 0x00;
  public static final int ASCII = 0x01;
  public static final int LATIN1 = 0x03;
  public static final int BINARY = 0x04;
  public static final int UCS2 = 0x08;

  private static final int GENERAL_CLASS = 0x10;
  private static final int GENERAL_LAST = 0x3F;

  private DataCoding() {}

  /**
   * The alphabet of a text.
   *
   * @param dataCoding one octet
   * @param defaultAlphabet what 0 means with this peer; the usual choice is {@link Alphabet#GSM7}
   */
  public static Alphabet alphabet(int dataCoding, Alphabet defaultAlphabet) {
    return switch (dataCoding) {
      case DEFAULT -> defaultAlphabet;
      case ASCII -> Alphabet.ASCII;
      case LATIN1 -> Alphabet.LATIN1;
      case 0x02, BINARY -> Alphabet.BINARY;
      case UCS2 -> Alphabet.UCS2;
      default -> group(dataCoding);
    };
  }

  private static Alphabet group(int dataCoding) {
    if (dataCoding >= GENERAL_CLASS && dataCoding <= GENERAL_LAST) {
      return switch (dataCoding >> 2 & 3) {
        case 0 -> Alphabet.GSM7;
        case 1 -> Alphabet.BINARY;
        case 2 -> Alphabet.UCS2;
        default -> Alphabet.OTHER;
      };
    }
    return switch (dataCoding >> 4) {
      case 0xC, 0xD -> Alphabet.GSM7;
      case 0xE -> Alphabet.UCS2;
      case 0xF -> (dataCoding & 4) == 0 ? Alphabet.GSM7 : Alphabet.BINARY;
      default -> Alphabet.OTHER;
    };
  }
}
