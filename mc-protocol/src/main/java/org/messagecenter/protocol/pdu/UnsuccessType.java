package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVMSGID;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.ValueType;
import org.messagecenter.protocol.spec.Violation;
import org.messagecenter.protocol.spec.WireField;
import org.messagecenter.protocol.spec.WireReader;

/**
 * no_unsuccess and as many entries (34:4.5.2). It is always written; some message centers leave it
 * out when nothing failed, which reads as none.
 */
final class UnsuccessType extends ValueType<List<UnsuccessSme>> {
  private static final int MAX = 255;
  private static final WireField COUNT =
      new WireField("no_unsuccess", "integer", 1, 1, "0-255", ESME_RINVMSGID);
  private static final WireField ENTRIES =
      new WireField(
          "unsuccess_sme",
          "list",
          0,
          27,
          "as many entries: an address and its status",
          ESME_RINVMSGID);
  private static final WireField STATUS =
      new WireField("error_status_code", "integer", 4, 4, "a command_status", ESME_RINVMSGID);

  private final AddressType address =
      new AddressType(
          "destination_addr",
          CommonTypes.SHORT_ADDRESS,
          "dest_addr",
          ESME_RINVMSGID,
          ESME_RINVMSGID,
          ESME_RINVMSGID);

  @SuppressWarnings("unchecked") // a class literal has no type argument
  UnsuccessType() {
    super("unsuccess_sme", (Class<List<UnsuccessSme>>) (Class<?>) List.class);
  }

  @Override
  public List<UnsuccessSme> read(WireReader in) throws BadBody {
    if (in.remaining() == 0) {
      return List.of();
    }
    int count = in.uint8(COUNT);
    List<UnsuccessSme> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(new UnsuccessSme(address.read(in), in.int32(STATUS)));
    }
    return List.copyOf(entries);
  }

  @Override
  public void write(ByteBuf out, List<UnsuccessSme> value) {
    if (value.size() > MAX) {
      throw new IllegalArgumentException(value.size() + " entries, at most " + MAX);
    }
    out.writeByte(value.size());
    for (UnsuccessSme entry : value) {
      address.write(out, entry.address());
      out.writeInt(entry.errorStatusCode());
    }
  }

  @Override
  public List<WireField> wireFields() {
    List<WireField> rows = new ArrayList<>(List.of(COUNT, ENTRIES));
    rows.addAll(address.wireFields());
    rows.add(STATUS);
    return rows;
  }

  @Override
  public List<UnsuccessSme> blank() {
    return List.of();
  }

  @Override
  public List<List<UnsuccessSme>> edges() {
    UnsuccessSme shortest = new UnsuccessSme(Address.EMPTY, 0);
    UnsuccessSme longest = new UnsuccessSme(new Address(6, 18, "9".repeat(20)), -1);
    return List.of(
        List.of(), List.of(shortest), List.of(longest), Collections.nCopies(MAX, longest));
  }

  @Override
  public @Nullable Violation check(List<UnsuccessSme> value) {
    return value.size() <= MAX
        ? null
        : new Violation(COUNT.name(), COUNT.status(), value.size() + " entries, at most " + MAX);
  }
}
