package org.messagecenter.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.spec.CommandId;

/** Octets in the tests of this package. */
final class Wire {
  private Wire() {}

  /** Octets from hexadecimal digits, with blanks wherever they help. */
  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  static byte[] encode(Pdu pdu, int status, int sequence) {
    ByteBuf out = Unpooled.buffer();
    PduCodec.encode(out, pdu, status, sequence);
    return ByteBufUtil.getBytes(out);
  }

  /** A request with sequence number 1. */
  static byte[] encode(Pdu pdu) {
    return encode(pdu, 0, 1);
  }

  /** A PDU of this command around {@code body}. */
  static byte[] pdu(CommandId id, int status, byte[] body) {
    ByteBuf out = Unpooled.buffer();
    PduCodec.encodeRaw(out, id, status, 1, body, 0, body.length);
    return ByteBufUtil.getBytes(out);
  }

  static Inbound decode(byte[] frame) {
    ByteBuf in = Unpooled.wrappedBuffer(frame);
    Inbound inbound = PduCodec.decode(in);
    assertThat(in.isReadable()).as("all octets consumed").isFalse();
    return inbound;
  }

  static Packet packet(byte[] frame) {
    Inbound inbound = decode(frame);
    assertThat(inbound).isInstanceOf(Packet.class);
    return (Packet) inbound;
  }

  static BadPdu bad(byte[] frame) {
    Inbound inbound = decode(frame);
    assertThat(inbound).isInstanceOf(BadPdu.class);
    return (BadPdu) inbound;
  }
}
