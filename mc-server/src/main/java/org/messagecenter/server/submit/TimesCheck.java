package org.messagecenter.server.submit;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.time.SmppTime;
import org.messagecenter.protocol.time.SmppTimeFormatException;

/**
 * schedule_delivery_time and validity_period (3.4 §7.1.1), and qos_time_to_live, which supersedes
 * the latter (5.0 §4.8.4.46). What the specification leaves open is decided so:
 *
 * <ul>
 *   <li>a schedule in the past, or too far ahead: ESME_RINVSCHED; relative zero: now;
 *   <li>a validity that is over already, or ends before the schedule: ESME_RINVEXPIRY; relative
 *       zero: the default validity; beyond the longest: cut to it.
 * </ul>
 */
final class TimesCheck implements SubmitCheck {
  private static final String RELATIVE_ZERO = "000000000000000R";

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
    if (text.equals(RELATIVE_ZERO)) {
      s.dueAt(now);
      return null;
    }
    long at;
    try {
      at = SmppTime.parse(text, now);
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
    if (!tlvs.isEmpty() && tlvs.has(TlvTag.QOS_TIME_TO_LIVE)) {
      long seconds = tlvs.intValue(TlvTag.QOS_TIME_TO_LIVE, 0) & 0xFFFF_FFFFL;
      at = now + seconds * 1000;
    } else {
      String text = sm.validityPeriod();
      if (text.isEmpty() || text.equals(RELATIVE_ZERO)) {
        // Counted from the schedule where there is one: a message must get its chance.
        s.expiresAt(s.dueAt() + defaultValidity);
        return null;
      }
      try {
        at = SmppTime.parse(text, now);
      } catch (SmppTimeFormatException e) {
        return new Refusal(CommandStatus.ESME_RINVEXPIRY, "validity_period: " + e.getMessage());
      }
    }
    if (at <= now) {
      return new Refusal(CommandStatus.ESME_RINVEXPIRY, "the validity is over already");
    }
    if (at < s.dueAt()) {
      return new Refusal(
          CommandStatus.ESME_RINVEXPIRY, "the validity ends before schedule_delivery_time");
    }
    s.expiresAt(Math.min(at, s.dueAt() + longestValidity));
    return null;
  }
}
