package org.messagecenter.server.deliver;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.protocol.receipt.MessageState;

/** What became of the attempts. */
public final class DeliverCounters {
  final LongAdder attempts = new LongAdder();
  final LongAdder temporary = new LongAdder();
  private final Map<MessageState, LongAdder> byState = new EnumMap<>(MessageState.class);

  public DeliverCounters(MeterRegistry registry) {
    FunctionCounter.builder("mc.deliver.attempts", attempts, LongAdder::sum)
        .description("attempts given to an outlet")
        .register(registry);
    FunctionCounter.builder("mc.deliver.temporary", temporary, LongAdder::sum)
        .description("attempts that failed for now")
        .register(registry);
    for (MessageState state : MessageState.values()) {
      LongAdder adder = new LongAdder();
      byState.put(state, adder);
      if (state.isFinal()) {
        FunctionCounter.builder("mc.deliver.ended", adder, LongAdder::sum)
            .tag("state", state.name().toLowerCase(Locale.ROOT))
            .description("messages that reached a final state")
            .register(registry);
      }
    }
  }

  void ended(MessageState state) {
    LongAdder adder = byState.get(state);
    if (adder != null) {
      adder.increment();
    }
  }
}
