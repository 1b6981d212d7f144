package org.messagecenter.protocol.spec;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The registered TLVs (34:5.3.2, 50:4.8.4): tag, name, value type and legal length.
 *
 * <p>Tags outside this table, vendor tags above all, are kept as bytes by {@code Tlvs} and need no
 * entry. Lengths are those of the value in octets and count the NUL of a C-octet string; peers
 * often leave that NUL out or send integers at another width, which readers tolerate.
 */
public final class TlvTag {
  private static final int VENDOR_FIRST = 0x1400;
  private static final int VENDOR_LAST = 0x3FFF;

  /** Tags below this are looked up by index; no registered tag is higher. */
  private static final int TABLE_SIZE = VENDOR_FIRST;

  // Filled by the constructor; must stand above the constants.
  private static final @Nullable TlvTag[] BY_TAG = new @Nullable TlvTag[TABLE_SIZE];

  private static int constants;

  public static final TlvTag DEST_ADDR_SUBUNIT =
      new TlvTag(0x0005, "dest_addr_subunit", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag DEST_NETWORK_TYPE =
      new TlvTag(0x0006, "dest_network_type", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag DEST_BEARER_TYPE =
      new TlvTag(0x0007, "dest_bearer_type", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag DEST_TELEMATICS_ID =
      new TlvTag(0x0008, "dest_telematics_id", TlvType.INTEGER, 2, 2, 0x34, false);

  public static final TlvTag SOURCE_ADDR_SUBUNIT =
      new TlvTag(0x000D, "source_addr_subunit", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag SOURCE_NETWORK_TYPE =
      new TlvTag(0x000E, "source_network_type", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag SOURCE_BEARER_TYPE =
      new TlvTag(0x000F, "source_bearer_type", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag SOURCE_TELEMATICS_ID =
      new TlvTag(0x0010, "source_telematics_id", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag QOS_TIME_TO_LIVE =
      new TlvTag(0x0017, "qos_time_to_live", TlvType.INTEGER, 4, 4, 0x34, false);

  public static final TlvTag PAYLOAD_TYPE =
      new TlvTag(0x0019, "payload_type", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag ADDITIONAL_STATUS_INFO_TEXT =
      new TlvTag(0x001D, "additional_status_info_text", TlvType.C_STRING, 1, 256, 0x34, false);

  public static final TlvTag RECEIPTED_MESSAGE_ID =
      new TlvTag(0x001E, "receipted_message_id", TlvType.C_STRING, 1, 65, 0x34, false);

  public static final TlvTag MS_MSG_WAIT_FACILITIES =
      new TlvTag(0x0030, "ms_msg_wait_facilities", TlvType.BIT_MASK, 1, 1, 0x34, false);

  public static final TlvTag PRIVACY_INDICATOR =
      new TlvTag(0x0201, "privacy_indicator", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag SOURCE_SUBADDRESS =
      new TlvTag(0x0202, "source_subaddress", TlvType.OCTETS, 2, 23, 0x34, false);

  public static final TlvTag DEST_SUBADDRESS =
      new TlvTag(0x0203, "dest_subaddress", TlvType.OCTETS, 2, 23, 0x34, false);

  public static final TlvTag USER_MESSAGE_REFERENCE =
      new TlvTag(0x0204, "user_message_reference", TlvType.INTEGER, 2, 2, 0x34, false);

  public static final TlvTag USER_RESPONSE_CODE =
      new TlvTag(0x0205, "user_response_code", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag SOURCE_PORT =
      new TlvTag(0x020A, "source_port", TlvType.INTEGER, 2, 2, 0x34, false);

  public static final TlvTag DEST_PORT =
      new TlvTag(0x020B, "dest_port", TlvType.INTEGER, 2, 2, 0x34, false);

  public static final TlvTag SAR_MSG_REF_NUM =
      new TlvTag(0x020C, "sar_msg_ref_num", TlvType.INTEGER, 2, 2, 0x34, false);

  public static final TlvTag LANGUAGE_INDICATOR =
      new TlvTag(0x020D, "language_indicator", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag SAR_TOTAL_SEGMENTS =
      new TlvTag(0x020E, "sar_total_segments", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag SAR_SEGMENT_SEQNUM =
      new TlvTag(0x020F, "sar_segment_seqnum", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag SC_INTERFACE_VERSION =
      new TlvTag(0x0210, "sc_interface_version", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag CALLBACK_NUM_PRES_IND =
      new TlvTag(0x0302, "callback_num_pres_ind", TlvType.BIT_MASK, 1, 1, 0x34, true);

  public static final TlvTag CALLBACK_NUM_ATAG =
      new TlvTag(0x0303, "callback_num_atag", TlvType.OCTETS, 1, 65, 0x34, true);

  public static final TlvTag NUMBER_OF_MESSAGES =
      new TlvTag(0x0304, "number_of_messages", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag CALLBACK_NUM =
      new TlvTag(0x0381, "callback_num", TlvType.OCTETS, 4, 19, 0x34, true);

  public static final TlvTag DPF_RESULT =
      new TlvTag(0x0420, "dpf_result", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag SET_DPF =
      new TlvTag(0x0421, "set_dpf", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag MS_AVAILABILITY_STATUS =
      new TlvTag(0x0422, "ms_availability_status", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag NETWORK_ERROR_CODE =
      new TlvTag(0x0423, "network_error_code", TlvType.OCTETS, 3, 3, 0x34, false);

  public static final TlvTag MESSAGE_PAYLOAD =
      new TlvTag(0x0424, "message_payload", TlvType.OCTETS, 0, 65535, 0x34, false);

  public static final TlvTag DELIVERY_FAILURE_REASON =
      new TlvTag(0x0425, "delivery_failure_reason", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag MORE_MESSAGES_TO_SEND =
      new TlvTag(0x0426, "more_messages_to_send", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag MESSAGE_STATE =
      new TlvTag(0x0427, "message_state", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag CONGESTION_STATE =
      new TlvTag(0x0428, "congestion_state", TlvType.INTEGER, 1, 1, 0x50, false);

  public static final TlvTag USSD_SERVICE_OP =
      new TlvTag(0x0501, "ussd_service_op", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag BROADCAST_CHANNEL_INDICATOR =
      new TlvTag(0x0600, "broadcast_channel_indicator", TlvType.INTEGER, 1, 1, 0x50, false);

  public static final TlvTag BROADCAST_CONTENT_TYPE =
      new TlvTag(0x0601, "broadcast_content_type", TlvType.OCTETS, 3, 3, 0x50, false);

  public static final TlvTag BROADCAST_CONTENT_TYPE_INFO =
      new TlvTag(0x0602, "broadcast_content_type_info", TlvType.OCTETS, 1, 255, 0x50, false);

  public static final TlvTag BROADCAST_MESSAGE_CLASS =
      new TlvTag(0x0603, "broadcast_message_class", TlvType.INTEGER, 1, 1, 0x50, false);

  public static final TlvTag BROADCAST_REP_NUM =
      new TlvTag(0x0604, "broadcast_rep_num", TlvType.INTEGER, 2, 2, 0x50, false);

  public static final TlvTag BROADCAST_FREQUENCY_INTERVAL =
      new TlvTag(0x0605, "broadcast_frequency_interval", TlvType.OCTETS, 3, 3, 0x50, false);

  public static final TlvTag BROADCAST_AREA_IDENTIFIER =
      new TlvTag(0x0606, "broadcast_area_identifier", TlvType.OCTETS, 1, 101, 0x50, true);

  /** The name that broadcast_sm_resp gives to the same tag. */
  public static final TlvTag FAILED_BROADCAST_AREA_IDENTIFIER = BROADCAST_AREA_IDENTIFIER;

  public static final TlvTag BROADCAST_ERROR_STATUS =
      new TlvTag(0x0607, "broadcast_error_status", TlvType.INTEGER, 4, 4, 0x50, true);

  public static final TlvTag BROADCAST_AREA_SUCCESS =
      new TlvTag(0x0608, "broadcast_area_success", TlvType.INTEGER, 1, 1, 0x50, true);

  public static final TlvTag BROADCAST_END_TIME =
      new TlvTag(0x0609, "broadcast_end_time", TlvType.C_STRING, 16, 17, 0x50, false);

  public static final TlvTag BROADCAST_SERVICE_GROUP =
      new TlvTag(0x060A, "broadcast_service_group", TlvType.OCTETS, 1, 255, 0x50, false);

  public static final TlvTag BILLING_IDENTIFICATION =
      new TlvTag(0x060B, "billing_identification", TlvType.OCTETS, 1, 1024, 0x50, false);

  public static final TlvTag SOURCE_NETWORK_ID =
      new TlvTag(0x060D, "source_network_id", TlvType.C_STRING, 7, 65, 0x50, false);

  public static final TlvTag DEST_NETWORK_ID =
      new TlvTag(0x060E, "dest_network_id", TlvType.C_STRING, 7, 65, 0x50, false);

  public static final TlvTag SOURCE_NODE_ID =
      new TlvTag(0x060F, "source_node_id", TlvType.OCTETS, 6, 6, 0x50, false);

  public static final TlvTag DEST_NODE_ID =
      new TlvTag(0x0610, "dest_node_id", TlvType.OCTETS, 6, 6, 0x50, false);

  public static final TlvTag DEST_ADDR_NP_RESOLUTION =
      new TlvTag(0x0611, "dest_addr_np_resolution", TlvType.INTEGER, 1, 1, 0x50, false);

  public static final TlvTag DEST_ADDR_NP_INFORMATION =
      new TlvTag(0x0612, "dest_addr_np_information", TlvType.OCTETS, 10, 10, 0x50, false);

  public static final TlvTag DEST_ADDR_NP_COUNTRY =
      new TlvTag(0x0613, "dest_addr_np_country", TlvType.OCTETS, 1, 5, 0x50, false);

  public static final TlvTag DISPLAY_TIME =
      new TlvTag(0x1201, "display_time", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag SMS_SIGNAL =
      new TlvTag(0x1203, "sms_signal", TlvType.INTEGER, 2, 2, 0x34, false);

  public static final TlvTag MS_VALIDITY =
      new TlvTag(0x1204, "ms_validity", TlvType.OCTETS, 1, 4, 0x34, false);

  public static final TlvTag ALERT_ON_MESSAGE_DELIVERY =
      new TlvTag(0x130C, "alert_on_message_delivery", TlvType.INTEGER, 0, 1, 0x34, false);

  public static final TlvTag ITS_REPLY_TYPE =
      new TlvTag(0x1380, "its_reply_type", TlvType.INTEGER, 1, 1, 0x34, false);

  public static final TlvTag ITS_SESSION_INFO =
      new TlvTag(0x1383, "its_session_info", TlvType.OCTETS, 2, 2, 0x34, false);

  /** The number of this constant, 0-63: one bit of a long for each of them. */
  private final int index;

  private final int tag;
  private final String name;
  private final TlvType type;
  private final int minLength;
  private final int maxLength;
  private final int since;
  private final boolean repeatable;

  private TlvTag(
      int tag,
      String name,
      TlvType type,
      int minLength,
      int maxLength,
      int since,
      boolean repeatable) {
    this.index = constants++;
    this.tag = tag;
    this.name = name;
    this.type = type;
    this.minLength = minLength;
    this.maxLength = maxLength;
    this.since = since;
    this.repeatable = repeatable;
    if (BY_TAG[tag] != null) {
      throw new IllegalStateException("two TLVs with tag " + tag);
    }
    BY_TAG[tag] = this;
  }

  /** A bit that no other registered TLV has. */
  public long bit() {
    return 1L << index;
  }

  int index() {
    return index;
  }

  /** The tag on the wire, 0-0xFFFF. */
  public int tag() {
    return tag;
  }

  /** The name in the 5.0 tables, such as {@code receipted_message_id}. */
  public String name() {
    return name;
  }

  /** How the value is to be read. */
  public TlvType type() {
    return type;
  }

  /** Shortest legal value in octets; 0 when the TLV may be present without a value. */
  public int minLength() {
    return minLength;
  }

  /** Longest legal value in octets. */
  public int maxLength() {
    return maxLength;
  }

  /** The interface_version that introduced it: 0x34 or 0x50. */
  public int since() {
    return since;
  }

  /** True for the few TLVs that may occur more than once in a PDU. */
  public boolean repeatable() {
    return repeatable;
  }

  /** The registered TLV with this tag, or null for vendor and reserved tags. */
  public static @Nullable TlvTag of(int tag) {
    return tag >= 0 && tag < TABLE_SIZE ? BY_TAG[tag] : null;
  }

  /** Every registered TLV in ascending order of its tag. */
  public static List<TlvTag> all() {
    return Stream.of(BY_TAG).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }

  /** Whether the tag is in the range that message centers may use as they like (34:5.3.1). */
  public static boolean isVendor(int tag) {
    return tag >= VENDOR_FIRST && tag <= VENDOR_LAST;
  }

  @Override
  public String toString() {
    return name;
  }
}
