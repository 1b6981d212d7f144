package org.messagecenter.server.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.server.metric.HotCounter;

/** What became of the mobile-originated messages. */
final class MoCounters {
  final LongAdder accepted;
  final LongAdder unowned;
  final LongAdder parts;
  final LongAdder joined;
  final LongAdder alone;
  final LongAdder repeated;

  MoCounters(MeterRegistry registry) {
    accepted = HotCounter.in(registry, "mc.inbound.accepted", "mobile-originated messages stored");
    unowned = HotCounter.in(registry, "mc.inbound.unowned", "messages to a number nobody owns");
    parts = HotCounter.in(registry, "mc.inbound.parts", "parts that waited for others");
    joined = HotCounter.in(registry, "mc.inbound.joined", "messages put together from parts");
    alone = HotCounter.in(registry, "mc.inbound.alone", "parts whose others did not come in time");
    repeated = HotCounter.in(registry, "mc.inbound.repeated", "parts that came again");
  }
}
