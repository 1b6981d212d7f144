package org.messagecenter.server.submit;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.time.SmppTime;
import org.messagecenter.protocol.time.SmppTimeFormatException;
import org.messagecenter.server.account.Deviation;

/**
 * schedule_delivery_time and validity_period (3.4 §7.1.1), and qos_time_to_live, which supersedes
 * the latter in 5.0 (5.0 §4.8.4.46) and stands for it in data_sm, which has no such field. What the
 * specification leaves open is decided so:
 *
 * <ul>
 *   <li>times that are not quite in the form of the version, relative ones in 3.3 among them, are
 *       read as meant or refused, as {@link Deviation#LOOSE_TIMES} says;
 *   <li>a schedule in the past, or too far ahead: ESME_RINVSCHED; relative zero: now;
 *   <li>a validity that is over already, or ends before the schedule: ESME_RINVEXPIRY; relative
 *       zero: the default validity; beyond the longest: cut to it.
 * </ul>
 */
final class TimesCheck implements SubmitCheck {
  private static final String RELATIVE_ZERO = "000000000000000R";
  private static final String ZERO_WITHOUT_R = "000000000000000";
  private static final int V3_4 = 0x34;
  private static final int V5_0 = 0x50;

  private final long defaultValidity;
  private final long longestValidity;
  private final long longestSchedule;

  TimesCheck(SubmitSettings settings) {
    this.defaultValidity = settings.defaultValidity().toMillis();
    this.longestValidity = settings.longestValidity().toMillis();
    this.longestSchedule = settings.longestSchedule().toMillis();
  }

  @Override
  public @Nullable Refusal check(SubmitFacts s) {
    Refusal refusal = schedule(s);
    return refusal != null ? refusal : validity(s);
  }

  private @Nullable Refusal schedule(SubmitFacts s) {
    String text = s.message().scheduleDeliveryTime();
    if (text.isEmpty()) {
      return null;
    }
    long now = s.receivedAt();
    if (zero(s, text)) {
      s.dueAt(now);
      return null;
    }
    long at;
    try {
      at = parse(s, text);
    } catch (SmppTimeFormatException e) {
      return new Refusal(CommandStatus.ESME_RINVSCHED, "schedule_delivery_time: " + e.getMessage());
    }
    if (at < now) {
      return new Refusal(CommandStatus.ESME_RINVSCHED, "schedule_delivery_time is in the past");
    }
    if (at - now > longestSchedule) {
      return new Refusal(
          CommandStatus.ESME_RINVSCHED, "schedule_delivery_time is too far in the future");
    }
    s.dueAt(at);
    return null;
  }

  private @Nullable Refusal validity(SubmitFacts s) {
    SubmitSm sm = s.message();
    long now = s.receivedAt();
    Tlvs tlvs = sm.tlvs();
    long at;
    if (!tlvs.isEmpty() && outlives(s) && tlvs.has(TlvTag.QOS_TIME_TO_LIVE)) {
      long seconds = tlvs.intValue(TlvTag.QOS_TIME_TO_LIVE, 0) & 0xFFFF_FFFFL;
      at = now + seconds * 1000;
    } else {
      String text = sm.validityPeriod();
      if (text.isEmpty() || zero(s, text)) {
        // Counted from the schedule where there is one: a message must get its chance.
        s.expiresAt(s.scheduledAt() + defaultValidity);
        return null;
      }
      try {
        at = parse(s, text);
      } catch (SmppTimeFormatException e) {
        return new Refusal(CommandStatus.ESME_RINVEXPIRY, "validity_period: " + e.getMessage());
      }
    }
    if (at <= now) {
      return new Refusal(CommandStatus.ESME_RINVEXPIRY, "the validity is over already");
    }
    if (at < s.scheduledAt()) {
      return new Refusal(
          CommandStatus.ESME_RINVEXPIRY, "the validity ends before schedule_delivery_time");
    }
    s.expiresAt(Math.min(at, s.scheduledAt() + longestValidity));
    return null;
  }

  private static boolean zero(SubmitFacts s, String text) {
    return text.equals(RELATIVE_ZERO)
        || (text.equals(ZERO_WITHOUT_R) && s.account().policy().accepts(Deviation.LOOSE_TIMES));
  }

  /** Whether qos_time_to_live counts. */
  private static boolean outlives(SubmitFacts s) {
    return s.interfaceVersion() >= V5_0 || s.command() == CommandId.DATA_SM;
  }

  private static long parse(SubmitFacts s, String text) throws SmppTimeFormatException {
    if (s.account().policy().accepts(Deviation.LOOSE_TIMES)) {
      return SmppTime.parseLoosely(text, s.receivedAt());
    }
    return s.interfaceVersion() < V3_4
        ? SmppTime.parseAbsolute(text)
        : SmppTime.parse(text, s.receivedAt());
  }
}
