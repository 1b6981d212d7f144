package org.messagecenter.server.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

class MetricsLogTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MetricsLog log = log();

  @Test
  void countersShowWhatWasAddedSinceTheLineBefore() {
    LongAdder submits = HotCounter.in(registry, "smpp.submits", "submit_sm received", "tls", "yes");
    submits.add(5);
    assertThat(log.line()).isEqualTo("meters: smpp.submits{tls=yes} +5 (5)");

    submits.add(2);
    assertThat(log.line()).isEqualTo("meters: smpp.submits{tls=yes} +2 (7)");
    assertThat(log.line()).isEqualTo("meters: smpp.submits{tls=yes} +0 (7)");
  }

  @Test
  void gaugesShowTheirValueAndTimersTheirMean() {
    var depth = new AtomicInteger(3);
    Gauge.builder("store.depth", depth, AtomicInteger::get)
        .strongReference(true)
        .register(registry);
    Timer force = Timer.builder("store.force").register(registry);
    force.record(Duration.ofMillis(1));
    force.record(Duration.ofMillis(2));

    assertThat(log.line())
        .isEqualTo("meters: store.depth 3, store.force +2 (2) mean 1.500ms max 2ms");
  }

  @Test
  void aGaugeThatFailsCostsALineAndNoMore() {
    AtomicInteger reads = new AtomicInteger();
    Gauge.builder(
            "store.depth",
            () -> {
              if (reads.incrementAndGet() == 1) {
                throw new StackOverflowError("as if");
              }
              return 2;
            })
        .register(registry);
    log.logLine();
    assertThat(log.line()).isEqualTo("meters: store.depth 2");
  }

  @Test
  void zerosAndUnwantedMetersAreLeftOut() {
    HotCounter.in(registry, "smpp.binds", "binds").add(1);
    assertThat(HotCounter.in(registry, "smpp.submits", "submits").sum()).isZero();
    HotCounter.in(registry, "jvm.things", "things").add(4);

    assertThat(log("smpp.", "store.").line()).isEqualTo("meters: smpp.binds +1 (1)");
    assertThat(log("store.").line()).isEqualTo("meters: all zero");
  }

  @Test
  void aCounterOutlivesItsOwner() {
    HotCounter.in(registry, "a.counter", "counts").increment();

    System.gc();

    assertThat(log.line()).isEqualTo("meters: a.counter +1 (1)");
  }

  @Test
  void theDumpHasEverything() {
    LongAdder zero = HotCounter.in(registry, "b.zero", "zero");
    LongAdder one = HotCounter.in(registry, "a.one", "one");
    one.increment();

    assertThat(zero.sum()).isZero();
    assertThat(log.dump()).isEqualTo("all meters:\n  a.one count=1\n  b.zero count=0");
  }

  @Test
  void theRegistryOfTheProcessMeasuresTheJvm() {
    try (var metrics = new Metrics()) {
      assertThat(metrics.registry().find("jvm.memory.used").gauges()).isNotEmpty();
    }
  }

  @Test
  void aTinyIntervalIsRefused() throws Exception {
    Section root = ConfigSource.shipped(Path.of(".")).with("metric.log-interval", "5ms").load();

    MetricSettings.from(root.section("metric"));

    assertThatThrownBy(root::verify)
        .hasMessage("--set: message-center.metric.log-interval = 5ms: must be 0 or at least 1s");
  }

  private MetricsLog log(String... meters) {
    return new MetricsLog(registry, new MetricSettings(Duration.ZERO, List.of(meters)));
  }
}
