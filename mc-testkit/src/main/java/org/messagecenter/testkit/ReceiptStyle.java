package org.messagecenter.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a carrier's receipt looks like: the text of appendix B in short_message of a deliver_sm,
 * with receipted_message_id and message_state beside it, unless changed.
 *
 * <p>Immutable: each change is a new style.
 */
public final class ReceiptStyle {

  /** The words after {@code stat:}, at the place of their message_state. */
  private static final List<String> STATES =
      List.of(
          "SCHEDLD", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN",
          "REJECTD", "SKIPPED");

  private static final int RECEIPT = 0x04;
  private static final int SHOWN_TEXT = 20;

  private final Function<CarrierSubmit, String> text;
  private final int state;
  private int esmClass = RECEIPT;
  private boolean dataSm;
  private boolean payload;
  private boolean standardTlvs = true;
  private Map<Integer, byte[]> tlvs = Map.of();

  /** The parts of a receipt as they go onto the wire. */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  record Wire(boolean dataSm, int esmClass, byte[] shortMessage, Map<Integer, byte[]> tlvs) {
    /** The whole receipt of this message, which goes the other way. */
    Submission message(CarrierSubmit submit) {
      return Submission.to(submit.message().source())
          .from(submit.message().destination())
          .esmClass(esmClass)
          .shortMessage(shortMessage)
          .tlvs(tlvs);
    }
  }

  private ReceiptStyle(Function<CarrierSubmit, String> text, int state) {
    this.text = text;
    this.state = state;
  }

  private ReceiptStyle(ReceiptStyle other) {
    this(other, other.text);
  }

  private ReceiptStyle(ReceiptStyle other, Function<CarrierSubmit, String> text) {
    this(text, other.state);
    esmClass = other.esmClass;
    dataSm = other.dataSm;
    payload = other.payload;
    standardTlvs = other.standardTlvs;
    tlvs = other.tlvs;
  }

  /** DELIVRD with err 000. */
  public static ReceiptStyle delivered() {
    return of("DELIVRD", "000");
  }

  /**
   * @param stat the word of the state; one that is none of the specification's counts as UNKNOWN in
   *     message_state
   * @param err the error code, three characters
   */
  public static ReceiptStyle of(String stat, String err) {
    int place = STATES.indexOf(stat);
    return new ReceiptStyle(
        submit -> appendixB(submit, stat, err), place < 0 ? STATES.indexOf("UNKNOWN") : place);
  }

  private static String appendixB(CarrierSubmit submit, String stat, String err) {
    String message = submit.message().text();
    return "id:%s sub:001 dlvrd:%s submit date:2601010000 done date:2601010001 stat:%s err:%s text:%s"
        .formatted(
            submit.receiptId(),
            stat.equals("DELIVRD") ? "001" : "000",
            stat,
            err,
            message.substring(0, Math.min(SHOWN_TEXT, message.length())));
  }

  /** Sends data_sm; its text is in message_payload, since it has no other place. */
  public ReceiptStyle inDataSm() {
    ReceiptStyle next = new ReceiptStyle(this);
    next.dataSm = true;
    next.payload = true;
    return next;
  }

  /** Has the text in message_payload. */
  public ReceiptStyle inPayload() {
    ReceiptStyle next = new ReceiptStyle(this);
    next.payload = true;
    return next;
  }

  /** Leaves out receipted_message_id and message_state. */
  public ReceiptStyle withoutTlvs() {
    ReceiptStyle next = new ReceiptStyle(this);
    next.standardTlvs = false;
    return next;
  }

  /** Has another text, which may be empty. */
  public ReceiptStyle text(Function<CarrierSubmit, String> newText) {
    return new ReceiptStyle(this, newText);
  }

  /** Has another esm_class than 0x04. */
  public ReceiptStyle esmClass(int octet) {
    ReceiptStyle next = new ReceiptStyle(this);
    next.esmClass = octet;
    return next;
  }

  /** Adds a TLV, or replaces its value. */
  public ReceiptStyle tlv(int tag, byte[] value) {
    ReceiptStyle next = new ReceiptStyle(this);
    next.tlvs = new LinkedHashMap<>(tlvs);
    next.tlvs.put(tag, value.clone());
    return next;
  }

  /** The receipt of this message. */
  Wire of(CarrierSubmit submit) {
    byte[] octets = text.apply(submit).getBytes(StandardCharsets.US_ASCII);
    Map<Integer, byte[]> all = new LinkedHashMap<>();
    if (standardTlvs) {
      all.put(
          ReceivedMessage.RECEIPTED_MESSAGE_ID,
          (submit.receiptId() + "\0").getBytes(StandardCharsets.US_ASCII));
      all.put(ReceivedMessage.MESSAGE_STATE, new byte[] {(byte) state});
    }
    if (payload) {
      all.put(ReceivedMessage.MESSAGE_PAYLOAD, octets);
    }
    all.putAll(tlvs);
    return new Wire(dataSm, esmClass, payload ? new byte[0] : octets, all);
  }
}
