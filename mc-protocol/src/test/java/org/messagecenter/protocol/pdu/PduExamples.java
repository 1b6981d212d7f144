package org.messagecenter.protocol.pdu;

import java.nio.charset.StandardCharsets;
import org.messagecenter.protocol.spec.TlvTag;

/** PDUs with something in every field. */
public final class PduExamples {
  /** The number of a person, which no log may show whole. */
  public static final String NUMBER = "491701234589";

  /** The text of a message, which no log may show. */
  public static final String TEXT = "Your code is 271828";

  private PduExamples() {}

  public static BindTransmitter bindTransmitter() {
    return new BindTransmitter("SMPP3TEST", "secret08", "SUBMIT1", 0x34, 1, 1, "");
  }

  public static SubmitSm submitSm() {
    return new SubmitSm(
        "CMT",
        new Address(5, 0, "ACME"),
        new Address(1, 1, NUMBER),
        0x03,
        0x41,
        1,
        "261231235959000+",
        "000001000000000R",
        0x11,
        1,
        0x03,
        7,
        Octets.of(TEXT.getBytes(StandardCharsets.ISO_8859_1)),
        Tlvs.builder()
            .put(TlvTag.USER_MESSAGE_REFERENCE, 0x1234)
            .put(0x1401, new byte[] {9, 8, 7})
            .build());
  }

  public static DeliverSm deliverSm() {
    return new DeliverSm(
        "",
        new Address(1, 1, NUMBER),
        new Address(5, 0, "ACME"),
        0x04,
        0,
        0,
        "",
        "",
        0,
        0,
        0,
        0,
        Octets.of("id:0001 stat:DELIVRD".getBytes(StandardCharsets.ISO_8859_1)),
        Tlvs.builder()
            .put(TlvTag.RECEIPTED_MESSAGE_ID, "0001")
            .put(TlvTag.MESSAGE_STATE, 2)
            .put(TlvTag.NETWORK_ERROR_CODE, new byte[] {3, 0, 1})
            .build());
  }
}
