package org.messagecenter.protocol.text;

import java.nio.charset.StandardCharsets;
import org.messagecenter.protocol.pdu.Octets;

/** Turns the octets of a message into text. */
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
    int header = Math.min((octets.at(0) & 0xFF) + 1, octets.length());
    return octets.slice(header, octets.length() - header);
  }

  /** The text of octets in an alphabet; binary ones have none. */
  public static String decode(Alphabet alphabet, Octets octets) {
    return switch (alphabet) {
      case GSM7 -> Gsm7.decode(octets);
      case ASCII, LATIN1, OTHER -> octets.latin1();
      case UCS2 ->
          new String(
              octets.array(), octets.offset(), octets.length() & ~1, StandardCharsets.UTF_16BE);
      case BINARY -> "";
    };
  }
}
