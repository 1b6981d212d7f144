package org.messagecenter.server.esme;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.listen.TurnedAway;
import org.messagecenter.server.metric.HotCounter;

/** Connections, binds and what peers sent that is no SMPP. */
public final class SessionCounters {
  private final MeterRegistry registry;
  final LongAdder opened;
  final LongAdder bound;

  public SessionCounters(MeterRegistry registry) {
    this.registry = registry;
    this.opened = HotCounter.in(registry, "mc.session.opened", "connections accepted or made");
    this.bound = HotCounter.in(registry, "mc.session.bound", "successful binds");
  }

  void turnedAway(TurnedAway reason) {
    registry
        .counter("mc.session.turned-away", "reason", reason.name().toLowerCase(Locale.ROOT))
        .increment();
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
