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
  TlvsType() {
    super("tlvs", Tlvs.class);
  }

  @Override
  public Tlvs read(WireReader in) throws BadBody {
    return Tlvs.read(in);
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
