package org.messagecenter.server.inbound;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messagecenter.protocol.pdu.MessagePdu;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.UserData;

/** The word that a text begins with, by which a short code shared by accounts is told apart. */
final class Keyword {
  private static final int UDHI = 0x40;

  /** No more octets than this are looked at: a keyword is at most 100 characters. */
  private static final int ENOUGH = 800;

  private static final Pattern FIRST =
      Pattern.compile("[\\s\\p{Z}]*([^\\s\\p{Z}]+)", Pattern.UNICODE_CHARACTER_CLASS);

  /** Punctuation that people put around a word: {@code "stop!"}. */
  private static final Pattern AROUND = Pattern.compile("^[\\p{P}\\p{S}]+|[\\p{P}\\p{S}]+$");

  private Keyword() {}

  /**
   * The first word of a message, folded; empty for one without text.
   *
   * @param dialect what data_coding means with whoever sent it
   */
  static String of(MessagePdu message, Dialect dialect) {
    Alphabet alphabet = DataCoding.alphabet(message.dataCoding(), dialect);
    if (alphabet == Alphabet.BINARY || alphabet == Alphabet.OTHER) {
      return "";
    }
    UserData data = UserData.of(message.text(), (message.esmClass() & UDHI) != 0);
    return data instanceof UserData.Whole whole
        ? first(whole.beginning(alphabet, ENOUGH).text(alphabet))
        : "";
  }

  /** The first word of a text, folded. */
  static String first(String text) {
    Matcher word = FIRST.matcher(text);
    return word.lookingAt() ? folded(word.group(1)) : "";
  }

  /**
   * A word as words are compared: without regard to case, to the way that accents and widths are
   * written, and to punctuation around it, unless it has nothing else.
   */
  static String folded(String word) {
    String normal = Normalizer.normalize(word, Normalizer.Form.NFKC);
    String bare = AROUND.matcher(normal).replaceAll("");
    // Upper case first: it tells fewer letters apart, and "ß" becomes "SS".
    return (bare.isEmpty() ? normal : bare).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
