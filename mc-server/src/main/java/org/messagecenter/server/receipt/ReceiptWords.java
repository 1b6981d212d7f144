package org.messagecenter.server.receipt;

import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Gsm7;
import org.messagecenter.protocol.text.MessageText;

/** The beginning of a message as its receipt repeats it: in the default alphabet. */
final class ReceiptWords {
  private static final int UDHI = 0x40;

  private ReceiptWords() {}

  /** The message's octets in the default alphabet, at least the part that a receipt repeats. */
  static Octets of(SubmitSm message) {
    Octets text = MessageText.withoutHeader(message.text(), (message.esmClass() & UDHI) != 0);
    Alphabet alphabet = DataCoding.alphabet(message.dataCoding(), Alphabet.GSM7);
    return switch (alphabet) {
      // A receipt is in the default alphabet too: the octets serve as they are.
      case GSM7 -> text;
      case BINARY -> Octets.EMPTY;
      default -> Octets.of(Gsm7.encode(MessageText.decode(alphabet, shortened(text))));
    };
  }

  /** No more than twenty characters of any alphabet need converting. */
  private static Octets shortened(Octets text) {
    return text.slice(0, Math.min(text.length(), 40));
  }
}
