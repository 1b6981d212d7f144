package org.messagecenter.server.simulate;

import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

/** Which TLVs of a submit_sm make sense in the deliver_sm it comes back as. */
final class MobileOriginatedTlvs {
  private static final TlvTag[] FORWARDED = {
    TlvTag.MESSAGE_PAYLOAD,
    TlvTag.USER_MESSAGE_REFERENCE,
    TlvTag.SOURCE_PORT,
    TlvTag.DEST_PORT,
    TlvTag.SAR_MSG_REF_NUM,
    TlvTag.SAR_TOTAL_SEGMENTS,
    TlvTag.SAR_SEGMENT_SEQNUM,
    TlvTag.LANGUAGE_INDICATOR,
    TlvTag.CALLBACK_NUM,
  };

  private MobileOriginatedTlvs() {}

  static Tlvs from(Tlvs submitted) {
    if (submitted.isEmpty()) {
      return submitted;
    }
    Tlvs.Builder kept = Tlvs.builder();
    for (TlvTag tag : FORWARDED) {
      var value = submitted.find(tag);
      if (value != null) {
        kept.put(tag, value);
      }
    }
    return kept.build();
  }
}
