package org.messagecenter.protocol.text;

import java.util.OptionalInt;
import java.util.PrimitiveIterator;
import java.util.function.IntPredicate;
import org.messagecenter.protocol.pdu.Octets;

/** Turns the octets of a message into text and back. */
public final class MessageText {
  private MessageText() {}

  /**
   * The octets behind the user data header, or all of them when there is none.
   *
   * @param udhi whether esm_class announces a header
   */
  public static Octets withoutHeader(Octets octets, boolean udhi) {
    if (!udhi || octets.isEmpty()) {
      return octets;
    }
    int header = Math.min(octets.at(0) + 1, octets.length());
    return octets.slice(header, octets.length() - header);
  }

  /**
   * The text of octets in an alphabet; binary ones have none. Octets that the alphabet does not
   * have show as U+FFFD.
   */
  public static String decode(Alphabet alphabet, Octets octets) {
    return decode(alphabet, Gsm7Set.DEFAULT, 0, octets);
  }

  /**
   * The text of the octets behind a user data header.
   *
   * @param set the characters, for GSM 7-bit
   * @param headerOctets the length of the header, for packed GSM 7-bit
   */
  static String decode(Alphabet alphabet, Gsm7Set set, int headerOctets, Octets body) {
    return switch (alphabet) {
      case GSM7 -> set.decode(body);
      case GSM7_PACKED ->
          set.decode(Octets.of(Gsm7.unpackUncounted(body, Gsm7.fillBits(headerOctets))));
      default -> TextCoder.decode(alphabet, body);
    };
  }

  /** Whether an alphabet has every character of a text. Binary has none. */
  public static boolean canEncode(Alphabet alphabet, String text) {
    return firstUnencodable(alphabet, Gsm7Set.DEFAULT, text).isEmpty();
  }

  /**
   * Where the first character stands that an alphabet does not have.
   *
   * @param set the characters, for GSM 7-bit
   * @return an index into the text, or empty when the alphabet has them all
   */
  public static OptionalInt firstUnencodable(Alphabet alphabet, Gsm7Set set, String text) {
    IntPredicate repertoire = repertoire(alphabet, set);
    int at = 0;
    for (PrimitiveIterator.OfInt i = text.codePoints().iterator(); i.hasNext(); ) {
      int c = i.nextInt();
      if (!repertoire.test(c)) {
        return OptionalInt.of(at);
      }
      at += Character.charCount(c);
    }
    return OptionalInt.empty();
  }

  /**
   * The octets of a text.
   *
   * @param instead what stands for a character that the alphabet does not have; {@link
   *     Unencodable#REPORT} serves where {@link #firstUnencodable} found none
   * @throws IllegalArgumentException if the alphabet is binary, or a character is to be reported
   */
  public static byte[] encode(Alphabet alphabet, String text, Unencodable instead) {
    String encodable = substituted(alphabet, Gsm7Set.DEFAULT, text, instead);
    return switch (alphabet) {
      case BINARY -> throw new IllegalArgumentException("text in octets that are none");
      case GSM7 -> Gsm7.encode(encodable);
      case GSM7_PACKED -> Gsm7.packUncounted(Gsm7.encode(encodable), 0);
      default -> TextCoder.encode(alphabet, encodable);
    };
  }

  /** The text as the alphabet can write it. */
  static String substituted(Alphabet alphabet, Gsm7Set set, String text, Unencodable instead) {
    OptionalInt missing = firstUnencodable(alphabet, set, text);
    if (missing.isEmpty()) {
      return text;
    }
    if (instead == Unencodable.REPORT) {
      throw new IllegalArgumentException(
          alphabet + " lacks the character at " + missing.getAsInt());
    }
    return Lookalikes.replace(text, repertoire(alphabet, set), instead == Unencodable.LOOKALIKE);
  }

  private static IntPredicate repertoire(Alphabet alphabet, Gsm7Set set) {
    return switch (alphabet) {
      case GSM7, GSM7_PACKED -> c -> Character.isBmpCodePoint(c) && set.septets((char) c) > 0;
      case BINARY -> c -> false;
      default -> TextCoder.repertoire(alphabet);
    };
  }
}
