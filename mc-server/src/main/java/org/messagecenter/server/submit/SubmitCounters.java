package org.messagecenter.server.submit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.protocol.spec.CommandStatus;

/** How submit_sm were answered. */
public final class SubmitCounters {
  private final MeterRegistry registry;
  final LongAdder accepted = new LongAdder();

  public SubmitCounters(MeterRegistry registry) {
    this.registry = registry;
    FunctionCounter.builder("mc.submit.accepted", accepted, LongAdder::sum)
        .description("submit_sm stored and answered with ESME_ROK")
        .register(registry);
  }

  void refused(CommandStatus status) {
    registry
        .counter("mc.submit.refused", "status", status.name().toLowerCase(Locale.ROOT))
        .increment();
  }
}
