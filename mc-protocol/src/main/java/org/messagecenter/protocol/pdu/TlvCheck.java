package org.messagecenter.protocol.pdu;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Strictness;
import org.messagecenter.protocol.spec.TlvRule;
import org.messagecenter.protocol.spec.TlvRules;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.spec.Violation;

/**
 * Whether the TLVs of a PDU are what its command may and must have (34:3.3, 50:2.11.1).
 *
 * <ul>
 *   <li>A TLV of no table is kept and never refused.
 *   <li>One that is known but not expected in this command, or in this version, is ignored;
 *       strictly it is ESME_RTLVNOTALLWD, and so is a second one where one may be.
 *   <li>A wrong length is ESME_RINVTLVLEN. Numbers of another width are taken when their value fits
 *       the tag, and texts with or without their NUL; not so strictly.
 *   <li>A value that can mean nothing is ESME_RINVTLVVAL or, for 5.0 peers, the status the TLV has
 *       for it. A reserved value is ignored unless the TLV has such a status; strictly it is
 *       refused.
 *   <li>A mandatory TLV, or one that another one needs beside it, is ESME_RMISSINGTLV when it is
 *       missing.
 * </ul>
 *
 * <p>Nothing is allocated unless something is refused.
 */
public final class TlvCheck {
  private static final int PORTED = 2;

  private TlvCheck() {}

  /**
   * The first thing to refuse in wire order, then what is missing; null when all is well.
   *
   * @param version the interface_version that both sides speak; below 0x34 there are no TLVs, and
   *     any that came are ignored
   */
  public static @Nullable Violation check(
      CommandId command, Tlvs tlvs, int version, Strictness strictness) {
    if (version < TlvRules.VERSION_3_4) {
      return strictness == Strictness.STRICT && !tlvs.isEmpty() ? notAllowed("tlvs") : null;
    }
    if (tlvs.isEmpty()) {
      long mandatory = TlvRules.mandatory(command);
      return mandatory == 0 ? null : missing(mandatory);
    }
    return checkAll(command, tlvs, version, strictness);
  }

  private static @Nullable Violation checkAll(
      CommandId command, Tlvs tlvs, int version, Strictness strictness) {
    boolean strict = strictness == Strictness.STRICT;
    long allowed = TlvRules.allowed(command, version);
    long seen = 0;
    byte[] octets = tlvs.octets();
    for (int at = tlvs.first(); at < tlvs.end(); at = tlvs.next(at)) {
      TlvTag tag = TlvTag.of(tlvs.tagAt(at));
      if (tag == null) {
        continue;
      }
      boolean again = (seen & tag.bit()) != 0 && !tag.repeatable();
      if (again || (allowed & tag.bit()) == 0) {
        if (strict) {
          return notAllowed(tag.name());
        }
        continue;
      }
      seen |= tag.bit();
      Violation violation =
          value(TlvRules.of(tag), octets, tlvs.valueAt(at), tlvs.lengthAt(at), version, strictness);
      if (violation != null) {
        return violation;
      }
    }
    long missing = TlvRules.mandatory(command) & ~seen;
    if (missing == 0) {
      missing = partners(tlvs, seen, strictness);
    }
    if (missing != 0) {
      return missing(missing);
    }
    return strict ? counts(tlvs, seen) : null;
  }

  private static @Nullable Violation value(
      TlvRule rule, byte[] octets, int start, int length, int version, Strictness strictness) {
    if (!rule.lengthFits(octets, start, length, version, strictness)) {
      return new Violation(
          rule.tag().name(), CommandStatus.ESME_RINVTLVLEN, length + " octets are not legal");
    }
    return rule.checkValue(octets, start, length, version, strictness);
  }

  private static long partners(Tlvs tlvs, long seen, Strictness strictness) {
    long missing = TlvRules.partnersMissing(seen, strictness);
    if ((seen & TlvTag.DEST_ADDR_NP_RESOLUTION.bit()) != 0
        && tlvs.intValue(TlvTag.DEST_ADDR_NP_RESOLUTION, 0) == PORTED) {
      long wanted = TlvTag.DEST_ADDR_NP_INFORMATION.bit() | TlvTag.DEST_ADDR_NP_COUNTRY.bit();
      missing |= wanted & ~seen;
    }
    return missing;
  }

  /** Those that belong together by their order must be equally many (34:4.4.1, 50:4.4.3). */
  private static @Nullable Violation counts(Tlvs tlvs, long seen) {
    Violation violation = count(tlvs, seen, TlvTag.CALLBACK_NUM_PRES_IND, TlvTag.CALLBACK_NUM);
    if (violation == null) {
      violation = count(tlvs, seen, TlvTag.CALLBACK_NUM_ATAG, TlvTag.CALLBACK_NUM);
    }
    if (violation == null) {
      violation =
          count(tlvs, seen, TlvTag.BROADCAST_ERROR_STATUS, TlvTag.BROADCAST_AREA_IDENTIFIER);
    }
    if (violation == null) {
      violation =
          count(tlvs, seen, TlvTag.BROADCAST_AREA_SUCCESS, TlvTag.BROADCAST_AREA_IDENTIFIER);
    }
    return violation;
  }

  private static @Nullable Violation count(Tlvs tlvs, long seen, TlvTag tag, TlvTag base) {
    if ((seen & tag.bit()) == 0 || tlvs.count(tag) == tlvs.count(base)) {
      return null;
    }
    return new Violation(
        tag.name(),
        CommandStatus.ESME_RINVTLVVAL,
        tlvs.count(tag) + " of them beside " + tlvs.count(base) + " " + base.name());
  }

  private static Violation notAllowed(String name) {
    return new Violation(name, CommandStatus.ESME_RTLVNOTALLWD, "not allowed here");
  }

  private static Violation missing(long tags) {
    return new Violation(
        TlvRules.first(tags).name(), CommandStatus.ESME_RMISSINGTLV, "must be there");
  }
}
