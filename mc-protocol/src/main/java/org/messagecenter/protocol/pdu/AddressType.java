package org.messagecenter.protocol.pdu;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CStringType;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.FieldType;
import org.messagecenter.protocol.spec.IntType;
import org.messagecenter.protocol.spec.ValueType;
import org.messagecenter.protocol.spec.Violation;
import org.messagecenter.protocol.spec.WireField;
import org.messagecenter.protocol.spec.WireReader;

/** TON, NPI and C-octet string: three rows of a PDU table that make one {@link Address}. */
final class AddressType extends ValueType<Address> {
  private final int max;
  private final IntType ton;
  private final IntType npi;
  private final CStringType digits;

  /** Of {@code max} octets, with the TON and NPI named after {@code prefix}. */
  AddressType(
      String name,
      int max,
      String prefix,
      CommandStatus badTon,
      CommandStatus badNpi,
      CommandStatus badDigits) {
    this(
        max,
        ton(prefix + "_ton", badTon),
        npi(prefix + "_npi", badNpi),
        CStringType.cString(name, max, badDigits));
  }

  private AddressType(int max, IntType ton, IntType npi, CStringType digits) {
    super(digits.name(), Address.class);
    this.max = max;
    this.ton = ton;
    this.npi = npi;
    this.digits = digits;
  }

  /** A type of number; legal are 0-6 (34:5.2.5). */
  static IntType ton(String name, CommandStatus status) {
    return IntType.uint8(name, status).range(0, 6);
  }

  /** A numbering plan; the list has gaps (34:5.2.6). */
  static IntType npi(String name, CommandStatus status) {
    return IntType.uint8(name, status).legal(AddressType::knownPlan, "0 1 3 4 6 8 9 10 14 18");
  }

  private static boolean knownPlan(int npi) {
    return switch (npi) {
      case 0, 1, 3, 4, 6, 8, 9, 10, 14, 18 -> true;
      default -> false;
    };
  }

  /** The same address; being empty is reported by {@link #check}. */
  AddressType notEmpty() {
    return new AddressType(max, ton, npi, digits.notEmpty());
  }

  @Override
  public Address read(WireReader in) throws BadBody {
    return new Address(ton.read(in), npi.read(in), digits.read(in));
  }

  @Override
  public void write(ByteBuf out, Address value) {
    ton.write(out, value.ton());
    npi.write(out, value.npi());
    digits.write(out, value.digits());
  }

  @Override
  public List<WireField> wireFields() {
    return List.of(ton, npi, digits).stream()
        .map(FieldType::wireFields)
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public Address blank() {
    return Address.EMPTY;
  }

  @Override
  public List<Address> edges() {
    return digits.edges().stream()
        .flatMap(d -> List.of(new Address(0, 0, d), new Address(6, 18, d)).stream())
        .toList();
  }

  @Override
  public @Nullable Violation check(Address value) {
    Violation violation = ton.checkInt(value.ton());
    if (violation == null) {
      violation = npi.checkInt(value.npi());
    }
    return violation == null ? digits.check(value.digits()) : violation;
  }
}
