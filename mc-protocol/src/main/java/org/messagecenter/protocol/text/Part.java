package org.messagecenter.protocol.text;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * One part of a message, ready for its PDU.
 *
 * @param header what stands before the text; {@link Udh#NONE} for no header
 * @param body the text in the octets of its alphabet
 * @param sar what the sar_* TLVs say, or null without them
 * @param payload whether it goes into message_payload
 */
public record Part(Udh header, Octets body, @Nullable Concatenation sar, boolean payload) {

  /** Whether esm_class must announce a header (0x40). */
  public boolean udhi() {
    return !header.isEmpty();
  }

  /** Header and text together. */
  public Octets userData() {
    return header.before(body);
  }

  /** The value of short_message; empty when everything is in message_payload. */
  public Octets shortMessage() {
    return payload ? Octets.EMPTY : userData();
  }

  /** Adds the TLVs this part needs, if any. */
  public void addTo(Tlvs.Builder tlvs) {
    if (payload) {
      tlvs.put(TlvTag.MESSAGE_PAYLOAD, userData());
    }
    if (sar != null) {
      tlvs.put(TlvTag.SAR_MSG_REF_NUM, sar.reference());
      tlvs.put(TlvTag.SAR_TOTAL_SEGMENTS, sar.total());
      tlvs.put(TlvTag.SAR_SEGMENT_SEQNUM, sar.number());
    }
  }
}
