package org.messagecenter.server.metric;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** Makes counters for the hot path: adding to one is a {@link LongAdder#increment()}. */
public final class HotCounter {

  private HotCounter() {}

  /**
   * Registers a counter.
   *
   * @param name in lower case with dots, such as {@code smpp.submits}
   * @param description what one count means
   * @param tags keys and values in turn
   * @return the adder to count with; its owner must keep it, the registry holds it weakly
   */
  public static LongAdder in(
      MeterRegistry registry, String name, String description, String... tags) {
    var adder = new LongAdder();
    FunctionCounter.builder(name, adder, LongAdder::doubleValue)
        .description(description)
        .tags(tags)
        .register(registry);
    return adder;
  }
}
