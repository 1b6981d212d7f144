package org.messagecenter.bench.conform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandStatus;

/** The mandatory fields of a request, as the model message center reads them. */
final class ModelFields {
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private byte[] text = Octets.NONE;
  private Map<Integer, List<byte[]>> tlvs = Map.of();

  /** What is wrong, as a status, or null. */
  @Nullable CommandStatus wrong;

  /** A field: most is the largest size of a C-octet string, 0 for an integer of one octet. */
  record Field(String name, int most, CommandStatus status) {}

  static Field text(String name, int most, CommandStatus status) {
    return new Field(name, most, status);
  }

  static Field number(String name, CommandStatus status) {
    return new Field(name, 0, status);
  }

  static ModelFields read(WirePdu pdu, List<Field> layout) {
    ModelFields fields = new ModelFields();
    BodyReader in = new BodyReader(pdu);
    for (Field field : layout) {
      try {
        fields.read(in, field);
      } catch (Ended e) {
        fields.wrong = field.status();
        return fields;
      }
    }
    try {
      fields.tlvs = in.tlvs();
    } catch (Ended e) {
      fields.wrong = CommandStatus.ESME_RINVTLVSTREAM;
    }
    return fields;
  }

  private void read(BodyReader in, Field field) {
    if (field.name().equals("short_message")) {
      text = in.octets("short_message", number("sm_length"));
    } else if (field.most() == 0) {
      numbers.put(field.name(), in.u8(field.name()));
    } else {
      texts.put(field.name(), in.cString(field.name(), field.most()));
    }
  }

  String text(String name) {
    return texts.getOrDefault(name, "");
  }

  int number(String name) {
    return numbers.getOrDefault(name, 0);
  }

  byte[] message() {
    byte[] payload = tlv(Bodies.MESSAGE_PAYLOAD);
    return payload == null ? text : payload;
  }

  byte @Nullable [] tlv(int tag) {
    List<byte[]> values = tlvs.get(tag);
    return values == null ? null : values.get(0);
  }

  int count(int tag) {
    return tlvs.getOrDefault(tag, List.of()).size();
  }

  Party party(String prefix, String name) {
    return new Party(number(prefix + "_ton"), number(prefix + "_npi"), text(name));
  }

  /** Keeps the first fault. */
  void demand(boolean holds, CommandStatus otherwise) {
    if (wrong == null && !holds) {
      wrong = otherwise;
    }
  }
}
