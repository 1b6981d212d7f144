package org.messagecenter.protocol.text;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a data_coding says (34:5.2.19, 50:4.7.7), with the groups of GSM 03.38 §4.
 *
 * <p>The low values have meanings of SMPP's own. 0x10-0x3F and 0xE0-0xEF are reserved there but
 * widely sent with their GSM meaning, which is how they are read. A {@link Dialect#gsm() GSM}
 * dialect reads every value as GSM does.
 *
 * @param value the octet, 0-255
 * @param alphabet the alphabet of the text; {@link Alphabet#BINARY} for compressed text, which
 *     cannot be read
 * @param messageClass the class, or null when it names none
 * @param waiting the message waiting indication, or null when it is none
 * @param compressed whether the text is compressed (3GPP TS 23.042)
 * @param reserved whether the specification of this reading reserves the value; a strict peer
 *     answers it with ESME_RINVDCS
 */
public record DataCoding(
    int value,
    Alphabet alphabet,
    @Nullable MessageClass messageClass,
    @Nullable MessageWaiting waiting,
    boolean compressed,
    boolean reserved) {

  public static final int DEFAULT = 0x00;
  public static final int ASCII = 0x01;
  public static final int LATIN1 = 0x03;
  public static final int BINARY = 0x04;
  public static final int UCS2 = 0x08;

  private static final int JIS = 0x05;
  private static final int CYRILLIC = 0x06;
  private static final int HEBREW = 0x07;
  private static final int ISO_2022_JP = 0x0A;
  private static final int KANJI = 0x0D;
  private static final int KOREAN = 0x0E;

  private static final int GENERAL_FIRST = 0x10;
  private static final int GENERAL_LAST = 0x3F;
  private static final int GSM_GENERAL_LAST = 0x7F;
  private static final int COMPRESSED = 0x20;
  private static final int HAS_CLASS = 0x10;

  private static final int DISCARD = 0xC;
  private static final int STORE = 0xD;
  private static final int STORE_UCS2 = 0xE;
  private static final int CLASS = 0xF;
  private static final int ACTIVE = 0x08;
  private static final int CLASS_BINARY = 0x04;

  /**
   * Reads a value as the peer means it.
   *
   * @param value one octet
   */
  public static DataCoding of(int value, Dialect dialect) {
    int high = value >> 4;
    boolean gsm = dialect.gsm();
    boolean general = value <= (gsm ? GSM_GENERAL_LAST : GENERAL_LAST) && (gsm || high != 0);
    boolean compressed = general && (value & COMPRESSED) != 0;
    MessageClass messageClass =
        high == CLASS || (general && (value & HAS_CLASS) != 0) ? MessageClass.of(value) : null;
    MessageWaiting waiting =
        high >= DISCARD && high <= STORE_UCS2
            ? new MessageWaiting(
                high != DISCARD, MessageWaiting.Indicator.of(value), (value & ACTIVE) != 0)
            : null;
    return new DataCoding(
        value,
        alphabet(value, dialect),
        messageClass,
        waiting,
        compressed,
        gsm ? reservedInGsm(value) : reservedInSmpp(value));
  }

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
      case UCS2 -> Alphabet.UCS2;
      case 0x02, BINARY -> Alphabet.BINARY;
      case JIS -> Alphabet.JIS;
      case CYRILLIC -> Alphabet.CYRILLIC;
      case HEBREW -> Alphabet.HEBREW;
      case ISO_2022_JP -> Alphabet.ISO_2022_JP;
      case KANJI -> Alphabet.KANJI;
      case KOREAN -> Alphabet.KOREAN;
      default ->
          dataCoding >= GENERAL_FIRST && dataCoding <= GENERAL_LAST
              ? general(dataCoding)
              : group(dataCoding, Alphabet.OTHER);
    };
  }

  /** The alphabet of a text as the peer means it. */
  public static Alphabet alphabet(int dataCoding, Dialect dialect) {
    if (dataCoding == DEFAULT) {
      return dialect.zero();
    }
    Alphabet alphabet;
    if (dialect.gsm()) {
      alphabet =
          dataCoding <= GSM_GENERAL_LAST ? general(dataCoding) : group(dataCoding, Alphabet.GSM7);
    } else {
      alphabet =
          switch (dataCoding) {
            case ASCII -> dialect.one();
            case LATIN1 -> dialect.three();
            default -> alphabet(dataCoding, dialect.zero());
          };
    }
    // Whatever the group, a peer has one order of octets.
    return alphabet == Alphabet.UCS2 ? dialect.eight() : alphabet;
  }

  /**
   * The value that announces an alphabet to a peer; empty when none does, as for {@link
   * Alphabet#OTHER} or for packed text where 0 means something else.
   */
  public static OptionalInt valueOf(Alphabet alphabet, Dialect dialect) {
    if (alphabet == Alphabet.OTHER) {
      return OptionalInt.empty();
    }
    if (alphabet == Alphabet.BINARY) {
      return OptionalInt.of(BINARY);
    }
    int last = dialect.gsm() ? UCS2 : KOREAN;
    for (int value = DEFAULT; value <= last; value++) {
      if (alphabet(value, dialect) == alphabet) {
        return OptionalInt.of(value);
      }
    }
    // A peer whose 0 is another alphabet still knows GSM 7-bit by a value of the GSM group.
    return alphabet == Alphabet.GSM7 ? OptionalInt.of(CLASS << 4 | 1) : OptionalInt.empty();
  }

  /**
   * The value for a text of a class; empty for alphabets that GSM does not have.
   *
   * @param alphabet GSM 7-bit, UCS-2 or binary
   */
  public static OptionalInt valueOf(Alphabet alphabet, MessageClass messageClass) {
    return switch (alphabet) {
      case GSM7, GSM7_PACKED -> OptionalInt.of(CLASS << 4 | messageClass.number());
      case BINARY -> OptionalInt.of(CLASS << 4 | CLASS_BINARY | messageClass.number());
      case UCS2 -> OptionalInt.of(HAS_CLASS | UCS2 | messageClass.number());
      default -> OptionalInt.empty();
    };
  }

  /** The value for a message waiting indication; empty when UCS-2 text is not to be stored. */
  public static OptionalInt valueOf(Alphabet alphabet, MessageWaiting waiting) {
    int low = (waiting.active() ? ACTIVE : 0) | waiting.indicator().number();
    if (alphabet.isGsm7()) {
      return OptionalInt.of((waiting.store() ? STORE : DISCARD) << 4 | low);
    }
    return alphabet == Alphabet.UCS2 && waiting.store()
        ? OptionalInt.of(STORE_UCS2 << 4 | low)
        : OptionalInt.empty();
  }

  private static Alphabet general(int value) {
    if ((value & COMPRESSED) != 0) {
      return Alphabet.BINARY;
    }
    return switch (value >> 2 & 3) {
      case 1 -> Alphabet.BINARY;
      case 2 -> Alphabet.UCS2;
      // A receiver takes the reserved value for the default alphabet (GSM 03.38 §4).
      default -> Alphabet.GSM7;
    };
  }

  private static Alphabet group(int value, Alphabet reserved) {
    return switch (value >> 4) {
      case DISCARD, STORE -> Alphabet.GSM7;
      case STORE_UCS2 -> Alphabet.UCS2;
      case CLASS -> (value & CLASS_BINARY) == 0 ? Alphabet.GSM7 : Alphabet.BINARY;
      default -> reserved;
    };
  }

  private static boolean reservedInSmpp(int value) {
    return switch (value >> 4) {
      case 0 -> value == 0x0B || value == 0x0C || value == 0x0F;
      case DISCARD, STORE -> (value & 4) != 0;
      case CLASS -> (value & 8) != 0;
      default -> true;
    };
  }

  private static boolean reservedInGsm(int value) {
    if (value <= GSM_GENERAL_LAST) {
      boolean strayClass = (value & HAS_CLASS) == 0 && (value & 3) != 0;
      return strayClass || (value >> 2 & 3) == 3;
    }
    return switch (value >> 4) {
      case DISCARD, STORE, STORE_UCS2 -> (value & 4) != 0;
      case CLASS -> (value & 8) != 0;
      default -> true;
    };
  }
}
