package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.CommandStatus.*;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CStringType;
import org.messagecenter.protocol.spec.ValueType;
import org.messagecenter.protocol.spec.Violation;
import org.messagecenter.protocol.spec.WireField;
import org.messagecenter.protocol.spec.WireReader;

/** number_of_dests and as many entries, each a flag and an address or a name (34:4.5.1). */
final class DestinationsType extends ValueType<List<Destination>> {
  private static final int MAX = 255;
  private static final int SME = 1;
  private static final int LIST = 2;

  private static final WireField COUNT =
      new WireField("number_of_dests", "integer", 1, 1, "1-255, in 3.4 1-254", ESME_RINVNUMDESTS);
  private static final WireField ENTRIES =
      new WireField(
          "dest_address",
          "list",
          0,
          24,
          "as many entries: a flag, then an address or a name",
          ESME_RINVDSTADR);
  private static final WireField FLAG =
      new WireField(
          "dest_flag", "integer", 1, 1, "1 an address follows, 2 a dl_name", ESME_RINVDESTFLAG);

  private final AddressType address = CommonTypes.destination(CommonTypes.SHORT_ADDRESS).notEmpty();
  private final CStringType name = CStringType.cString("dl_name", 21, ESME_RINVDLNAME).notEmpty();

  @SuppressWarnings("unchecked") // a class literal has no type argument
  DestinationsType() {
    super("dest_address", (Class<List<Destination>>) (Class<?>) List.class);
  }

  @Override
  public List<Destination> read(WireReader in) throws BadBody {
    int count = in.uint8(COUNT);
    // A list grows as entries arrive: the count is the peer's claim.
    List<Destination> destinations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      destinations.add(entry(in));
    }
    return List.copyOf(destinations);
  }

  private Destination entry(WireReader in) throws BadBody {
    int flag = in.uint8(FLAG);
    return switch (flag) {
      case SME -> new Destination.Sme(address.read(in));
      case LIST -> new Destination.DistributionList(name.read(in));
      // What follows cannot be told apart without the flag.
      default -> throw new BadBody(FLAG.name(), FLAG.status(), flag + " is neither 1 nor 2");
    };
  }

  @Override
  public void write(ByteBuf out, List<Destination> value) {
    if (value.size() > MAX) {
      throw new IllegalArgumentException(value.size() + " destinations, at most " + MAX);
    }
    out.writeByte(value.size());
    for (Destination destination : value) {
      if (destination instanceof Destination.Sme sme) {
        out.writeByte(SME);
        address.write(out, sme.address());
      } else {
        out.writeByte(LIST);
        name.write(out, ((Destination.DistributionList) destination).name());
      }
    }
  }

  @Override
  public List<WireField> wireFields() {
    List<WireField> rows = new ArrayList<>(List.of(COUNT, ENTRIES, FLAG));
    rows.addAll(address.wireFields());
    rows.addAll(name.wireFields());
    return rows;
  }

  @Override
  public List<Destination> blank() {
    return List.of();
  }

  @Override
  public List<List<Destination>> edges() {
    Destination sme = new Destination.Sme(new Address(1, 1, "9".repeat(20)));
    Destination list = new Destination.DistributionList("x".repeat(20));
    List<Destination> most = new ArrayList<>();
    for (int i = 0; i < MAX; i++) {
      most.add(i % 2 == 0 ? sme : list);
    }
    return List.of(List.of(sme), List.of(list), List.of(sme, list), List.copyOf(most));
  }

  @Override
  public @Nullable Violation check(List<Destination> value) {
    if (value.isEmpty() || value.size() > MAX) {
      return new Violation(
          COUNT.name(), COUNT.status(), value.size() + " destinations, legal is 1-" + MAX);
    }
    for (Destination destination : value) {
      Violation violation =
          destination instanceof Destination.Sme sme
              ? address.check(sme.address())
              : name.check(((Destination.DistributionList) destination).name());
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }
}
