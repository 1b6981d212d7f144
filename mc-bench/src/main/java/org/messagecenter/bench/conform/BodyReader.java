package org.messagecenter.bench.conform;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the body of a PDU from the message center field by field. What cannot be read is a failure
 * of the message center and ends the check.
 */
final class BodyReader {
  private final String pdu;
  private final byte[] octets;
  private int at;

  BodyReader(WirePdu pdu) {
    this.pdu = pdu.name();
    this.octets = pdu.body();
  }

  /** An integer of one octet. */
  int u8(String field) {
    need(field, 1);
    return octets[at++] & 0xFF;
  }

  /** An integer of four octets. */
  int u32(String field) {
    return u8(field) << 24 | u8(field) << 16 | u8(field) << 8 | u8(field);
  }

  /** A C-octet string of at most {@code most} octets, its NUL counted. */
  String cString(String field, int most) {
    int end = at;
    while (end < octets.length && octets[end] != 0) {
      end++;
    }
    if (end == octets.length) {
      throw Ended.fail("a NUL at the end of " + field + " in " + pdu, "the PDU ends without one");
    }
    if (end - at + 1 > most) {
      throw Ended.fail(
          field + " of at most " + most + " octets in " + pdu, (end - at + 1) + " octets");
    }
    String text = new String(octets, at, end - at, StandardCharsets.ISO_8859_1);
    at = end + 1;
    return text;
  }

  /** As many octets as another field said. */
  byte[] octets(String field, int count) {
    need(field, count);
    byte[] part = Arrays.copyOfRange(octets, at, at + count);
    at += count;
    return part;
  }

  /** True when nothing is left. */
  boolean atEnd() {
    return at == octets.length;
  }

  /** The rest as TLVs, by tag, in the order of the PDU. */
  Map<Integer, List<byte[]>> tlvs() {
    Map<Integer, List<byte[]>> all = new LinkedHashMap<>();
    while (!atEnd()) {
      need("a TLV's tag and length", 4);
      int tag = u8("tag") << 8 | u8("tag");
      int length = u8("length") << 8 | u8("length");
      byte[] value = octets(String.format("the value of TLV 0x%04X", tag), length);
      all.computeIfAbsent(tag, t -> new ArrayList<>()).add(value);
    }
    return all;
  }

  private void need(String field, int count) {
    if (octets.length - at < count) {
      throw Ended.fail(
          field + " in " + pdu, "the PDU ends " + (count - (octets.length - at)) + " octets early");
    }
  }
}
