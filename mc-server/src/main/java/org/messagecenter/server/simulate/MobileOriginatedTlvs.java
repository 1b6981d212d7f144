package org.messagecenter.server.simulate;

import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvRules;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * Which TLVs of a submit_sm make sense in the deliver_sm it comes back as: those that both commands
 * may carry in 5.0, and all that no table knows. What instructs the message center or the handset
 * on the way out stays behind.
 */
final class MobileOriginatedTlvs {
  private static final long FORWARDED =
      TlvRules.allowed(CommandId.SUBMIT_SM, TlvRules.VERSION_5_0)
          & TlvRules.allowed(CommandId.DELIVER_SM, TlvRules.VERSION_5_0);

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
          if (tag == null || (FORWARDED & tag.bit()) != 0) {
            kept.put(number, value);
          }
        });
    return kept.build();
  }
}
