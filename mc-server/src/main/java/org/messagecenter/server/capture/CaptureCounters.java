package org.messagecenter.server.capture;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.server.metric.HotCounter;

/** What was recorded and what was not. */
final class CaptureCounters {
  final LongAdder recorded;
  final LongAdder octets;
  final LongAdder dropped;

  CaptureCounters(MeterRegistry registry) {
    recorded = HotCounter.in(registry, "mc.capture.recorded", "reads and writes recorded");
    octets = HotCounter.in(registry, "mc.capture.bytes", "octets written to capture files");
    dropped = HotCounter.in(registry, "mc.capture.dropped", "reads and writes lost to a capture");
  }
}
