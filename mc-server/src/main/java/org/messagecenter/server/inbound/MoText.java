package org.messagecenter.server.inbound;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.Gsm7Set;
import org.messagecenter.protocol.text.Joined;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Udh;
import org.messagecenter.protocol.text.Unencodable;
import org.messagecenter.protocol.text.UserData;

/**
 * The text of mobile-originated messages on its way from a carrier to an account: in the account's
 * alphabet, and in one piece again.
 *
 * <p>Octets are left alone as long as both mean the same by the data_coding. Otherwise the text is
 * written anew: under the same data_coding if the account's alphabet for it has all characters,
 * else as UCS-2. What is no text, or an alphabet not known, stays as it is.
 */
final class MoText {
  private static final int UDHI = 0x40;

  private static final int LONGEST_PAYLOAD = 0xFFFF;

  /** Longer texts go into message_payload: peers before 5.0 take no more (34:4.6.1). */
  private static final int LONGEST_SHORT = 254;

  private MoText() {}

  /**
   * A message as an account reads it.
   *
   * @param carrier what the carrier means by data_coding; null to leave the text as it is
   */
  static DeliverSm translated(DeliverSm message, @Nullable Dialect carrier, Dialect account) {
    if (carrier == null) {
      return message;
    }
    Alphabet from = DataCoding.alphabet(message.dataCoding(), carrier);
    if (from == DataCoding.alphabet(message.dataCoding(), account) || !isText(from)) {
      return message;
    }
    boolean udhi = (message.esmClass() & UDHI) != 0;
    if (!(UserData.of(message.text(), udhi) instanceof UserData.Whole data)) {
      return message;
    }
    return with(
        message,
        message.tlvs(),
        written(data.text(from), data.header(), message.dataCoding(), account));
  }

  /**
   * The whole message of which these are the parts, as an account reads it; null when they cannot
   * be put together: they are of different alphabets and not all text, or too long for one message.
   *
   * @param parts all of them, in order
   * @param carrier what the carrier means by data_coding; null for the same as the account
   */
  static @Nullable DeliverSm joined(
      Joined<StoredPart> parts, @Nullable Dialect carrier, Dialect account) {
    Dialect sender = carrier == null ? account : carrier;
    List<StoredPart> handles = parts.handles();
    DeliverSm first = handles.get(0).message();
    Tlvs tlvs =
        first
            .tlvs()
            .without(TlvTag.SAR_MSG_REF_NUM)
            .without(TlvTag.SAR_TOTAL_SEGMENTS)
            .without(TlvTag.SAR_SEGMENT_SEQNUM);
    Udh header = parts.header();
    Alphabet alphabet = DataCoding.alphabet(first.dataCoding(), sender);
    boolean one =
        handles.stream().allMatch(part -> part.message().dataCoding() == first.dataCoding());
    if (one) {
      boolean same = alphabet == DataCoding.alphabet(first.dataCoding(), account);
      boolean asItIs = !isText(alphabet) || (same && alphabet != Alphabet.GSM7_PACKED);
      return fitting(
          first,
          tlvs,
          asItIs
              ? new Written(header, parts.octets(), first.dataCoding())
              : written(parts.text(alphabet), header, first.dataCoding(), account));
    }
    StringBuilder text = new StringBuilder();
    for (var piece : parts.pieces()) {
      Alphabet own = DataCoding.alphabet(piece.handle().message().dataCoding(), sender);
      if (!isText(own)) {
        return null;
      }
      text.append(piece.data().text(own));
    }
    return fitting(first, tlvs, written(text.toString(), header, DataCoding.UCS2, account));
  }

  private static @Nullable DeliverSm fitting(DeliverSm first, Tlvs tlvs, Written written) {
    return written.header.length() + written.body.length() > LONGEST_PAYLOAD
        ? null
        : with(first, tlvs, written);
  }

  private static boolean isText(Alphabet alphabet) {
    return alphabet != Alphabet.BINARY && alphabet != Alphabet.OTHER;
  }

  private record Written(Udh header, Octets body, int dataCoding) {}

  private static Written written(String text, Udh header, int dataCoding, Dialect account) {
    // The national tables were those of the octets that are no more.
    Udh plain = header.isEmpty() ? header : header.with(Gsm7Set.DEFAULT);
    Alphabet alphabet = DataCoding.alphabet(dataCoding, account);
    // Packed text behind a header would need its fill bits: UCS-2 needs none.
    boolean fits =
        isText(alphabet)
            && MessageText.canEncode(alphabet, text)
            && (alphabet != Alphabet.GSM7_PACKED || plain.isEmpty());
    OptionalInt wide = DataCoding.valueOf(account.eight(), account);
    int coding = fits ? dataCoding : wide.orElse(DataCoding.UCS2);
    Alphabet target = fits ? alphabet : account.eight();
    return new Written(
        plain, Octets.of(MessageText.encode(target, text, Unencodable.QUESTION_MARK)), coding);
  }

  private static DeliverSm with(DeliverSm message, Tlvs tlvs, Written written) {
    Octets text = written.header.before(written.body);
    boolean inPayload =
        text.length() > LONGEST_SHORT
            || (message.shortMessage().isEmpty() && tlvs.has(TlvTag.MESSAGE_PAYLOAD));
    Tlvs rest = tlvs.without(TlvTag.MESSAGE_PAYLOAD);
    return new DeliverSm(
        message.serviceType(),
        message.sourceAddr(),
        message.destinationAddr(),
        written.header.isEmpty() ? message.esmClass() & ~UDHI : message.esmClass() | UDHI,
        message.protocolId(),
        message.priorityFlag(),
        message.scheduleDeliveryTime(),
        message.validityPeriod(),
        message.registeredDelivery(),
        message.replaceIfPresentFlag(),
        written.dataCoding,
        message.smDefaultMsgId(),
        inPayload ? Octets.EMPTY : text,
        inPayload ? rest.with(TlvTag.MESSAGE_PAYLOAD, text) : rest);
  }
}
