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
   * @return the adder to count with
   */
  public static LongAdder in(
      MeterRegistry registry, String name, String description, String... tags) {
    var adder = new LongAdder();
    // Micrometer holds the object it asks weakly, the function strongly: so the function has the
    // adder, and a counter whose owner is gone keeps its value.
    FunctionCounter.builder(name, HotCounter.class, owner -> adder.doubleValue())
        .description(description)
        .tags(tags)
        .register(registry);
    return adder;
  }
}
