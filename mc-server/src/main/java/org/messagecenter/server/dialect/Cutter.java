package org.messagecenter.server.dialect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Concatenation;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Part;
import org.messagecenter.protocol.text.SegmentMethod;
import org.messagecenter.protocol.text.SegmentRules;
import org.messagecenter.protocol.text.Segmentation;
import org.messagecenter.protocol.text.Segmenter;
import org.messagecenter.protocol.text.Udh;
import org.messagecenter.protocol.text.Unencodable;
import org.messagecenter.protocol.text.UserData;

/** Cuts long messages for a carrier that wants that done. Stateless. */
final class Cutter {
  /** What fits one message in any alphabet: as many characters as UCS-2 has room for. */
  private static final int ALWAYS_FITS = 70;

  private static final int SEPTETS = 160;
  private static final int UDHI = 0x40;
  private static final int SHORT_MESSAGE = 254;

  private final SegmentMethod method;
  private final TextRules rules;

  Cutter(SegmentMethod method, TextRules rules) {
    this.method = method;
    this.rules = rules;
  }

  List<SubmitSm> parts(SubmitSm message, Dialect sender, int reference) {
    Octets octets = message.text();
    int length = octets.length();
    if (length <= ALWAYS_FITS || (message.esmClass() & UDHI) != 0) {
      return List.of(message);
    }
    DataCoding coding = DataCoding.of(message.dataCoding(), sender);
    Alphabet alphabet = coding.alphabet();
    boolean accepted = rules.accepts(alphabet);
    if ((length <= SegmentRules.GSM_OCTETS && isOctets(alphabet))
        || (length <= SEPTETS && alphabet == Alphabet.GSM7 && accepted)
        || Concatenation.of(Udh.NONE, message.tlvs()) != null) {
      return List.of(message);
    }
    if (alphabet == Alphabet.BINARY || alphabet == Alphabet.OTHER) {
      Segmentation cut = segmenter(Alphabet.BINARY).octets(octets, alphabet, Udh.NONE, reference);
      return made(message, message.dataCoding(), cut, null, null);
    }
    String text = MessageText.decode(alphabet, octets);
    // What no alphabet of the carrier has is replaced, or refused, in the first of them.
    Alphabet target = accepted ? alphabet : rules.firstFor(text);
    Alphabet named = target == null ? first() : target;
    Alphabet measured =
        Transcoder.isOnAir(named)
            ? named
            : MessageText.canEncode(Alphabet.GSM7, text) ? Alphabet.GSM7 : Alphabet.UCS2;
    Alphabet writing = writing(named, alphabet, measured, text, coding, sender);
    int value =
        writing == alphabet ? message.dataCoding() : TextRules.value(writing, coding, sender);
    Segmentation cut = segmenter(measured).text(text, Udh.NONE, reference);
    return made(message, value, cut, measured, writing);
  }

  /**
   * The alphabet that the stored parts are in: the one they will go in, if the sender has a
   * data_coding for it; else the one the text came in, unless that lacks some of what was read from
   * it.
   */
  private static Alphabet writing(
      Alphabet named,
      Alphabet alphabet,
      Alphabet measured,
      String text,
      DataCoding coding,
      Dialect sender) {
    if (named != alphabet && TextRules.value(named, coding, sender) >= 0) {
      return named;
    }
    return MessageText.canEncode(alphabet, text) || TextRules.value(measured, coding, sender) < 0
        ? alphabet
        : measured;
  }

  private Alphabet first() {
    List<Alphabet> targets = rules.targets();
    if (targets.isEmpty()) {
      throw new UnsendableException("the carrier takes no texts");
    }
    return targets.get(0);
  }

  /** Alphabets whose octets are as long on the way to the handset as they are here. */
  private static boolean isOctets(Alphabet alphabet) {
    return switch (alphabet) {
      case UCS2, UCS2_LE, GSM7_PACKED, BINARY, OTHER -> true;
      default -> false;
    };
  }

  private Segmenter segmenter(Alphabet alphabet) {
    return new Segmenter(SegmentRules.of(method).with(alphabet, rules.unencodable()));
  }

  /**
   * @param measured the alphabet of the parts; null for octets that stay as they are
   * @param writing the alphabet in which they are to be
   */
  private static List<SubmitSm> made(
      SubmitSm message,
      int dataCoding,
      Segmentation cut,
      @Nullable Alphabet measured,
      @Nullable Alphabet writing) {
    if (cut instanceof Segmentation.Refused refused) {
      throw new UnsendableException("cannot be cut: " + refused.detail());
    }
    List<Part> parts = ((Segmentation.Parts) cut).parts();
    if (parts.size() == 1) {
      return List.of(message);
    }
    List<SubmitSm> made = new ArrayList<>(parts.size());
    for (Part part : parts) {
      Octets octets =
          measured == null || writing == null || measured == writing
              ? part.userData()
              : written(part, measured, writing);
      made.add(part(message, dataCoding, part, octets));
    }
    return made;
  }

  private static Octets written(Part part, Alphabet measured, Alphabet writing) {
    Udh header = part.header();
    String text = new UserData.Whole(header, header.length(), part.body()).text(measured);
    Octets inOne =
        writing == Alphabet.GSM7_PACKED
            ? Transcoder.single(writing, text, header, Unencodable.QUESTION_MARK)
            : null;
    return inOne != null
        ? inOne
        : header.before(Octets.of(MessageText.encode(writing, text, Unencodable.QUESTION_MARK)));
  }

  private static SubmitSm part(SubmitSm message, int dataCoding, Part part, Octets octets) {
    boolean payload = octets.length() > SHORT_MESSAGE;
    Tlvs.Builder tlvs = Tlvs.builder();
    message
        .tlvs()
        .forEach(
            (tag, value) -> {
              if (tag != TlvTag.MESSAGE_PAYLOAD.tag()) {
                tlvs.put(tag, value);
              }
            });
    part.addTo(tlvs);
    if (payload) {
      tlvs.put(TlvTag.MESSAGE_PAYLOAD, octets);
    }
    return new SubmitSm(
        message.serviceType(),
        message.sourceAddr(),
        message.destinationAddr(),
        message.esmClass() | (part.udhi() ? UDHI : 0),
        message.protocolId(),
        message.priorityFlag(),
        message.scheduleDeliveryTime(),
        message.validityPeriod(),
        message.registeredDelivery(),
        message.replaceIfPresentFlag(),
        dataCoding,
        message.smDefaultMsgId(),
        payload ? Octets.EMPTY : octets,
        tlvs.build());
  }
}
