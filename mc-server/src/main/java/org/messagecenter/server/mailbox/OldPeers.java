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

/** What a peer older than 3.4 may be sent: no TLVs (3.4 §3.4). */
final class OldPeers {
  /** sm_length of 3.3 (3.3 table 6-4). */
  private static final int LONGEST_TEXT = 160;

  private OldPeers() {}

  /**
   * The same message as a deliver_sm body without TLVs; a text carried in one moves into
   * short_message, cut.
   *
   * @param command deliver_sm or data_sm, whose body is given
   */
  static byte[] withoutTlvs(CommandId command, byte[] body) {
    MessagePdu sm;
    try {
      Pdu pdu = PduCodec.decodeBody(command, body);
      sm = pdu instanceof DataSm data ? data.asSubmitSm() : (DeliverSm) pdu;
    } catch (BadBody e) {
      throw new IllegalStateException("The store holds a deliver_sm that cannot be decoded", e);
    }
    Octets text = sm.text();
    if (command == CommandId.DELIVER_SM && sm.tlvs().isEmpty() && text.length() <= LONGEST_TEXT) {
      return body;
    }
    byte[] octets = text.toByteArray();
    int length = Math.min(octets.length, LONGEST_TEXT);
    DeliverSm plain =
        new DeliverSm(
            sm.serviceType(),
            sm.sourceAddr().forDeliverSm(),
            sm.destinationAddr().forDeliverSm(),
            sm.esmClass(),
            sm.protocolId(),
            sm.priorityFlag(),
            sm.scheduleDeliveryTime(),
            sm.validityPeriod(),
            sm.registeredDelivery(),
            sm.replaceIfPresentFlag(),
            sm.dataCoding(),
            sm.smDefaultMsgId(),
            Octets.of(java.util.Arrays.copyOf(octets, length)),
            Tlvs.EMPTY);
    ByteBuf buffer = Unpooled.buffer(body.length);
    PduCodec.encodeBody(buffer, plain);
    return ByteBufUtil.getBytes(buffer);
  }
}
