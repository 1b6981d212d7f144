package org.messagecenter.server.submit;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.TlvCheck;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Strictness;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.spec.Violation;
import org.messagecenter.server.account.Deviation;
import org.messagecenter.server.account.Policy;

/** The TLVs are those that the command may have, and mean something (34:3.3, 50:2.11.1). */
final class TlvsCheck implements SubmitCheck {
  @Override
  public @Nullable Refusal check(SubmitFacts s) {
    Tlvs tlvs = s.message().tlvs();
    Violation violation =
        TlvCheck.check(s.command(), tlvs, s.interfaceVersion(), Strictness.TOLERANT);
    if (violation == null && !tlvs.isEmpty() && choosy(s.account().policy())) {
      violation = unaccepted(s, tlvs);
    }
    return violation == null
        ? null
        : new Refusal(violation.status(), violation.field() + " " + violation.reason());
  }

  private static boolean choosy(Policy policy) {
    return !policy.accepts(Deviation.TLV_LENGTHS)
        || !policy.accepts(Deviation.UNEXPECTED_TLVS)
        || !policy.accepts(Deviation.RESERVED_TLV_VALUES);
  }

  /** The strict check tells the first violation only, so what is accepted is taken out for it. */
  private static @Nullable Violation unaccepted(SubmitFacts s, Tlvs all) {
    Tlvs rest = all;
    while (!rest.isEmpty()) {
      Violation violation =
          TlvCheck.check(s.command(), rest, s.interfaceVersion(), Strictness.STRICT);
      if (violation == null || !s.account().policy().accepts(deviation(violation.status()))) {
        return violation;
      }
      TlvTag accepted = tag(violation.field());
      if (accepted == null || !rest.has(accepted)) {
        // About what is not there, or about all of them together: nothing is left to look at.
        return null;
      }
      rest = rest.without(accepted);
    }
    return null;
  }

  private static Deviation deviation(CommandStatus status) {
    return switch (status) {
      case ESME_RTLVNOTALLWD -> Deviation.UNEXPECTED_TLVS;
      case ESME_RINVTLVLEN -> Deviation.TLV_LENGTHS;
      default -> Deviation.RESERVED_TLV_VALUES;
    };
  }

  private static @Nullable TlvTag tag(String name) {
    return TlvTag.all().stream().filter(tag -> tag.name().equals(name)).findFirst().orElse(null);
  }
}
