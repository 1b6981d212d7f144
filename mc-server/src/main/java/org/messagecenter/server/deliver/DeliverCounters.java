package org.messagecenter.server.deliver;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.metric.HotCounter;

/** What became of the attempts. */
public final class DeliverCounters {
  final LongAdder attempts;
  final LongAdder temporary;
  final LongAdder billing;
  final LongAdder unknown;
  final LongAdder split;
  private final Map<MessageState, LongAdder> byState = new EnumMap<>(MessageState.class);

  public DeliverCounters(MeterRegistry registry) {
    attempts = HotCounter.in(registry, "mc.deliver.attempts", "attempts given to an outlet");
    temporary = HotCounter.in(registry, "mc.deliver.temporary", "attempts that failed for now");
    billing = HotCounter.in(registry, "mc.deliver.billing", "attempts nobody could be billed for");
    unknown = HotCounter.in(registry, "mc.deliver.unknown", "attempts whose answer never came");
    split = HotCounter.in(registry, "mc.deliver.split", "messages that went in parts");
    for (MessageState state : MessageState.values()) {
      if (state.isFinal()) {
        byState.put(
            state,
            HotCounter.in(
                registry,
                "mc.deliver.ended",
                "messages that reached a final state",
                "state",
                state.name().toLowerCase(Locale.ROOT)));
      }
    }
  }

  /** A message reached this final state, whoever ended it. */
  public void ended(MessageState state) {
    LongAdder counter = byState.get(state);
    if (counter != null) {
      counter.increment();
    }
  }
}
