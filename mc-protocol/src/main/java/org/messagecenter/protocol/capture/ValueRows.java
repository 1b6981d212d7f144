package org.messagecenter.protocol.capture;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Masked;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.spec.ValueType;
import org.messagecenter.protocol.spec.WireField;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.MessageText;

/**
 * The values of one PDU as lines; remembers what the later ones need of the earlier ones: the
 * alphabet of the text, and whether a header stands before it.
 */
final class ValueRows {
  private static final int UDHI = 0x40;
  private static final int NO_OFFSET = -1;

  private final Rows rows;
  private final boolean masked;
  private boolean secretive;
  private int dataCoding;
  private boolean udhi;

  ValueRows(Rows rows, boolean masked) {
    this.rows = rows;
    this.masked = masked;
  }

  /** Octets of these commands may be a password wherever they stand, once a field is broken. */
  void command(CommandId command) {
    secretive = PasswordMask.holdsPassword(command.value());
  }

  void number(int offset, String name, long value) {
    if (name.equals("data_coding")) {
      dataCoding = (int) value;
    } else if (name.equals("esm_class")) {
      udhi = (value & UDHI) != 0;
    }
    rows.row(offset, name, FieldWords.of(name, value));
  }

  void string(int offset, String name, String value) {
    String shown;
    if (name.equals("password")) {
      shown = value.isEmpty() ? "\"\"" : "\"***\"";
    } else {
      shown = Rows.quoted(masked && isNumber(name) ? Masked.number(value) : value);
    }
    rows.row(offset, name, shown);
  }

  private static boolean isNumber(String name) {
    return name.endsWith("_addr") || name.equals("address_range");
  }

  /**
   * Any value.
   *
   * @param size octets it took on the wire
   */
  void value(int offset, ValueType<?> type, Object value, int size) {
    List<WireField> wire = type.wireFields();
    if (value instanceof Address address && wire.size() == 3) {
      number(offset, wire.get(0).name(), address.ton());
      number(offset + 1, wire.get(1).name(), address.npi());
      string(offset + 2, wire.get(2).name(), address.digits());
    } else if (value instanceof Octets octets) {
      int count = size - octets.length();
      if (count > 0 && wire.size() > 1) {
        rows.row(offset, wire.get(0).name(), Integer.toString(octets.length()));
      }
      octets(offset + count, type.name(), octets);
    } else if (value instanceof List<?> list && wire.size() > 1) {
      String count = size == 0 ? "(absent)" : Integer.toString(list.size());
      rows.row(size == 0 ? NO_OFFSET : offset, wire.get(0).name(), count);
      entries(type.name(), list);
    } else if (value instanceof String text && size == 0) {
      rows.row(NO_OFFSET, type.name(), text.isEmpty() ? "(absent)" : Rows.quoted(text));
    } else {
      any(offset, type.name(), value);
    }
  }

  /** Values that consist of others, such as the destinations of submit_multi. */
  private void any(int offset, String name, @Nullable Object value) {
    if (value instanceof String text) {
      string(offset, name, text);
    } else if (value instanceof Octets octets) {
      octets(offset, name, octets);
    } else if (value instanceof Number number) {
      String last = name.substring(name.lastIndexOf('.') + 1);
      rows.row(offset, name, FieldWords.of(last, number.longValue()));
    } else if (value instanceof Address address) {
      String digits = masked ? Masked.number(address.digits()) : address.digits();
      rows.row(offset, name, address.ton() + "/" + address.npi() + "/" + Rows.quoted(digits));
    } else if (value instanceof List<?> list) {
      entries(name, list);
    } else if (value instanceof Record group) {
      for (RecordComponent component : group.getClass().getRecordComponents()) {
        any(NO_OFFSET, name + "." + wireName(component), componentValue(group, component));
      }
    } else {
      rows.row(offset, name, String.valueOf(value));
    }
  }

  private void entries(String name, List<?> list) {
    for (int i = 0; i < list.size(); i++) {
      any(NO_OFFSET, name + "[" + (i + 1) + "]", list.get(i));
    }
  }

  private static String wireName(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static @Nullable Object componentValue(Record group, RecordComponent component) {
    try {
      return component.getAccessor().invoke(group);
    } catch (ReflectiveOperationException e) {
      return "(cannot be read)";
    }
  }

  void octets(int offset, String name, Octets octets) {
    if (name.equals("short_message")) {
      message(offset, name, "", octets);
    } else if (masked) {
      rows.row(offset, name, octets.length() + " octets, not shown");
    } else {
      rows.hex(offset, name, "", octets);
    }
  }

  /** A message: its user data header and, where the alphabet is one of text, its text. */
  private void message(int offset, String name, String lead, Octets octets) {
    if (masked) {
      rows.row(offset, name, lead + octets.length() + " octets, not shown");
      return;
    }
    if (octets.isEmpty()) {
      rows.row(offset, name, lead + "(empty)");
      return;
    }
    Octets text = MessageText.withoutHeader(octets, udhi);
    int header = octets.length() - text.length();
    Alphabet alphabet = DataCoding.alphabet(dataCoding, Alphabet.GSM7);
    rows.hex(offset, name, lead, octets);
    if (header > 0) {
      rows.row(offset, "  header", HeaderElements.describe(octets.slice(0, header)));
    }
    if (alphabet != Alphabet.BINARY && !text.isEmpty()) {
      rows.row(offset + header, "  text", Rows.quoted(MessageText.decode(alphabet, text)));
    }
  }

  void tlv(int offset, int tag, Octets value) {
    TlvTag known = TlvTag.of(tag);
    String lead = String.format(Locale.ROOT, "tlv 0x%04x[%d] ", tag, value.length());
    if (known == null) {
      hidden(offset, "(unregistered)", lead, value);
      return;
    }
    String name = known.name();
    switch (known.type()) {
      case INTEGER, BIT_MASK -> {
        if (value.isEmpty() || value.length() > 4) {
          rows.hex(offset, name, lead, value);
        } else {
          rows.row(offset, name, lead + FieldWords.of(name, unsigned(value)));
        }
      }
      case C_STRING -> {
        String text = upToNul(value);
        boolean shown = !masked || known == TlvTag.RECEIPTED_MESSAGE_ID;
        rows.row(offset, name, lead + Rows.quoted(shown ? text : Masked.number(text)));
      }
      case OCTETS -> {
        if (known == TlvTag.MESSAGE_PAYLOAD) {
          message(offset, name, lead, value);
        } else if (known == TlvTag.NETWORK_ERROR_CODE && value.length() == 3) {
          int error = value.at(1) << 8 | value.at(2);
          rows.row(offset, name, lead + "network " + value.at(0) + ", error " + error);
        } else {
          hidden(offset, name, lead, value);
        }
      }
    }
  }

  /** Octets nobody can make sense of, or that stand after the place where sense ended. */
  void rest(int offset, Octets rest) {
    if (rest.isEmpty()) {
      return;
    }
    if (secretive) {
      rows.row(offset, "rest", rest.length() + " octets, not shown: a password may be among them");
    } else {
      hidden(offset, "rest", "", rest);
    }
  }

  private void hidden(int offset, String name, String lead, Octets value) {
    if (masked && !value.isEmpty()) {
      rows.row(offset, name, lead + value.length() + " octets, not shown");
    } else {
      rows.hex(offset, name, lead, value);
    }
  }

  private static long unsigned(Octets value) {
    long number = 0;
    for (int i = 0; i < value.length(); i++) {
      number = number << 8 | value.at(i);
    }
    return number;
  }

  private static String upToNul(Octets value) {
    String text = value.latin1();
    int nul = text.indexOf('\0');
    return nul < 0 ? text : text.substring(0, nul);
  }
}
