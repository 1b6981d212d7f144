package org.messagecenter.bench.conform;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;

/**
 * A deliver_sm or data_sm from the message center, read field by field.
 *
 * @param command deliver_sm or data_sm
 * @param source source address
 * @param destination destination address
 * @param esmClass esm_class, 0-255
 * @param schedule schedule_delivery_time, empty for data_sm
 * @param validity validity_period, empty for data_sm
 * @param replaceFlag replace_if_present_flag, 0 for data_sm
 * @param defaultId sm_default_msg_id, 0 for data_sm
 * @param shortMessage the octets of short_message, none for data_sm
 * @param tlvs values by tag
 */
@SuppressWarnings("ArrayRecordComponent") // Read field by field, never compared.
record Delivery(
    CommandId command,
    Party source,
    Party destination,
    int esmClass,
    String schedule,
    String validity,
    int replaceFlag,
    int defaultId,
    byte[] shortMessage,
    Map<Integer, List<byte[]>> tlvs) {

  /** Message type bits (34:5.2.12). */
  private static final int TYPE = 0x3C;

  static final int RECEIPT = 0x04;
  static final int INTERMEDIATE = 0x20;

  /** Reads one; a body that cannot be read ends the check as failed. */
  static Delivery read(WirePdu pdu) {
    BodyReader in = new BodyReader(pdu);
    boolean data = pdu.is(CommandId.DATA_SM);
    int longest = data ? 65 : 21;
    in.cString("service_type", 6);
    Party source =
        new Party(
            in.u8("source_addr_ton"), in.u8("source_addr_npi"), in.cString("source_addr", longest));
    Party destination =
        new Party(
            in.u8("dest_addr_ton"),
            in.u8("dest_addr_npi"),
            in.cString("destination_addr", longest));
    int esmClass = in.u8("esm_class");
    if (data) {
      in.u8("registered_delivery");
      in.u8("data_coding");
      return new Delivery(
          CommandId.DATA_SM, source, destination, esmClass, "", "", 0, 0, Octets.NONE, in.tlvs());
    }
    in.u8("protocol_id");
    in.u8("priority_flag");
    String schedule = in.cString("schedule_delivery_time", 17);
    String validity = in.cString("validity_period", 17);
    in.u8("registered_delivery");
    int replaceFlag = in.u8("replace_if_present_flag");
    in.u8("data_coding");
    int defaultId = in.u8("sm_default_msg_id");
    byte[] text = in.octets("short_message", in.u8("sm_length"));
    return new Delivery(
        CommandId.DELIVER_SM,
        source,
        destination,
        esmClass,
        schedule,
        validity,
        replaceFlag,
        defaultId,
        text,
        in.tlvs());
  }

  /** The message type of esm_class: 0, {@link #RECEIPT}, {@link #INTERMEDIATE} or another. */
  int type() {
    return esmClass & TYPE;
  }

  /** The first value of a TLV, or null. */
  byte @Nullable [] tlv(int tag) {
    List<byte[]> values = tlvs.get(tag);
    return values == null ? null : values.get(0);
  }

  /** The text, from wherever it stands. */
  String text() {
    byte[] payload = tlv(Bodies.MESSAGE_PAYLOAD);
    return new String(
        shortMessage.length == 0 && payload != null ? payload : shortMessage,
        StandardCharsets.ISO_8859_1);
  }

  /** The value behind a label of a receipt's text (34 App. B), or null when it is not there. */
  @Nullable String field(String label) {
    Matcher matcher =
        Pattern.compile("(?:^|\\s)" + Pattern.quote(label) + ":(\\S*)", Pattern.CASE_INSENSITIVE)
            .matcher(text());
    return matcher.find() ? matcher.group(1) : null;
  }

  /** receipted_message_id without its NUL, or null. */
  @Nullable String receiptedId() {
    byte[] value = tlv(Bodies.RECEIPTED_MESSAGE_ID);
    return value == null ? null : new String(value, StandardCharsets.ISO_8859_1).replace("\0", "");
  }

  /** True when it speaks of this message, by TLV or by text. */
  boolean names(String messageId) {
    return messageId.equals(receiptedId()) || messageId.equals(field("id"));
  }
}
