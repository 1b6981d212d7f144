package org.messagecenter.server.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/**
 * What the store keeps of a part: the key of the whole (8 octets), the length of the carrier's name
 * (1), the name, and the body of a submit_sm.
 *
 * @param whole names the message it is a part of
 * @param carrier who gets it
 * @param message the part itself
 */
record PartBody(long whole, String carrier, SubmitSm message) {
  private static final int HEADER = 9;

  byte[] write() {
    byte[] name = carrier.getBytes(StandardCharsets.UTF_8);
    ByteBuf out = Unpooled.buffer(256);
    out.writeLong(whole).writeByte(name.length).writeBytes(name);
    PduCodec.encodeBody(out, message);
    return Arrays.copyOf(out.array(), out.readableBytes());
  }

  /** Names the message that the octets are a part of, whatever else they are; 0 for none. */
  static long whole(byte[] body) {
    return body.length < HEADER ? 0 : Unpooled.wrappedBuffer(body).getLong(0);
  }

  /**
   * Reads one.
   *
   * @throws BadBody if the octets are no part
   */
  static PartBody read(byte[] body) throws BadBody {
    int length = body.length < HEADER ? 0 : body[HEADER - 1] & 0xFF;
    if (body.length < HEADER + length) {
      throw new BadBody("part", CommandStatus.ESME_RSYSERR, "a part of " + body.length + " octets");
    }
    ByteBuf in = Unpooled.wrappedBuffer(body);
    int begin = HEADER + length;
    return new PartBody(
        in.getLong(0),
        new String(body, HEADER, length, StandardCharsets.UTF_8),
        (SubmitSm)
            PduCodec.decodeBody(CommandId.SUBMIT_SM, Arrays.copyOfRange(body, begin, body.length)));
  }
}
