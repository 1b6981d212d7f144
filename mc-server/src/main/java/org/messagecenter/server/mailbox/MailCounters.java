package org.messagecenter.server.mailbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.server.metric.HotCounter;

/** What became of the mail. */
public final class MailCounters {
  final LongAdder sent;
  final LongAdder receipts;
  final LongAdder mo;
  final LongAdder retried;
  final LongAdder unanswered;
  final LongAdder refused;
  final LongAdder held;
  final LongAdder late;

  public MailCounters(MeterRegistry registry) {
    sent = HotCounter.in(registry, "mc.mail.sent", "deliver_sm sent to bound sessions");
    receipts = HotCounter.in(registry, "mc.mail.receipts", "receipts taken by their account");
    mo = HotCounter.in(registry, "mc.mail.mo", "mobile-originated messages taken");
    retried = HotCounter.in(registry, "mc.mail.retried", "deliver_sm refused for now");
    unanswered = HotCounter.in(registry, "mc.mail.unanswered", "deliver_sm without an answer");
    held = HotCounter.in(registry, "mc.mail.held", "mails that waited for a certain bind");
    late = HotCounter.in(registry, "mc.mail.late", "of those, that waited too long");
    refused = HotCounter.in(registry, "mc.mail.refused", "deliver_sm refused for good");
  }
}
