package org.messagecenter.server.receipt;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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

  /**
   * The message's octets in the default alphabet, at least the part that a receipt repeats.
   *
   * @param usual the account's default alphabet: GSM 7-bit, ASCII or Latin-1
   */
  static Octets of(SubmitSm message, Alphabet usual) {
    Octets text = MessageText.withoutHeader(message.text(), (message.esmClass() & UDHI) != 0);
    Alphabet alphabet = DataCoding.alphabet(message.dataCoding(), usual);
    if (alphabet == usual) {
      // A receipt is in the default alphabet too: the octets serve as they are.
      return text;
    }
    if (alphabet == Alphabet.BINARY) {
      return Octets.EMPTY;
    }
    String words = MessageText.decode(alphabet, shortened(text));
    return Octets.of(usual == Alphabet.GSM7 ? Gsm7.encode(words) : words.getBytes(charset(usual)));
  }

  private static Charset charset(Alphabet usual) {
    return usual == Alphabet.LATIN1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.US_ASCII;
  }

  /** No more than twenty characters of any alphabet need converting. */
  private static Octets shortened(Octets text) {
    return text.slice(0, Math.min(text.length(), 40));
  }
}
