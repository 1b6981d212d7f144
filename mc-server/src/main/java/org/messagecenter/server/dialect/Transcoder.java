package org.messagecenter.server.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.Gsm7Set;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.SegmentMethod;
import org.messagecenter.protocol.text.SegmentRules;
import org.messagecenter.protocol.text.Segmentation;
import org.messagecenter.protocol.text.Segmenter;
import org.messagecenter.protocol.text.Udh;
import org.messagecenter.protocol.text.Unencodable;
import org.messagecenter.protocol.text.UserData;

/** Writes texts in an alphabet that a carrier takes. Stateless. */
final class Transcoder {
  private static final int SHORT_MESSAGE = 254;

  private final TextRules rules;

  Transcoder(TextRules rules) {
    this.rules = rules;
  }

  /**
   * A text as it goes.
   *
   * @param octets header included
   * @param dataCoding as the carrier reads it
   */
  record Body(Octets octets, int dataCoding) {}

  /**
   * The text of a message for the carrier.
   *
   * @param octets header included
   * @throws UnsendableException if the carrier has no alphabet for it
   */
  Body body(Octets octets, boolean udhi, int dataCoding, Dialect sender) {
    if (rules.agreesWith(sender)) {
      return new Body(octets, rules.sent(dataCoding));
    }
    DataCoding coding = DataCoding.of(dataCoding, sender);
    Alphabet alphabet = coding.alphabet();
    if (alphabet == Alphabet.OTHER) {
      return new Body(octets, rules.sent(dataCoding));
    }
    if (rules.accepts(alphabet)) {
      int value =
          DataCoding.alphabet(dataCoding, rules.coding()) == alphabet
              ? dataCoding
              : TextRules.value(alphabet, coding, rules.coding());
      if (value >= 0) {
        return new Body(octets, rules.sent(value));
      }
    }
    if (alphabet == Alphabet.BINARY) {
      throw new UnsendableException("the carrier takes no binary messages");
    }
    if (!(UserData.of(octets, udhi) instanceof UserData.Whole whole)) {
      throw new UnsendableException("a user data header that cannot be read");
    }
    return rewritten(whole, alphabet, coding);
  }

  private Body rewritten(UserData.Whole whole, Alphabet alphabet, DataCoding coding) {
    String text = whole.text(alphabet);
    // National tables belong to the octets that are left behind.
    Udh header = whole.header().with(Gsm7Set.DEFAULT);
    List<Alphabet> targets = rules.targets();
    for (Alphabet target : targets) {
      Octets written = written(target, text, header, Unencodable.REPORT);
      if (written != null) {
        return body(written, target, coding);
      }
    }
    if (rules.unencodable() != Unencodable.REPORT) {
      for (Alphabet target : targets) {
        Octets written = written(target, text, header, rules.unencodable());
        if (written != null) {
          return body(written, target, coding);
        }
      }
    }
    throw new UnsendableException("no alphabet of the carrier has the characters of the text");
  }

  private Body body(Octets written, Alphabet target, DataCoding coding) {
    int value = TextRules.value(target, coding, rules.coding());
    return new Body(written, rules.sent(value));
  }

  /** Null when the alphabet lacks characters, or the part would not fit one message any more. */
  private static @Nullable Octets written(
      Alphabet target, String text, Udh header, Unencodable instead) {
    if (instead == Unencodable.REPORT && !MessageText.canEncode(target, text)) {
      return null;
    }
    if (header.isEmpty()) {
      return Octets.of(MessageText.encode(target, text, instead));
    }
    if (isOnAir(target)) {
      return single(target, text, header, instead);
    }
    Octets all = header.before(Octets.of(MessageText.encode(target, text, instead)));
    return all.length() <= SHORT_MESSAGE ? all : null;
  }

  /** A part in one of the alphabets of handsets; null when it does not fit one message. */
  static @Nullable Octets single(Alphabet alphabet, String text, Udh header, Unencodable instead) {
    SegmentRules whole = SegmentRules.of(SegmentMethod.UDH8).with(alphabet, instead);
    return new Segmenter(whole).text(text, header, 0) instanceof Segmentation.Parts parts
            && parts.parts().size() == 1
        ? parts.parts().get(0).userData()
        : null;
  }

  /** Whether handsets have it, so that its length is what counts. */
  static boolean isOnAir(Alphabet alphabet) {
    return switch (alphabet) {
      case GSM7, GSM7_PACKED, UCS2, UCS2_LE -> true;
      default -> false;
    };
  }
}
