package org.messagecenter.server.inbound;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Concatenation;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Udh;
import org.messagecenter.protocol.text.Unencodable;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.Windows;

/** Accounts, and messages from mobiles. */
final class Samples {
  static final String SOURCE = "491701234567";

  private Samples() {}

  static Account account(String name, String... numbers) {
    return new Account(
        name,
        List.of(),
        List.of(numbers),
        EnumSet.allOf(BindType.class),
        0,
        Windows.USUAL,
        Policy.USUAL,
        Map.of(),
        Optional.empty());
  }

  static AccountBook book(Account... accounts) {
    return AccountBook.of(List.of(accounts));
  }

  static Octets octets(Alphabet alphabet, String text) {
    return Octets.of(MessageText.encode(alphabet, text, Unencodable.REPORT));
  }

  static DeliverSm message(
      String to, int esmClass, int dataCoding, Octets shortMessage, Tlvs tlvs) {
    return new DeliverSm(
        "",
        new Address(1, 1, SOURCE),
        new Address(1, 1, to),
        esmClass,
        0,
        0,
        "",
        "",
        0,
        0,
        dataCoding,
        0,
        shortMessage,
        tlvs);
  }

  static DeliverSm text(String to, String text) {
    return message(to, 0, 0, octets(Alphabet.GSM7, text), Tlvs.EMPTY);
  }

  /** A part in GSM 7-bit with a user data header. */
  static DeliverSm part(String to, int reference, int total, int number, String text) {
    return part(to, reference, total, number, 0, octets(Alphabet.GSM7, text));
  }

  static DeliverSm part(
      String to, int reference, int total, int number, int dataCoding, Octets text) {
    Udh header =
        Udh.NONE.with(new Concatenation(Concatenation.Kind.UDH8, reference, total, number));
    return message(to, 0x40, dataCoding, header.before(text), Tlvs.EMPTY);
  }

  static DeliverSm sarPart(String to, int reference, int total, int number, String text) {
    return message(
        to,
        0,
        0,
        octets(Alphabet.GSM7, text),
        Tlvs.builder()
            .put(TlvTag.SAR_MSG_REF_NUM, reference)
            .put(TlvTag.SAR_TOTAL_SEGMENTS, total)
            .put(TlvTag.SAR_SEGMENT_SEQNUM, number)
            .build());
  }

  static DeliverSm read(byte[] body) {
    try {
      return (DeliverSm) PduCodec.decodeBody(CommandId.DELIVER_SM, body);
    } catch (BadBody e) {
      throw new AssertionError(e);
    }
  }

  static String gsm(DeliverSm message) {
    return MessageText.decode(Alphabet.GSM7, message.text());
  }
}
