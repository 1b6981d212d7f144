package org.messagecenter.testkit;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes a PDU's body apart, from the first field to the last. */
final class RawFields {

  private final ByteBuffer body;

  RawFields(byte[] body) {
    this.body = ByteBuffer.wrap(body);
  }

  int octet() {
    return body.get() & 0xFF;
  }

  /** A C-octet string without its NUL. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int octet = octet(); octet != 0; octet = octet()) {
      text.append((char) octet);
    }
    return text.toString();
  }

  PeerAddress address() {
    return new PeerAddress(octet(), octet(), text());
  }

  byte[] octets(int count) {
    byte[] octets = new byte[count];
    body.get(octets);
    return octets;
  }

  /** All that is left, which must be TLVs. */
  Map<Integer, byte[]> tlvs() {
    Map<Integer, byte[]> tlvs = new LinkedHashMap<>();
    while (body.hasRemaining()) {
      int tag = body.getShort() & 0xFFFF;
      tlvs.put(tag, octets(body.getShort() & 0xFFFF));
    }
    return tlvs;
  }

  /** A bind request that came over a connection. */
  static CarrierBind bind(int connection, RawPdu pdu) {
    RawFields fields = new RawFields(pdu.body());
    String systemId = fields.text();
    String password = fields.text();
    String systemType = fields.text();
    int version = fields.octet();
    fields.octet();
    fields.octet();
    return new CarrierBind(
        connection,
        pdu.commandId(),
        systemId,
        password,
        systemType,
        version,
        fields.text(),
        /* certificate= */ "");
  }
}
