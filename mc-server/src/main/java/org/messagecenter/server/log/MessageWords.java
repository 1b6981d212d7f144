package org.messagecenter.server.log;

import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.MessagePdu;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.UserData;

/** How numbers and texts of messages appear in the log: masked, unless the operator asked. */
public final class MessageWords {
  private static final int SHOWN_FIRST = 4;
  private static final int SHOWN_LAST = 2;
  private static final int UDHI = 0x40;

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

  /**
   * The length of a message, and its text behind the user data header when that may appear.
   *
   * @param dialect how data_coding is meant in this message
   */
  public String text(MessagePdu message, Dialect dialect) {
    Octets octets = message.text();
    String length = octets.length() + " octets";
    if (!unmasked) {
      return length;
    }
    Alphabet alphabet = DataCoding.alphabet(message.dataCoding(), dialect);
    UserData data = UserData.of(octets, (message.esmClass() & UDHI) != 0);
    return data instanceof UserData.Whole whole
        ? length + " " + quoted(whole.text(alphabet))
        : length
            + " ("
            + ((UserData.Broken) data).fault()
            + ") "
            + quoted(MessageText.decode(alphabet, octets));
  }

  private static String quoted(String text) {
    return "\"" + printable(text) + "\"";
  }

  /** What came from a peer must not break or forge a log line. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> out.appendCodePoint(Character.isISOControl(c) || c == '"' ? '?' : c));
    return out.toString();
  }
}
