package org.messagecenter.protocol.capture;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Field;
import org.messagecenter.protocol.spec.FieldType;
import org.messagecenter.protocol.spec.IntType;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.ValueType;
import org.messagecenter.protocol.spec.Violation;
import org.messagecenter.protocol.spec.WireField;
import org.messagecenter.protocol.spec.WireReader;

/** One PDU on its way to being printed. */
final class PduWalk {
  private static final int HEADER = 16;

  private final Octets pdu;
  private final Rows rows;
  private final ValueRows values;
  private @Nullable String problem;

  PduWalk(Octets pdu, Rows rows, boolean masked) {
    this.pdu = pdu;
    this.rows = rows;
    this.values = new ValueRows(rows, masked);
  }

  @Nullable String print() {
    if (pdu.length() < HEADER) {
      cutHeader();
      return problem;
    }
    int length = number(0);
    int id = number(4);
    int status = number(8);
    CommandId command = CommandId.of(id);
    rows.row(0, "command_length", Integer.toUnsignedString(length));
    rows.row(4, "command_id", hex(id) + " " + (command == null ? "(unknown)" : command.wireName()));
    rows.row(8, "command_status", CommandStatus.describe(status));
    rows.row(12, "sequence_number", Integer.toString(number(12)));
    Octets body = body(length);
    Layout<?> layout = command == null ? null : PduTable.layout(command);
    if (layout == null) {
      broken(HEADER, "command_id", command == null ? "no such command" : "cannot be read here");
      values.rest(HEADER, body);
    } else {
      boolean mayLackBody = status != 0 && layout.commandId().isResponse();
      body(layout, body, mayLackBody);
    }
    return problem;
  }

  /** What can be told of fewer octets than a header has. */
  private void cutHeader() {
    String[] names = {"command_length", "command_id", "command_status"};
    for (int i = 0; i < names.length && pdu.length() >= 4 * (i + 1); i++) {
      rows.row(4 * i, names[i], hex(number(4 * i)));
    }
    int read = pdu.length() & ~3;
    broken(pdu.length(), "header", "only " + pdu.length() + " of its 16 octets are here");
    values.rest(read, pdu.slice(read, pdu.length() - read));
  }

  /** What is here of the body that command_length announces. */
  private Octets body(int length) {
    int here = pdu.length();
    if (length < HEADER) {
      broken(
          0,
          "command_length",
          Integer.toUnsignedString(length) + " is not possible, 16 or more is");
    } else if (length > here) {
      broken(here, "command_length", length + " octets announced, " + here + " are here");
    } else if (length < here) {
      broken(length, "command_length", (here - length) + " octets follow the PDU");
      here = length;
    }
    return pdu.slice(HEADER, here - HEADER);
  }

  private void body(Layout<?> layout, Octets body, boolean mayLackBody) {
    values.command(layout.commandId());
    if (mayLackBody && body.length() <= 1) {
      return;
    }
    WireReader in = new WireReader(body.array(), body.offset(), body.length());
    for (Field<?, ?> field : layout.fields()) {
      int start = in.position();
      try {
        one(field.type(), in);
      } catch (BadBody e) {
        WireReader again =
            new WireReader(body.array(), start, body.offset() + body.length() - start);
        readable(field.type(), again);
        stop(e, again, mayLackBody);
        return;
      }
    }
    if (in.remaining() > 0) {
      left(layout, in);
    }
    if (problem == null) {
      remarkViolation(layout, body);
    }
  }

  private <T> void one(FieldType<T> type, WireReader in) throws BadBody {
    int start = in.position();
    if (type instanceof IntType integer) {
      values.number(at(start), integer.name(), integer.read(in));
    } else if (type instanceof ValueType<T> valueType) {
      if (valueType.valueClass() == Tlvs.class) {
        tlvs(in);
        return;
      }
      T value = valueType.read(in);
      values.value(at(start), valueType, value, in.position() - start);
    }
  }

  /** The TLVs as far as they are whole; {@link Tlvs} itself takes all or none. */
  private void tlvs(WireReader in) throws BadBody {
    int start = in.position();
    int end = start + in.remaining();
    byte[] octets = in.octets();
    BadBody reason = null;
    Tlvs whole = Tlvs.EMPTY;
    try {
      whole = Tlvs.read(in);
    } catch (BadBody e) {
      reason = e;
    }
    if (reason == null) {
      // A lone zero octet before the TLVs is a NUL that short_message ends with uncounted.
      int stray = end - start - whole.raw().length();
      if (stray > 0) {
        rows.remark("a zero octet that belongs to no field");
      }
      start += stray;
    }
    while (end - start >= 4) {
      int tag = (octets[start] & 0xFF) << 8 | (octets[start + 1] & 0xFF);
      int length = (octets[start + 2] & 0xFF) << 8 | (octets[start + 3] & 0xFF);
      if (length > end - start - 4) {
        break;
      }
      values.tlv(at(start), tag, new Octets(octets, start + 4, length));
      start += 4 + length;
    }
    if (reason != null) {
      broken(
          at(start),
          reason.field(),
          (end - start) + " octets are no whole TLV (" + reason.status() + ")");
      values.rest(at(start), new Octets(octets, start, end - start));
    }
  }

  /** Of a field that covers several rows of its table, those before the one that cannot be read. */
  private void readable(FieldType<?> type, WireReader in) {
    try {
      for (WireField row : type.wireFields()) {
        int start = in.position();
        switch (row.format()) {
          case "integer" -> {
            if (row.maxOctets() != 1) {
              return;
            }
            values.number(at(start), row.name(), in.uint8(row));
          }
          case "c-octet-string", "fixed c-octet" ->
              values.string(at(start), row.name(), in.cString(row));
          default -> {
            return;
          }
        }
      }
    } catch (BadBody e) {
      // The row that the caller is about to report.
      return;
    }
  }

  private void stop(BadBody e, WireReader in, boolean tolerated) {
    int where = in.position();
    Octets rest = new Octets(in.octets(), where, in.remaining());
    if (tolerated) {
      rows.remark("no body that can be read, as error responses need none");
    } else {
      broken(at(where), e.getMessage() + " (" + e.status() + ")");
    }
    values.rest(at(where), rest);
  }

  /** What a body holds beyond its layout: TLVs that the command has no use for, or noise. */
  private void left(Layout<?> layout, WireReader in) {
    if (layout.fields().isEmpty()) {
      rows.remark(in.remaining() + " octets where no body belongs");
      values.rest(at(in.position()), new Octets(in.octets(), in.position(), in.remaining()));
      return;
    }
    try {
      tlvs(in);
    } catch (BadBody e) {
      throw new AssertionError("TLVs that are not whole are reported, not thrown", e);
    }
  }

  private <P> void remarkViolation(Layout<P> layout, Octets body) {
    try {
      Violation violation =
          layout.check(layout.read(new WireReader(body.array(), body.offset(), body.length())));
      if (violation != null) {
        rows.remark(
            "not legal: "
                + violation.field()
                + ": "
                + violation.reason()
                + " ("
                + violation.status()
                + ")");
      }
    } catch (BadBody e) {
      throw new AssertionError("every field was read before", e);
    }
  }

  private void broken(int offset, String field, String reason) {
    broken(offset, field + ": " + reason);
  }

  /** The first of these is what is wrong with the PDU; what follows often follows from it. */
  private void broken(int offset, String what) {
    String text = String.format(Locale.ROOT, "at octet %d (0x%02x): %s", offset, offset, what);
    rows.remark(text);
    if (problem == null) {
      problem = text;
    }
  }

  /** The place in the PDU of an index into its array. */
  private int at(int index) {
    return index - pdu.offset();
  }

  private int number(int at) {
    return pdu.at(at) << 24 | pdu.at(at + 1) << 16 | pdu.at(at + 2) << 8 | pdu.at(at + 3);
  }

  private static String hex(int value) {
    return String.format(Locale.ROOT, "0x%08x", value);
  }
}
