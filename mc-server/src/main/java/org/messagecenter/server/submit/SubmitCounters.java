package org.messagecenter.server.submit;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.metric.HotCounter;

/** How submit_sm were answered. */
public final class SubmitCounters {
  private final MeterRegistry registry;
  final LongAdder accepted;

  public SubmitCounters(MeterRegistry registry) {
    this.registry = registry;
    this.accepted = HotCounter.in(registry, "mc.submit.accepted", "submit_sm stored and answered");
  }

  void refused(CommandStatus status) {
    registry
        .counter("mc.submit.refused", "status", status.name().toLowerCase(Locale.ROOT))
        .increment();
  }
}
