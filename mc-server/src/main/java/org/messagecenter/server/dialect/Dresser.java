package org.messagecenter.server.dialect;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Concatenation;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.SegmentRules;
import org.messagecenter.protocol.text.Udh;

/** Puts a message that is one submit_sm into a carrier's terms. Stateless. */
final class Dresser {
  private static final int UDHI = 0x40;

  /** What short_message holds in every version (34:4.4.1). */
  private static final int SHORT_MESSAGE = 254;

  private static final int SEPTETS = 160;
  private static final int BITS = 8;
  private static final int SEPTET_BITS = 7;

  private final MessageRules fields;
  private final AddressRules sources;
  private final AddressRules destinations;
  private final TlvRewriting tlvs;
  private final LongTexts longTexts;
  private final Transcoder transcoder;

  Dresser(
      MessageRules fields,
      AddressRules sources,
      AddressRules destinations,
      TlvRewriting tlvs,
      LongTexts longTexts,
      Transcoder transcoder) {
    this.fields = fields;
    this.sources = sources;
    this.destinations = destinations;
    this.tlvs = tlvs;
    this.longTexts = longTexts;
    this.transcoder = transcoder;
  }

  /** The message as it goes; the same object when nothing about it changes. */
  SubmitSm dressed(SubmitSm message, Dialect sender) {
    Octets octets = message.text();
    boolean udhi = (message.esmClass() & UDHI) != 0;
    Udh header = udhi ? null : headerForSar(message, octets, sender);
    if (header != null) {
      octets = header.before(octets);
    }
    boolean headed = udhi || header != null;
    if (!headed && !tlvs.registered() && isPartBySar(message)) {
      throw new UnsendableException("no room for a header in the place of sar_ TLVs");
    }
    Transcoder.Body body = transcoder.body(octets, headed, message.dataCoding(), sender);
    boolean payload = inPayload(message, body.octets().length());
    if (payload && !tlvs.registered()) {
      throw new UnsendableException("too long for a carrier without message_payload");
    }
    return made(message, body, header != null, payload);
  }

  private SubmitSm made(
      SubmitSm message, Transcoder.Body body, boolean newHeader, boolean payload) {
    Octets text = payload ? Octets.EMPTY : body.octets();
    Tlvs going = tlvs.apply(message.tlvs(), !newHeader, payload ? body.octets() : Octets.EMPTY);
    int esmClass = fields.esmClass(message.esmClass()) | (newHeader ? UDHI : 0);
    Address source = sources.apply(message.sourceAddr());
    Address destination = destinations.apply(message.destinationAddr());
    String serviceType = fields.serviceType(message);
    int protocolId = fields.protocolId(message);
    int priority = fields.priority(message);
    int registered = fields.registeredDelivery(message);
    // Schedule, replacement and the numbers of our own texts were between the ESME and us.
    boolean same =
        source.equals(message.sourceAddr())
            && destination.equals(message.destinationAddr())
            && esmClass == message.esmClass()
            && protocolId == message.protocolId()
            && priority == message.priorityFlag()
            && registered == message.registeredDelivery()
            && body.dataCoding() == message.dataCoding()
            && message.replaceIfPresentFlag() == 0
            && message.smDefaultMsgId() == 0
            && message.scheduleDeliveryTime().isEmpty()
            && serviceType.equals(message.serviceType())
            && text.equals(message.shortMessage())
            && going.equals(message.tlvs());
    return same
        ? message
        : new SubmitSm(
            serviceType,
            source,
            destination,
            esmClass,
            protocolId,
            priority,
            "",
            message.validityPeriod(),
            registered,
            0,
            body.dataCoding(),
            0,
            text,
            going);
  }

  private boolean inPayload(SubmitSm message, int length) {
    return switch (longTexts) {
      case PAYLOAD -> length > SEPTETS || (length > SegmentRules.GSM_OCTETS && isPayload(message));
      case CARRIER -> length > SHORT_MESSAGE || isPayload(message);
      case UDH8, UDH16, SAR -> length > SHORT_MESSAGE;
    };
  }

  private static boolean isPayload(SubmitSm message) {
    Octets payload = message.tlvs().isEmpty() ? null : message.tlvs().find(TlvTag.MESSAGE_PAYLOAD);
    return payload != null && !payload.isEmpty();
  }

  private static boolean isPartBySar(SubmitSm message) {
    return Concatenation.of(Udh.NONE, message.tlvs()) != null;
  }

  /** The header for a part that has sar_ TLVs; null when it has none, or no room for a header. */
  private @Nullable Udh headerForSar(SubmitSm message, Octets octets, Dialect sender) {
    if (!longTexts.byHeader() || message.tlvs().isEmpty()) {
      return null;
    }
    Concatenation sar = Concatenation.of(Udh.NONE, message.tlvs());
    Alphabet alphabet = DataCoding.alphabet(message.dataCoding(), sender);
    if (sar == null || alphabet == Alphabet.GSM7_PACKED) {
      return null;
    }
    Concatenation.Kind kind =
        longTexts == LongTexts.UDH8 ? Concatenation.Kind.UDH8 : Concatenation.Kind.UDH16;
    Udh header =
        Udh.NONE.with(
            new Concatenation(
                kind, sar.reference() & kind.maxReference(), sar.total(), sar.number()));
    int room = SegmentRules.GSM_OCTETS - header.length();
    int most = alphabet == Alphabet.GSM7 ? room * BITS / SEPTET_BITS : room;
    return octets.length() <= most ? header : null;
  }
}
