package org.messagecenter.server.metric;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the meters into the log: now and then in one line, and all of them when asked.
 *
 * <p>In the line a counter shows what was added since the line before, with its total behind; a
 * timer the same for its count, with the mean and the longest time; a gauge its value. Meters that
 * are zero are left out.
 */
public final class MetricsLog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MetricsLog.class);
  private static final Comparator<Meter> BY_NAME =
      Comparator.comparing(meter -> name(meter.getId()));

  private final MeterRegistry registry;
  private final MetricSettings settings;
  private final Map<Meter.Id, Double> before = new HashMap<>();
  private @Nullable ScheduledFuture<?> task;

  /** Makes a log that is silent until it is started or asked. */
  public MetricsLog(MeterRegistry registry, MetricSettings settings) {
    this.registry = registry;
    this.settings = settings;
  }

  /** Starts the periodic line, unless its interval is zero. */
  public synchronized void start(ScheduledExecutorService scheduler) {
    Duration interval = settings.logInterval();
    if (!interval.isZero()) {
      task =
          scheduler.scheduleAtFixedRate(
              this::logLine, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Writes {@link #line()} into the log. */
  void logLine() {
    try {
      log.info("{}", line());
    } catch (RuntimeException | Error e) {
      // What is thrown here would end the lines for ever.
      log.error("The meters cannot be read", e);
    }
  }

  /** The line for the time since it was last asked for. */
  synchronized String line() {
    String shown =
        registry.getMeters().stream()
            .filter(this::wanted)
            .sorted(BY_NAME)
            .map(this::sinceBefore)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return "meters: " + (shown.isEmpty() ? "all zero" : shown);
  }

  /** Every measurement of every meter, a line each. */
  public String dump() {
    return registry.getMeters().stream()
        .sorted(BY_NAME)
        .map(MetricsLog::whole)
        .collect(Collectors.joining("\n  ", "all meters:\n  ", ""));
  }

  /** Writes {@link #dump()} into the log. */
  public void logDump() {
    log.info("{}", dump());
  }

  @Override
  public synchronized void close() {
    if (task != null) {
      task.cancel(false);
    }
  }

  private boolean wanted(Meter meter) {
    List<String> prefixes = settings.logMeters();
    return prefixes.isEmpty()
        || prefixes.stream().anyMatch(prefix -> meter.getId().getName().startsWith(prefix));
  }

  private String sinceBefore(Meter meter) {
    Map<Statistic, Double> values = values(meter);
    Double count = values.get(Statistic.COUNT);
    if (count == null) {
      double value = values.values().stream().findFirst().orElse(0.0);
      return value == 0 || Double.isNaN(value) ? "" : name(meter.getId()) + " " + number(value);
    }
    double added = count - Objects.requireNonNullElse(before.put(meter.getId(), count), 0.0);
    if (count == 0) {
      return "";
    }
    String text = name(meter.getId()) + " +" + number(added) + " (" + number(count) + ")";
    Double total = values.getOrDefault(Statistic.TOTAL_TIME, values.get(Statistic.TOTAL));
    Double most = values.get(Statistic.MAX);
    return total == null || most == null
        ? text
        : text + " mean " + measure(meter, total / count) + " max " + measure(meter, most);
  }

  private static String whole(Meter meter) {
    return name(meter.getId())
        + " "
        + StreamSupport.stream(meter.measure().spliterator(), false)
            .map(
                one ->
                    one.getStatistic().name().toLowerCase(Locale.ROOT)
                        + "="
                        + number(one.getValue()))
            .collect(Collectors.joining(" "));
  }

  private static Map<Statistic, Double> values(Meter meter) {
    return StreamSupport.stream(meter.measure().spliterator(), false)
        .collect(
            Collectors.toMap(Measurement::getStatistic, Measurement::getValue, (one, two) -> one));
  }

  private static String name(Meter.Id id) {
    List<Tag> tags = id.getTags();
    return tags.isEmpty()
        ? id.getName()
        : id.getName()
            + tags.stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(",", "{", "}"));
  }

  /** Timers measure in the registry's base unit, which is seconds here: shown as milliseconds. */
  private static String measure(Meter meter, double value) {
    return meter.getId().getType() == Meter.Type.TIMER
        ? number(value * 1000) + "ms"
        : number(value);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
