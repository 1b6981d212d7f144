package org.messagecenter.server.mailbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.MessagePdu;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Udh;
import org.messagecenter.protocol.text.Unencodable;
import org.messagecenter.protocol.text.UserData;

/** What a peer older than 3.4 may be sent: no TLVs (3.4 §3.4). */
final class OldPeers {
  /** sm_length of 3.3 (3.3 table 6-4). */
  private static final int LONGEST_TEXT = 160;

  private static final int UDHI = 0x40;

  private OldPeers() {}

  /**
   * The same message as a deliver_sm body without TLVs; a text carried in one moves into
   * short_message, cut behind a whole character. Its user data header stays whole.
   *
   * @param command deliver_sm or data_sm, whose body is given
   * @param dialect how the peer reads data_coding
   */
  static byte[] withoutTlvs(CommandId command, byte[] body, Dialect dialect) {
    MessagePdu sm;
    try {
      Pdu pdu = PduCodec.decodeBody(command, body);
      sm = pdu instanceof DataSm data ? data.asSubmitSm() : (DeliverSm) pdu;
    } catch (BadBody e) {
      throw new IllegalStateException("The store holds a deliver_sm that cannot be decoded", e);
    }
    Octets text = sm.text();
    boolean fits = text.length() <= LONGEST_TEXT;
    if (command == CommandId.DELIVER_SM && sm.tlvs().isEmpty() && fits) {
      return body;
    }
    UserData.Whole all = new UserData.Whole(Udh.NONE, 0, text);
    boolean headerFits = true;
    if (!fits) {
      Alphabet alphabet = DataCoding.alphabet(sm.dataCoding(), dialect);
      UserData.Whole data =
          UserData.of(text, (sm.esmClass() & UDHI) != 0) instanceof UserData.Whole whole
              ? whole
              : all;
      headerFits = data.headerOctets() < LONGEST_TEXT;
      text = headerFits ? cut(text, data, alphabet) : withoutHeader(data, alphabet);
    }
    DeliverSm plain =
        new DeliverSm(
            sm.serviceType(),
            sm.sourceAddr().forDeliverSm(),
            sm.destinationAddr().forDeliverSm(),
            headerFits ? sm.esmClass() : sm.esmClass() & ~UDHI,
            sm.protocolId(),
            sm.priorityFlag(),
            sm.scheduleDeliveryTime(),
            sm.validityPeriod(),
            sm.registeredDelivery(),
            sm.replaceIfPresentFlag(),
            sm.dataCoding(),
            sm.smDefaultMsgId(),
            text,
            Tlvs.EMPTY);
    ByteBuf buffer = Unpooled.buffer(body.length);
    PduCodec.encodeBody(buffer, plain);
    return ByteBufUtil.getBytes(buffer);
  }

  /** The header as it stands and as much of what follows as there is room for. */
  private static Octets cut(Octets text, UserData.Whole data, Alphabet alphabet) {
    int header = data.headerOctets();
    Octets rest = data.beginning(alphabet, LONGEST_TEXT - header).body();
    byte[] octets = new byte[header + rest.length()];
    text.slice(0, header).copyTo(octets, 0);
    rest.copyTo(octets, header);
    return Octets.of(octets);
  }

  /** The text alone, written so that it can be read without the header's tables and fill bits. */
  private static Octets withoutHeader(UserData.Whole data, Alphabet alphabet) {
    Octets octets =
        alphabet == Alphabet.BINARY
            ? data.body()
            : Octets.of(MessageText.encode(alphabet, data.text(alphabet), Unencodable.LOOKALIKE));
    return new UserData.Whole(Udh.NONE, 0, octets).beginning(alphabet, LONGEST_TEXT).body();
  }
}
