package org.messagecenter.server.upstream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.messagecenter.server.metric.HotCounter;

/** What is counted of one carrier. */
final class CarrierCounters {
  private final Map<Answers.Kind, LongAdder> answers = new EnumMap<>(Answers.Kind.class);
  final LongAdder submits;
  final LongAdder unknown;
  final LongAdder late;
  final LongAdder connects;
  final LongAdder bound;
  final LongAdder refused;
  final LongAdder failed;
  final LongAdder lost;
  final LongAdder arrived;
  final LongAdder alerts;
  final LongAdder malformed;
  final Timer latency;

  CarrierCounters(String carrier, MeterRegistry registry) {
    for (Answers.Kind kind : Answers.Kind.values()) {
      String word = kind.name().toLowerCase(Locale.ROOT);
      answers.put(
          kind,
          HotCounter.in(
              registry,
              "mc.carrier.answers",
              "answers to submit_sm, by what they mean",
              "carrier",
              carrier,
              "class",
              word));
    }
    submits = in(registry, carrier, "submits", "submit_sm sent");
    unknown = in(registry, carrier, "unknown", "submit_sm that got no answer");
    late = in(registry, carrier, "late", "answers to submit_sm that came after their time");
    connects = in(registry, carrier, "connects", "attempts to connect");
    bound = in(registry, carrier, "bound", "successful binds");
    refused = in(registry, carrier, "refused", "binds that the carrier refused");
    failed = in(registry, carrier, "failed", "attempts that led to no bind");
    lost = in(registry, carrier, "lost", "binds that ended without our wish");
    arrived = in(registry, carrier, "arrived", "deliver_sm and data_sm of the carrier");
    alerts = in(registry, carrier, "alerts", "alert_notifications, which are ignored");
    malformed = in(registry, carrier, "malformed", "PDUs of the carrier that are malformed");
    latency =
        Timer.builder("mc.carrier.latency")
            .description("time from submit_sm to its answer")
            .tag("carrier", carrier)
            .register(registry);
  }

  private static LongAdder in(MeterRegistry registry, String carrier, String what, String meaning) {
    return HotCounter.in(registry, "mc.carrier." + what, meaning, "carrier", carrier);
  }

  static void gauge(
      MeterRegistry registry, String carrier, String what, String meaning, IntSupplier value) {
    Gauge.builder("mc.carrier." + what, value, IntSupplier::getAsInt)
        .description(meaning)
        .tag("carrier", carrier)
        .strongReference(true)
        .register(registry);
  }

  LongAdder answers(Answers.Kind kind) {
    LongAdder counter = answers.get(kind);
    if (counter == null) {
      throw new IllegalStateException(kind.name());
    }
    return counter;
  }
}
