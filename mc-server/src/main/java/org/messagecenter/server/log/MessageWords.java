package org.messagecenter.server.log;

import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.MessageText;

/** How numbers and texts of messages appear in the log: masked, unless the operator asked. */
public final class MessageWords {
  private static final int SHOWN_FIRST = 4;
  private static final int SHOWN_LAST = 2;

  private final boolean unmasked;

  /**
   * @param unmasked whether whole numbers and texts may appear
   */
  public MessageWords(boolean unmasked) {
    this.unmasked = unmasked;
  }

  /** A number with only its first four and last two places, or a short one with none. */
  public String number(Address address) {
    String digits = address.digits();
    if (unmasked) {
      return printable(digits);
    }
    if (digits.length() <= SHOWN_FIRST + SHOWN_LAST) {
      return "*".repeat(digits.length());
    }
    return printable(digits.substring(0, SHOWN_FIRST))
        + "*".repeat(digits.length() - SHOWN_FIRST - SHOWN_LAST)
        + printable(digits.substring(digits.length() - SHOWN_LAST));
  }

  /** The length of a text, and the text itself when it may appear. */
  public String text(int dataCoding, Octets text) {
    String length = text.length() + " octets";
    if (!unmasked) {
      return length;
    }
    Alphabet alphabet = DataCoding.alphabet(dataCoding, Alphabet.GSM7);
    return length + " \"" + printable(MessageText.decode(alphabet, text)) + "\"";
  }

  /** What came from a peer must not break or forge a log line. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> out.appendCodePoint(Character.isISOControl(c) || c == '"' ? '?' : c));
    return out.toString();
  }
}
