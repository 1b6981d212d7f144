package org.messagecenter.server.correlate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

/** What ESMEs and carriers send in these tests. */
final class Pdus {
  static final Address SENDER = new Address(5, 0, "ACME");
  static final Address MOBILE = new Address(1, 1, "491701234567");

  /** Belongs to the account demo. */
  static final Address OWNED = new Address(1, 1, "4930");

  private Pdus() {}

  static SubmitSm submit(int registeredDelivery) {
    return new SubmitSm(
        "",
        SENDER,
        MOBILE,
        0,
        0,
        0,
        "",
        "",
        registeredDelivery,
        0,
        0,
        0,
        octets("Hello"),
        Tlvs.EMPTY);
  }

  static Packet deliver(int sequence, int esmClass, String text, Tlvs tlvs) {
    return packet(
        sequence,
        new DeliverSm("", MOBILE, OWNED, esmClass, 0, 0, "", "", 0, 0, 0, 0, octets(text), tlvs));
  }

  static Packet data(int sequence, int esmClass, String text) {
    Tlvs tlvs = Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, octets(text)).build();
    return packet(sequence, new DataSm("", MOBILE, OWNED, esmClass, 0, 0, tlvs));
  }

  /** A receipt as a carrier words it. */
  static Packet receipt(int sequence, String id, String stat, String err) {
    return deliver(sequence, 0x04, receiptText(id, stat, err), Tlvs.EMPTY);
  }

  static String receiptText(String id, String stat, String err) {
    return "id:"
        + id
        + " sub:001 dlvrd:001 submit date:2611210305 done date:2611210306 stat:"
        + stat
        + " err:"
        + err
        + " text:Hello";
  }

  static Packet packet(int sequence, Pdu pdu) {
    return new Packet(pdu, 0, sequence, Octets.of(body(pdu)));
  }

  static byte[] body(Pdu pdu) {
    ByteBuf buffer = Unpooled.buffer();
    PduCodec.encodeBody(buffer, pdu);
    return ByteBufUtil.getBytes(buffer);
  }

  private static Octets octets(String text) {
    return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
