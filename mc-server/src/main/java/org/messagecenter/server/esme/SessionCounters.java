package org.messagecenter.server.esme;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandStatus;

/** Connections, binds and what peers sent that is no SMPP. */
public final class SessionCounters {
  private final MeterRegistry registry;
  final LongAdder opened = new LongAdder();
  final LongAdder bound = new LongAdder();

  public SessionCounters(MeterRegistry registry) {
    this.registry = registry;
    FunctionCounter.builder("mc.session.opened", opened, LongAdder::sum)
        .description("connections accepted")
        .register(registry);
    FunctionCounter.builder("mc.session.bound", bound, LongAdder::sum)
        .description("successful binds")
        .register(registry);
  }

  void refused(CommandStatus status) {
    registry
        .counter("mc.session.refused", "status", status.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  void malformed(int status) {
    CommandStatus known = CommandStatus.of(status);
    registry
        .counter(
            "mc.session.malformed",
            "status",
            known == null ? "other" : known.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  void closed(CloseReason reason) {
    registry
        .counter("mc.session.closed", "reason", reason.name().toLowerCase(Locale.ROOT))
        .increment();
  }
}
