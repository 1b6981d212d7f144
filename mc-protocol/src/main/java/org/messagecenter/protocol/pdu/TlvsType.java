package org.messagecenter.protocol.pdu;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.spec.ValueType;
import org.messagecenter.protocol.spec.Violation;
import org.messagecenter.protocol.spec.WireField;
import org.messagecenter.protocol.spec.WireReader;

/** The rest of a body: TLVs in any order (34:3.2.4). Not a row of any PDU table. */
final class TlvsType extends ValueType<Tlvs> {
  private static final WireField REST =
      new WireField("tlvs", "TLVs", 0, 0xFFFF, CommandStatus.ESME_RINVTLVSTREAM);

  TlvsType() {
    super(REST.name(), Tlvs.class);
  }

  /**
   * Takes all that is left. Senders that end short_message with a NUL they do not count leave one
   * zero octet before the TLVs or in their place; it is skipped when the rest makes no sense
   * otherwise.
   */
  @Override
  public Tlvs read(WireReader in) throws BadBody {
    int length = in.remaining();
    if (length == 0) {
      return Tlvs.EMPTY;
    }
    byte[] octets = in.octets();
    int start = in.take(length, REST);
    int end = start + length;
    if (wellFormed(octets, start, end)) {
      return new Tlvs(octets, start, length);
    }
    if (octets[start] == 0 && wellFormed(octets, start + 1, end)) {
      return length == 1 ? Tlvs.EMPTY : new Tlvs(octets, start + 1, length - 1);
    }
    throw new BadBody(
        REST.name(), REST.status(), length + " octets are not a whole number of TLVs");
  }

  private static boolean wellFormed(byte[] octets, int start, int end) {
    int at = start;
    while (end - at >= Tlvs.HEADER) {
      at += Tlvs.HEADER + ((octets[at + 2] & 0xFF) << 8) + (octets[at + 3] & 0xFF);
    }
    return at == end;
  }

  @Override
  public void write(ByteBuf out, Tlvs value) {
    value.writeTo(out);
  }

  @Override
  public List<WireField> wireFields() {
    return List.of();
  }

  @Override
  public Tlvs blank() {
    return Tlvs.EMPTY;
  }

  @Override
  public List<Tlvs> edges() {
    return List.of(
        Tlvs.EMPTY,
        Tlvs.builder().put(TlvTag.ALERT_ON_MESSAGE_DELIVERY, new byte[0]).build(),
        Tlvs.builder()
            .put(TlvTag.USER_MESSAGE_REFERENCE, 0xFFFF)
            .put(0x1400, new byte[] {0})
            .put(TlvTag.MESSAGE_PAYLOAD, new byte[300])
            .build());
  }

  @Override
  public @Nullable Violation check(Tlvs value) {
    TlvTag wrong = value.firstOfWrongLength();
    return wrong == null
        ? null
        : new Violation(wrong.name(), CommandStatus.ESME_RINVTLVLEN, "length is not legal");
  }
}
