package org.messagecenter.server.submit;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.account.Deviation;
import org.messagecenter.server.account.Policy;

/** Where the text stands, how long it is, and whether its user data header is whole. */
final class TextCheck implements SubmitCheck {
  private static final int UDHI = 0x40;
  private static final int V3_4 = 0x34;
  private static final int V5_0 = 0x50;

  /** sm_length (3.3 table 6-4, 34:5.2.21, 50:4.7.28). */
  private static final int LONGEST_IN_3_3 = 160;

  private static final int LONGEST_IN_3_4 = 254;
  private static final int LONGEST_IN_5_0 = 255;

  /** Octets of one SMS, its user data header included. */
  private static final int SMS = 140;

  @Override
  public @Nullable Refusal check(SubmitFacts s) {
    SubmitSm sm = s.message();
    Refusal refusal = place(s, sm);
    if (refusal == null) {
      refusal = length(s, sm);
    }
    return refusal == null && (sm.esmClass() & UDHI) != 0 ? header(s, sm) : refusal;
  }

  private static @Nullable Refusal place(SubmitFacts s, SubmitSm sm) {
    Tlvs tlvs = sm.tlvs();
    Octets payload = tlvs.isEmpty() ? null : tlvs.find(TlvTag.MESSAGE_PAYLOAD);
    return payload != null
            && !payload.isEmpty()
            && sm.shortMessageLength() > 0
            && !s.account().policy().accepts(Deviation.TWO_TEXTS)
        ? new Refusal(CommandStatus.ESME_RINVMSGLEN, "text in short_message and in message_payload")
        : null;
  }

  private static @Nullable Refusal length(SubmitFacts s, SubmitSm sm) {
    Policy policy = s.account().policy();
    int length = sm.shortMessageLength();
    if (length > longest(s.interfaceVersion()) && !policy.accepts(Deviation.LONG_SHORT_MESSAGE)) {
      return new Refusal(
          CommandStatus.ESME_RINVMSGLEN, "sm_length " + length + " is too much for the version");
    }
    int octets = sm.textLength();
    return octets > policy.longestMessage()
        ? new Refusal(
            CommandStatus.ESME_RINVMSGLEN,
            octets + " octets of text, the account may send " + policy.longestMessage())
        : null;
  }

  private static int longest(int version) {
    return version < V3_4 ? LONGEST_IN_3_3 : version < V5_0 ? LONGEST_IN_3_4 : LONGEST_IN_5_0;
  }

  private static @Nullable Refusal header(SubmitFacts s, SubmitSm sm) {
    Policy policy = s.account().policy();
    Octets text = sm.text();
    if (text.isEmpty() || text.at(0) + 1 > text.length()) {
      if (!policy.accepts(Deviation.BROKEN_UDH)) {
        return new Refusal(
            CommandStatus.ESME_RINVESMCLASS, "UDHI is set but the text holds no whole header");
      }
      s.message(Amended.of(sm).esmClass(sm.esmClass() & ~UDHI).message());
      return null;
    }
    if (!policy.accepts(Deviation.LONG_SEGMENT) && tooLong(s, sm)) {
      return new Refusal(
          CommandStatus.ESME_RINVMSGLEN, "the text and its header do not fit one SMS");
    }
    return beside(s, sm, policy);
  }

  /** Longer texts may come in message_payload, and are cut by the message center. */
  private static boolean tooLong(SubmitFacts s, SubmitSm sm) {
    Octets text = sm.shortMessage();
    if (text.isEmpty()) {
      return false;
    }
    int header = text.at(0) + 1;
    int room = SMS - header;
    Dialect dialect = s.account().policy().dialects().in(s.interfaceVersion());
    boolean asItIs =
        switch (DataCoding.alphabet(sm.dataCoding(), dialect)) {
          case GSM7_PACKED, UCS2, UCS2_LE, BINARY -> true;
          default -> false;
        };
    return text.length() - header > (asItIs ? room : room * 8 / 7);
  }

  private static @Nullable Refusal beside(SubmitFacts s, SubmitSm sm, Policy policy) {
    Tlvs tlvs = sm.tlvs();
    if (tlvs.isEmpty()
        || !(tlvs.has(TlvTag.SAR_MSG_REF_NUM)
            || tlvs.has(TlvTag.SAR_TOTAL_SEGMENTS)
            || tlvs.has(TlvTag.SAR_SEGMENT_SEQNUM))) {
      return null;
    }
    if (!policy.accepts(Deviation.SAR_WITH_UDH)) {
      return new Refusal(CommandStatus.ESME_RTLVNOTALLWD, "sar_ TLVs beside a user data header");
    }
    Tlvs without =
        tlvs.without(TlvTag.SAR_MSG_REF_NUM)
            .without(TlvTag.SAR_TOTAL_SEGMENTS)
            .without(TlvTag.SAR_SEGMENT_SEQNUM);
    s.message(Amended.of(sm).tlvs(without).message());
    return null;
  }
}
