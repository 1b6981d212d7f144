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
  final LongAdder duplicates;
  final LongAdder datagrams;
  final LongAdder datagramsDropped;
  final LongAdder transactions;

  public SubmitCounters(MeterRegistry registry) {
    this.registry = registry;
    this.accepted = HotCounter.in(registry, "mc.submit.accepted", "messages stored and answered");
    this.duplicates =
        HotCounter.in(
            registry, "mc.submit.duplicates", "of these, answered with the id of an earlier one");
    this.datagrams = HotCounter.in(registry, "mc.submit.datagrams", "messages in datagram mode");
    this.datagramsDropped =
        HotCounter.in(
            registry, "mc.submit.datagrams.dropped", "datagrams not tried: too many under way");
    this.transactions =
        HotCounter.in(registry, "mc.submit.transactions", "messages in transaction mode");
  }

  void refused(CommandStatus status) {
    registry
        .counter("mc.submit.refused", "status", status.name().toLowerCase(Locale.ROOT))
        .increment();
  }
}
