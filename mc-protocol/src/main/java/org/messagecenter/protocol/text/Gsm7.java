package org.messagecenter.protocol.text;

import java.util.Arrays;
import java.util.OptionalInt;
import org.messagecenter.protocol.pdu.Octets;

/**
 * The GSM 7-bit default alphabet with its extension table (GSM 03.38 §6.2.1), and the packing of
 * septets.
 *
 * <p>Over SMPP a septet travels in an octet of its own, "unpacked"; {@link #pack} and {@link
 * #unpack} convert to and from the form of the radio side. National tables are in {@link Gsm7Set}.
 */
public final class Gsm7 {
  /** The octet that announces a character of the extension table. */
  public static final int ESCAPE = 0x1B;

  private static final int SEPTET = 7;
  private static final int OCTET = 8;

  private Gsm7() {}

  /**
   * The text of unpacked octets. An unknown escape sequence shows the basic character at that code,
   * a lone escape a space; the top bit of an octet is ignored.
   */
  public static String decode(Octets octets) {
    return Gsm7Set.DEFAULT.decode(octets);
  }

  /** The septets a character takes: 1 or 2, or empty when the alphabet does not have it. */
  public static OptionalInt septets(char c) {
    int septets = Gsm7Set.DEFAULT.septets(c);
    return septets == 0 ? OptionalInt.empty() : OptionalInt.of(septets);
  }

  /** Whether every character of a text is in the alphabet. */
  public static boolean canEncode(String text) {
    return Gsm7Set.DEFAULT.canEncode(text);
  }

  /** The unpacked octets of a text; what the alphabet does not have becomes a question mark. */
  public static byte[] encode(String text) {
    return Gsm7Set.DEFAULT.encode(text);
  }

  /** Septets packed into octets, the first one in the low bits (GSM 03.38 §6.1.2.1.1). */
  public static byte[] pack(byte[] septets) {
    return pack(septets, 0);
  }

  /**
   * Septets packed into octets behind fill bits.
   *
   * @param fillBits zero bits before the first septet, 0-6; see {@link #fillBits}
   */
  public static byte[] pack(byte[] septets, int fillBits) {
    byte[] octets = new byte[(fillBits + septets.length * SEPTET + OCTET - 1) / OCTET];
    for (int i = 0; i < septets.length; i++) {
      int bit = fillBits + i * SEPTET;
      int value = (septets[i] & 0x7F) << (bit & 7);
      octets[bit >> 3] |= (byte) value;
      if (value > 0xFF) {
        octets[(bit >> 3) + 1] |= (byte) (value >> OCTET);
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
    return unpack(Octets.of(octets), 0, count);
  }

  /**
   * Septets taken out of packed octets.
   *
   * @param fillBits bits to pass over first, 0-6; see {@link #fillBits}
   * @param count how many septets there are, at most (octets * 8 - fillBits) / 7
   * @throws IllegalArgumentException if the octets do not hold that many
   */
  public static byte[] unpack(Octets octets, int fillBits, int count) {
    if (count < 0 || count > capacity(octets.length(), fillBits)) {
      throw new IllegalArgumentException(octets.length() + " octets do not hold " + count);
    }
    byte[] septets = new byte[count];
    for (int i = 0; i < count; i++) {
      int bit = fillBits + i * SEPTET;
      int value = octets.at(bit >> 3) >> (bit & 7);
      if ((bit & 7) > 1) {
        value |= octets.at((bit >> 3) + 1) << (OCTET - (bit & 7));
      }
      septets[i] = (byte) (value & 0x7F);
    }
    return septets;
  }

  /**
   * The zero bits between a user data header and the first septet, so that it begins on a septet
   * boundary (3GPP TS 23.040 §9.2.3.24).
   *
   * @param headerOctets the header with its length octet; 0 without one
   */
  public static int fillBits(int headerOctets) {
    int over = headerOctets * OCTET % SEPTET;
    return over == 0 ? 0 : SEPTET - over;
  }

  /**
   * Packs a text that travels without a count of its septets, as in SMPP. Seven bits left over
   * would read as "@", so they are filled with a carriage return, as 3GPP TS 23.038 §6.1.2.3.1 has
   * it for USSD. A text that ends there in a carriage return of its own gets another one, lest that
   * be taken for filling; it then reads as two, which shows as one.
   */
  static byte[] packUncounted(byte[] septets, int fillBits) {
    int spare = -(fillBits + septets.length * SEPTET) & 7;
    boolean endsInReturn = septets.length > 0 && septets[septets.length - 1] == '\r';
    if (spare != SEPTET && !(spare == 0 && endsInReturn)) {
      return pack(septets, fillBits);
    }
    byte[] filled = Arrays.copyOf(septets, septets.length + 1);
    filled[septets.length] = '\r';
    return pack(filled, fillBits);
  }

  /**
   * All septets of packed octets whose number nobody told. Where the last one ends with the last
   * octet it may be no more than filling: a carriage return or a zero there is left out. A text
   * that ends in "@" just there loses it; most senders fill with zeros, so the other way round
   * would add an "@" to every eighth text.
   */
  static byte[] unpackUncounted(Octets octets, int fillBits) {
    int count = capacity(octets.length(), fillBits);
    byte[] septets = unpack(octets, fillBits, count);
    boolean ambiguous = count > 0 && fillBits + count * SEPTET == octets.length() * OCTET;
    if (ambiguous && (septets[count - 1] == '\r' || septets[count - 1] == 0)) {
      return Arrays.copyOf(septets, count - 1);
    }
    return septets;
  }

  /** The septets that fit into octets behind fill bits. */
  private static int capacity(int octets, int fillBits) {
    return Math.max(0, octets * OCTET - fillBits) / SEPTET;
  }
}
