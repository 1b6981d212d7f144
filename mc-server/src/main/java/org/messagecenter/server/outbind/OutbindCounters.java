package org.messagecenter.server.outbind;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.server.metric.HotCounter;

/** What became of the calls. */
final class OutbindCounters {
  final LongAdder calls;
  final LongAdder bound;
  final LongAdder failed;

  OutbindCounters(MeterRegistry registry) {
    calls = HotCounter.in(registry, "mc.outbind.calls", "calls to ESMEs with waiting mail");
    bound = HotCounter.in(registry, "mc.outbind.bound", "of these, led to a bind");
    failed = HotCounter.in(registry, "mc.outbind.failed", "of these, ended without a bind");
  }
}
