package org.messagecenter.protocol.text;

import java.util.ArrayList;
import java.util.List;
import org.messagecenter.protocol.pdu.Octets;

/**
 * The octets of a message taken apart: a user data header, if esm_class announces one, and the text
 * behind it (34:5.2.12, 3GPP TS 23.040 §9.2.3.24).
 */
public sealed interface UserData {

  /**
   * Octets in order.
   *
   * @param header the header, or {@link Udh#NONE}
   * @param headerOctets how much of the message it takes; 1 for a header without elements
   * @param body the text
   */
  record Whole(Udh header, int headerOctets, Octets body) implements UserData {

    /** The text, by the national tables and behind the fill bits that the header asks for. */
    public String text(Alphabet alphabet) {
      return MessageText.decode(alphabet, header.gsm7(), headerOctets, body);
    }

    /**
     * The same with no more text than some octets hold. It ends with a whole character: nothing is
     * cut inside an escape sequence, a surrogate pair or a character of several octets.
     *
     * @param most octets of the text as it stands, 0 or more
     */
    public Whole beginning(Alphabet alphabet, int most) {
      if (body.length() <= most) {
        return this;
      }
      Cuttable text = Cuttable.asWritten(body, alphabet, headerOctets);
      return new Whole(
          header, headerOctets, text.take(0, text.fit(0, most, headerOctets), headerOctets));
    }
  }

  /**
   * A header is announced, but what is there is none. Whether to refuse the message
   * (ESME_RINVESMCLASS, ESME_RINVMSGLEN) or to pass it on is for the caller to say.
   *
   * @param fault in words for a log, without anything of the text
   */
  record Broken(String fault, Octets octets) implements UserData {}

  /**
   * Takes a message apart. Nothing outside {@code octets} is read, whatever the lengths inside say.
   *
   * @param udhi whether esm_class announces a header
   */
  static UserData of(Octets octets, boolean udhi) {
    if (!udhi) {
      return new Whole(Udh.NONE, 0, octets);
    }
    if (octets.isEmpty()) {
      return new Broken("a user data header in an empty message", octets);
    }
    int end = 1 + octets.at(0);
    if (end > octets.length()) {
      return new Broken(
          "a user data header of " + end + " octets in a message of " + octets.length(), octets);
    }
    List<Udh.Element> elements = new ArrayList<>(2);
    int at = 1;
    while (at < end) {
      // The last octet of the header may not even leave room for a length.
      int value = at + 2;
      int length = value <= end ? octets.at(at + 1) : end;
      if (length > end - value) {
        return new Broken(
            "user data header element " + octets.at(at) + " does not end with the header", octets);
      }
      elements.add(new Udh.Element(octets.at(at), octets.slice(value, length)));
      at = value + length;
    }
    return new Whole(new Udh(elements), end, octets.slice(end, octets.length() - end));
  }
}
