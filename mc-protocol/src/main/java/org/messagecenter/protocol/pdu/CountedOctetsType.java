package org.messagecenter.protocol.pdu;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.ValueType;
import org.messagecenter.protocol.spec.Violation;
import org.messagecenter.protocol.spec.WireField;
import org.messagecenter.protocol.spec.WireReader;

/** An octet string whose length stands in the octet before it (34:5.2.21, 34:5.2.22). */
final class CountedOctetsType extends ValueType<Octets> {
  private static final int MAX = 255;

  private final WireField count;
  private final WireField octets;

  CountedOctetsType(String name, String countName, CommandStatus status) {
    super(name, Octets.class);
    this.count =
        new WireField(
            countName, "integer", 1, 1, "octets that follow: 0-255, in 3.4 0-254", status);
    this.octets =
        new WireField(name, "octet-string", 0, MAX, "as many octets as announced", status);
  }

  @Override
  public Octets read(WireReader in) throws BadBody {
    int length = in.uint8(count);
    return length == 0 ? Octets.EMPTY : new Octets(in.octets(), in.take(length, octets), length);
  }

  @Override
  public void write(ByteBuf out, Octets value) {
    if (value.length() > MAX) {
      throw new IllegalArgumentException(name() + " holds " + value.length() + " octets");
    }
    out.writeByte(value.length());
    value.writeTo(out);
  }

  @Override
  public List<WireField> wireFields() {
    return List.of(count, octets);
  }

  @Override
  public Octets blank() {
    return Octets.EMPTY;
  }

  @Override
  public List<Octets> edges() {
    return List.of(
        Octets.EMPTY,
        Octets.of(new byte[] {0}),
        Octets.of(new byte[140]),
        Octets.of(new byte[254]),
        Octets.of(new byte[MAX]));
  }

  @Override
  public @Nullable Violation check(Octets value) {
    return value.length() <= MAX
        ? null
        : new Violation(name(), octets.status(), value.length() + " octets, legal is 0-" + MAX);
  }
}
