package org.messagecenter.server.mailbox;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What became of the mail. */
public final class MailCounters {
  final LongAdder sent = new LongAdder();
  final LongAdder receipts = new LongAdder();
  final LongAdder mo = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder unanswered = new LongAdder();
  final LongAdder refused = new LongAdder();

  public MailCounters(MeterRegistry registry) {
    register(registry, "mc.mail.sent", sent, "deliver_sm sent to bound sessions");
    register(registry, "mc.mail.receipts", receipts, "receipts taken by their account");
    register(registry, "mc.mail.mo", mo, "mobile-originated messages taken by their account");
    register(registry, "mc.mail.retried", retried, "deliver_sm refused with a temporary status");
    register(registry, "mc.mail.unanswered", unanswered, "deliver_sm not answered in time");
    register(registry, "mc.mail.refused", refused, "deliver_sm refused for good");
  }

  private static void register(MeterRegistry r, String name, LongAdder adder, String description) {
    FunctionCounter.builder(name, adder, LongAdder::sum).description(description).register(r);
  }
}
