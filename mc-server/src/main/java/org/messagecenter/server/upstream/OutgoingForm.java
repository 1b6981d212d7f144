package org.messagecenter.server.upstream;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.time.SmppTime;
import org.messagecenter.server.deliver.Attempt;

/**
 * Makes of a message what its carrier is sent: in the carrier's dialect, without a
 * schedule_delivery_time, since the waiting is behind it, and with what is left of its validity.
 */
final class OutgoingForm {
  /** Which receipts are asked for (34:5.2.17): one, of success and failure alike. */
  private static final int RECEIPT_BITS = 0x03;

  private static final int ALWAYS = 0x01;
  private static final int V3_4 = 0x34;

  /** The relative form holds no more without months, which are of no certain length. */
  private static final long LONGEST_RELATIVE = Duration.ofDays(31).toMillis();

  private static final long SECOND = 1000;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final CarrierSettings settings;
  private final LongSupplier wallMillis;

  OutgoingForm(CarrierSettings settings, LongSupplier wallMillis) {
    this.settings = settings;
    this.wallMillis = wallMillis;
  }

  /** The message in as many parts as the carrier wants it in. */
  List<SubmitSm> parts(Attempt attempt) {
    // Handsets tell messages of one sender apart by it: what comes soon after has another one.
    int reference = (int) ((attempt.key() * GOLDEN) >>> 48);
    return attempt.isPart()
        ? List.of(attempt.message())
        : settings.dialect().parts(attempt.message(), attempt.sender(), reference);
  }

  /** A message or a part of one, for a bind of that version. */
  SubmitSm of(Attempt attempt, SubmitSm part, int version) {
    SubmitSm sm = settings.dialect().dressed(part, attempt.sender());
    String validity = validity(attempt.expiresAt(), version);
    int registered = attempt.direct() ? 0 : registered(sm.registeredDelivery());
    boolean strip = version < V3_4 && !sm.tlvs().isEmpty();
    if (!strip
        && registered == sm.registeredDelivery()
        && sm.scheduleDeliveryTime().isEmpty()
        && validity.equals(sm.validityPeriod())) {
      return sm;
    }
    return strip ? withoutTlvs(sm, validity, registered) : sm.with("", validity, registered);
  }

  /** 3.3 knows no TLVs; one that held the text gives it back. */
  private static SubmitSm withoutTlvs(SubmitSm sm, String validity, int registered) {
    return new SubmitSm(
        sm.serviceType(),
        sm.sourceAddr(),
        sm.destinationAddr(),
        sm.esmClass(),
        sm.protocolId(),
        sm.priorityFlag(),
        "",
        validity,
        registered,
        sm.replaceIfPresentFlag(),
        sm.dataCoding(),
        sm.smDefaultMsgId(),
        sm.text(),
        Tlvs.EMPTY);
  }

  /** Whether the carrier is going to report the end of a message that was sent like this. */
  static boolean asksReceipt(SubmitSm sent) {
    return (sent.registeredDelivery() & RECEIPT_BITS) != 0;
  }

  /**
   * A receipt of one kind only would leave us without word of the other kind of end; what the
   * sender has not asked for it is not told anyway. A message that is not stored asks for none,
   * which would belong to nothing here.
   */
  private int registered(int submitted) {
    boolean asked = (submitted & RECEIPT_BITS) != 0;
    return asked || settings.askReceipt() == CarrierSettings.AskReceipt.ALWAYS
        ? (submitted & ~RECEIPT_BITS) | ALWAYS
        : submitted;
  }

  private String validity(long expiresAt, int version) {
    if (settings.validity() == CarrierSettings.Validity.NONE || expiresAt == Long.MAX_VALUE) {
      return "";
    }
    long left = Math.max(SECOND, expiresAt - wallMillis.getAsLong());
    if (version >= V3_4) {
      return SmppTime.formatRelative(Duration.ofMillis(Math.min(left, LONGEST_RELATIVE)));
    }
    // 3.3 knows only moments (33:7.5).
    return SmppTime.formatAbsolute(wallMillis.getAsLong() + left);
  }
}
