package org.messagecenter.server.receipt;

import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.ReceiptText;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Udh;
import org.messagecenter.protocol.text.Unencodable;
import org.messagecenter.protocol.text.UserData;

/** The beginning of a message as its receipt repeats it: in the account's default alphabet. */
final class ReceiptWords {
  private static final int UDHI = 0x40;

  /** No more octets than this need converting: no character of any alphabet takes more than 4. */
  private static final int ENOUGH = 4 * ReceiptText.TEXT_LENGTH;

  private ReceiptWords() {}

  /**
   * The alphabet the words are written in: the default one, but not packed. Only the whole text of
   * a receipt can be packed.
   */
  static Alphabet written(Dialect dialect) {
    return dialect.zero() == Alphabet.GSM7_PACKED ? Alphabet.GSM7 : dialect.zero();
  }

  /**
   * At least the part of the message that a receipt repeats. What the alphabet lacks is replaced by
   * what comes nearest; behind a user data header that is none, all octets count as text.
   *
   * @param dialect how data_coding is meant in this message
   */
  static Octets of(SubmitSm message, Dialect dialect) {
    boolean udhi = (message.esmClass() & UDHI) != 0;
    Alphabet alphabet = DataCoding.alphabet(message.dataCoding(), dialect);
    Alphabet written = written(dialect);
    if (!udhi && alphabet == written && written != Alphabet.UTF8) {
      // The octets serve as they are.
      return message.text();
    }
    if (alphabet == Alphabet.BINARY) {
      return Octets.EMPTY;
    }
    String words = text(message.text(), udhi, alphabet);
    Octets octets = Octets.of(MessageText.encode(written, words, Unencodable.LOOKALIKE));
    return plain(octets).beginning(written, ReceiptText.TEXT_LENGTH).body();
  }

  private static String text(Octets octets, boolean udhi, Alphabet alphabet) {
    UserData.Whole data =
        UserData.of(octets, udhi) instanceof UserData.Whole whole ? whole : plain(octets);
    return data.beginning(alphabet, ENOUGH).text(alphabet);
  }

  private static UserData.Whole plain(Octets octets) {
    return new UserData.Whole(Udh.NONE, 0, octets);
  }
}
