package org.messagecenter.bench.conform;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mandatory fields of one PDU in their order, each as octets, and the TLVs behind them. A check
 * starts from a correct body and spoils or changes single fields of it.
 */
final class Body {
  private final Map<String, byte[]> fields = new LinkedHashMap<>();
  private byte[] tail = Octets.NONE;

  /** Appends a field when the body is first made. */
  Body add(String field, byte[] octets) {
    if (fields.put(field, octets) != null) {
      throw new IllegalArgumentException("two fields " + field);
    }
    return this;
  }

  /**
   * Gives a field other octets.
   *
   * @throws IllegalArgumentException when the PDU has no such field
   */
  Body set(String field, byte[] octets) {
    if (fields.replace(field, octets) == null) {
      throw new IllegalArgumentException("no field " + field);
    }
    return this;
  }

  /** Sets a one-octet field. */
  Body set(String field, int value) {
    return set(field, Octets.u8(value));
  }

  /** Sets a C-octet string, with its NUL. */
  Body set(String field, String text) {
    return set(field, Octets.cString(text));
  }

  /** Sets short_message and the sm_length that belongs to it. */
  Body text(byte[] message) {
    return set("sm_length", message.length).set("short_message", message);
  }

  /** Lets the PDU end inside a field: these are its octets, and nothing follows. */
  Body cut(String field, byte[] octets) {
    set(field, octets);
    boolean after = false;
    for (Map.Entry<String, byte[]> entry : fields.entrySet()) {
      if (after) {
        entry.setValue(Octets.NONE);
      }
      after |= entry.getKey().equals(field);
    }
    return this;
  }

  /** Appends a TLV. */
  Body tlv(int tag, byte... value) {
    return tail(Octets.tlv(tag, value));
  }

  /** Appends octets behind everything else, as they are. */
  Body tail(byte... octets) {
    tail = Octets.join(tail, octets);
    return this;
  }

  /** What follows the header. */
  byte[] octets() {
    byte[] all = Octets.NONE;
    for (byte[] field : fields.values()) {
      all = Octets.join(all, field);
    }
    return Octets.join(all, tail);
  }
}
