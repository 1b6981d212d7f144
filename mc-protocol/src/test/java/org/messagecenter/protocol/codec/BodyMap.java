package org.messagecenter.protocol.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.spec.WireField;

/**
 * Where the fields of a body stand, found by walking over the rows of the PDU table: a second
 * opinion on the codec, which shares nothing with it but the table.
 */
final class BodyMap {
  /** A field and its octets. */
  @SuppressWarnings("ArrayRecordComponent") // identity is enough, and nothing writes to it
  record Place(WireField field, int start, byte[] octets) {
    int end() {
      return start + octets.length;
    }

    String name() {
      return field.name();
    }
  }

  private final List<Place> places = new ArrayList<>();
  private final byte[] body;
  private int at;

  private BodyMap(byte[] body) {
    this.body = body;
  }

  /** The mandatory fields of the body of {@code pdu}, in wire order. */
  static List<Place> of(Pdu pdu, byte[] body) {
    BodyMap map = new BodyMap(body);
    map.walk(PduTable.layout(pdu.commandId()).wireFields());
    return map.places;
  }

  private void walk(List<WireField> rows) {
    for (int i = 0; i < rows.size(); i++) {
      WireField row = rows.get(i);
      if (row.format().equals("list")) {
        List<WireField> entry = rows.subList(i + 1, entryEnd(rows, row));
        for (int n = last() & 0xFF; n > 0; n--) {
          entry(row, entry);
        }
        i += entry.size();
      } else {
        take(row);
      }
    }
  }

  /** The rows after a list that describe one entry of it. */
  private static int entryEnd(List<WireField> rows, WireField list) {
    String lastName = list.name().equals("dest_address") ? "dl_name" : "error_status_code";
    int end = 0;
    while (!rows.get(end).name().equals(lastName)) {
      end++;
    }
    return end + 1;
  }

  private void entry(WireField list, List<WireField> rows) {
    if (list.name().equals("unsuccess_sme")) {
      rows.forEach(this::take);
      return;
    }
    take(rows.get(0));
    // dest_flag 1 has an address, dest_flag 2 the name in the last row.
    (last() == 1 ? rows.subList(1, rows.size() - 1) : rows.subList(rows.size() - 1, rows.size()))
        .forEach(this::take);
  }

  private byte last() {
    return body[at - 1];
  }

  private void take(WireField row) {
    int length =
        switch (row.format()) {
          case "integer" -> row.maxOctets();
          case "octet-string" -> last() & 0xFF;
          default -> nul() + 1 - at;
        };
    places.add(new Place(row, at, Arrays.copyOfRange(body, at, at + length)));
    at += length;
  }

  private int nul() {
    int nul = at;
    while (body[nul] != 0) {
      nul++;
    }
    return nul;
  }
}
