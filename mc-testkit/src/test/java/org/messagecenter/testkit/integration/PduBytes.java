package org.messagecenter.testkit.integration;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Objects;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.WireReader;
import org.messagecenter.testkit.RawPdu;

/** Between the PDUs of the codec and those of raw connections. */
final class PduBytes {
  private PduBytes() {}

  /** A request as it stands on the wire. */
  static RawPdu of(Pdu pdu, int sequence) {
    ByteBuf buffer = Unpooled.buffer();
    PduCodec.encodeBody(buffer, pdu);
    return new RawPdu(pdu.commandId().value(), 0, sequence, ByteBufUtil.getBytes(buffer));
  }

  /** What a PDU that came says. */
  static Pdu body(RawPdu pdu) {
    CommandId id = Objects.requireNonNull(CommandId.of(pdu.commandId()), pdu::toString);
    try {
      return PduCodec.decodeBody(id, pdu.body());
    } catch (BadBody e) {
      throw new AssertionError("it cannot be read: " + pdu, e);
    }
  }

  /** TLVs written in hexadecimal, one after the other. */
  static Tlvs tlvs(String hex) {
    try {
      return Tlvs.read(new WireReader(HexFormat.of().parseHex(hex)));
    } catch (BadBody e) {
      throw new AssertionError("the test's own TLVs cannot be read", e);
    }
  }
}
