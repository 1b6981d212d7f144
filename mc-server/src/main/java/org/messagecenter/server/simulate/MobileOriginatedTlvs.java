package org.messagecenter.server.simulate;

import java.util.Set;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * Which TLVs of a submit_sm make sense in the deliver_sm it comes back as: those that both commands
 * may carry (50:4.3.4), and all that no table knows. What instructs the message center or the
 * handset on the way out stays behind.
 */
final class MobileOriginatedTlvs {
  private static final Set<TlvTag> FORWARDED =
      Set.of(
          TlvTag.DEST_ADDR_SUBUNIT,
          TlvTag.SOURCE_ADDR_SUBUNIT,
          TlvTag.PAYLOAD_TYPE,
          TlvTag.PRIVACY_INDICATOR,
          TlvTag.SOURCE_SUBADDRESS,
          TlvTag.DEST_SUBADDRESS,
          TlvTag.USER_MESSAGE_REFERENCE,
          TlvTag.USER_RESPONSE_CODE,
          TlvTag.SOURCE_PORT,
          TlvTag.DEST_PORT,
          TlvTag.SAR_MSG_REF_NUM,
          TlvTag.LANGUAGE_INDICATOR,
          TlvTag.SAR_TOTAL_SEGMENTS,
          TlvTag.SAR_SEGMENT_SEQNUM,
          TlvTag.CALLBACK_NUM_PRES_IND,
          TlvTag.CALLBACK_NUM_ATAG,
          TlvTag.CALLBACK_NUM,
          TlvTag.MESSAGE_PAYLOAD,
          TlvTag.USSD_SERVICE_OP,
          TlvTag.SOURCE_NETWORK_ID,
          TlvTag.DEST_NETWORK_ID,
          TlvTag.SOURCE_NODE_ID,
          TlvTag.DEST_NODE_ID,
          TlvTag.DEST_ADDR_NP_RESOLUTION,
          TlvTag.DEST_ADDR_NP_INFORMATION,
          TlvTag.DEST_ADDR_NP_COUNTRY,
          TlvTag.ITS_REPLY_TYPE,
          TlvTag.ITS_SESSION_INFO);

  private MobileOriginatedTlvs() {}

  /** In the order in which they were submitted, each as often and byte for byte. */
  static Tlvs from(Tlvs submitted) {
    if (submitted.isEmpty()) {
      return submitted;
    }
    Tlvs.Builder kept = Tlvs.builder();
    submitted.forEach(
        (number, value) -> {
          TlvTag tag = TlvTag.of(number);
          if (tag == null || FORWARDED.contains(tag)) {
            kept.put(number, value);
          }
        });
    return kept.build();
  }
}
