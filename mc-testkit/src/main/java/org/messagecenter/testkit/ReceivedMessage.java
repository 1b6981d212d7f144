package org.messagecenter.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.MessageRequest;
import org.jsmpp.bean.OptionalParameter;
import org.jspecify.annotations.Nullable;

/**
 * A deliver_sm, submit_sm or data_sm as an independent peer decoded it.
 *
 * @param source where the message says it comes from
 * @param destination where it is to go
 * @param esmClass the esm_class octet, 0–255
 * @param registeredDelivery the registered_delivery octet, 0–255
 * @param dataCoding the data_coding octet, 0–255
 * @param shortMessage the short_message field, 0–254 octets; see {@link #body()}
 * @param tlvs the optional parameters' values by tag, in the order they came
 * @param sequence the PDU's sequence_number
 * @param bind a name for the bind it came in on, for tests that watch several
 */
@SuppressWarnings("ArrayRecordComponent") // Looked into by tests, never compared as a whole.
public record ReceivedMessage(
    PeerAddress source,
    PeerAddress destination,
    int esmClass,
    int registeredDelivery,
    int dataCoding,
    byte[] shortMessage,
    Map<Integer, byte[]> tlvs,
    int sequence,
    String bind) {

  /** receipted_message_id: the message a receipt is about, a C-octet string. */
  public static final int RECEIPTED_MESSAGE_ID = 0x001E;

  /** network_error_code: one octet of network type, two of code. */
  public static final int NETWORK_ERROR_CODE = 0x0423;

  /** message_payload: the text, in the place of short_message. */
  public static final int MESSAGE_PAYLOAD = 0x0424;

  /** message_state: one octet. */
  public static final int MESSAGE_STATE = 0x0427;

  private static final int MESSAGE_TYPE = 0x3C;
  private static final int RECEIPT = 0x04;
  private static final int INTERMEDIATE = 0x20;

  static ReceivedMessage of(MessageRequest pdu, String bind) {
    byte[] text = pdu.getShortMessage();
    return new ReceivedMessage(
        new PeerAddress(pdu.getSourceAddrTon(), pdu.getSourceAddrNpi(), pdu.getSourceAddr()),
        new PeerAddress(pdu.getDestAddrTon(), pdu.getDestAddrNpi(), pdu.getDestAddress()),
        pdu.getEsmClass() & 0xFF,
        pdu.getRegisteredDelivery() & 0xFF,
        pdu.getDataCoding() & 0xFF,
        text == null ? new byte[0] : text,
        tlvs(pdu.getOptionalParameters()),
        pdu.getSequenceNumber(),
        bind);
  }

  static ReceivedMessage of(DataSm pdu, String bind) {
    return new ReceivedMessage(
        new PeerAddress(pdu.getSourceAddrTon(), pdu.getSourceAddrNpi(), pdu.getSourceAddr()),
        new PeerAddress(pdu.getDestAddrTon(), pdu.getDestAddrNpi(), pdu.getDestAddress()),
        pdu.getEsmClass() & 0xFF,
        pdu.getRegisteredDelivery() & 0xFF,
        pdu.getDataCoding() & 0xFF,
        new byte[0],
        tlvs(pdu.getOptionalParameters()),
        pdu.getSequenceNumber(),
        bind);
  }

  /** Reads the body of a submit_sm, field by field. */
  static ReceivedMessage of(RawPdu submit, String bind) {
    RawFields fields = new RawFields(submit.body());
    fields.text();
    PeerAddress source = fields.address();
    PeerAddress destination = fields.address();
    int esmClass = fields.octet();
    fields.octet();
    fields.octet();
    fields.text();
    fields.text();
    int registeredDelivery = fields.octet();
    fields.octet();
    int dataCoding = fields.octet();
    fields.octet();
    byte[] text = fields.octets(fields.octet());
    return new ReceivedMessage(
        source,
        destination,
        esmClass,
        registeredDelivery,
        dataCoding,
        text,
        fields.tlvs(),
        submit.sequence(),
        bind);
  }

  private static Map<Integer, byte[]> tlvs(OptionalParameter @Nullable [] parameters) {
    Map<Integer, byte[]> tlvs = new LinkedHashMap<>();
    if (parameters != null) {
      for (OptionalParameter parameter : parameters) {
        byte[] whole = parameter.serialize();
        // Tag and length stand in front of the value, two octets each.
        tlvs.put(parameter.tag & 0xFFFF, Arrays.copyOfRange(whole, 4, whole.length));
      }
    }
    return tlvs;
  }

  /** Whether esm_class calls this a delivery receipt of the message center. */
  public boolean isReceipt() {
    return (esmClass & MESSAGE_TYPE) == RECEIPT;
  }

  /** Whether esm_class calls this an intermediate notification. */
  public boolean isIntermediate() {
    return (esmClass & MESSAGE_TYPE) == INTERMEDIATE;
  }

  /** The octets of the text: message_payload when it holds any, else short_message. */
  public byte[] body() {
    byte[] payload = tlvs.get(MESSAGE_PAYLOAD);
    return payload == null || payload.length == 0 ? shortMessage : payload;
  }

  /** The body as ASCII; enough for receipts and the kit's own texts. */
  public String text() {
    return new String(body(), StandardCharsets.US_ASCII);
  }

  /**
   * The body read as a receipt's text.
   *
   * @throws AssertionError when it is none
   */
  public ReceiptFields receipt() {
    return ReceiptFields.parse(text());
  }

  /** receipted_message_id without its terminating NUL; null when the TLV is absent. */
  public @Nullable String receiptedMessageId() {
    byte[] value = tlvs.get(RECEIPTED_MESSAGE_ID);
    if (value == null) {
      return null;
    }
    int end = value.length > 0 && value[value.length - 1] == 0 ? value.length - 1 : value.length;
    return new String(value, 0, end, StandardCharsets.US_ASCII);
  }

  /** message_state, or -1 when the TLV is absent. */
  public int messageState() {
    byte[] value = tlvs.get(MESSAGE_STATE);
    return value == null ? -1 : value[0] & 0xFF;
  }

  @Override
  public String toString() {
    return "ReceivedMessage[%s → %s, esm_class 0x%02x, on %s, \"%s\", tlvs %s]"
        .formatted(source.digits(), destination.digits(), esmClass, bind, text(), tlvTexts());
  }

  private Map<String, String> tlvTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    tlvs.forEach(
        (tag, value) -> texts.put("0x%04x".formatted(tag), HexFormat.of().formatHex(value)));
    return texts;
  }
}
