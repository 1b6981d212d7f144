package org.messagecenter.server.route;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigProblem;
import org.messagecenter.server.config.FileStamp;
import org.messagecenter.server.metric.HotCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes in use: those of the file as it was when it was last read without a problem. A file
 * with problems changes nothing but the log. Safe for concurrent use.
 */
public final class RouteFile implements Router {
  private static final Logger log = LoggerFactory.getLogger(RouteFile.class);

  private final RouteSettings settings;
  private final HealthBoard health;
  private final LongAdder reloads;
  private final LongAdder failures;
  private List<FileStamp> seen;
  private volatile RouteTable table;

  /** Begins with the table that the settings were read with. */
  public RouteFile(RouteSettings settings, HealthBoard health, MeterRegistry registry) {
    this.settings = settings;
    this.health = health;
    this.table = settings.table();
    table.prepare();
    this.seen = table.files();
    this.reloads =
        HotCounter.in(registry, "mc.route.reloads", "readings of the routes that were taken");
    this.failures =
        HotCounter.in(registry, "mc.route.reload-failures", "readings of the routes with problems");
    if (!settings.carriers().isEmpty() && table.isBuiltIn()) {
      log.warn(
          "{} has no rules: every message goes to the simulated network, none to a carrier",
          settings.file());
    }
  }

  /** Has the files looked at from now on. */
  public void start(ScheduledExecutorService background) {
    long millis = settings.reloadCheck().toMillis();
    if (millis > 0) {
      background.scheduleWithFixedDelay(this::check, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public Route route(RouteRequest request) {
    return table.route(request, health);
  }

  /** As {@link #route}, with the reasons. */
  public Explanation explain(RouteRequest request) {
    return table.explain(request, health);
  }

  /** Whether some rule refuses messages, so that submissions have to be asked for their route. */
  public boolean refuses() {
    return table.refuses();
  }

  /** Reads the files if they have changed since they were read last, with or without problems. */
  void check() {
    try {
      if (changed()) {
        reload();
      }
    } catch (RuntimeException | Error e) {
      // What is thrown here would end the checks for ever; brackets without end overflow the stack.
      failures.increment();
      log.error("The routes cannot be read", e);
    }
  }

  private synchronized boolean changed() {
    return !seen.equals(now());
  }

  /**
   * Reads the files now. The log says what came of it.
   *
   * @return what is wrong in them; nothing when their routes are in use from now on
   */
  public synchronized List<ConfigProblem> reload() {
    // Before the reading: a file that changes meanwhile is then seen as changed at the next look.
    seen = now();
    List<FileStamp> looked = new ArrayList<>();
    try {
      RouteTable read = settings.readAgain(looked, RouteFile::warn);
      seen = read.files();
      read.prepare();
      table = read;
      reloads.increment();
      log.info("Routes reloaded from {}: {}", settings.file(), read);
      return List.of();
    } catch (ConfigException e) {
      seen = with(looked);
      failures.increment();
      log.error("Routes not reloaded, those before stay in use: {}", e.getMessage());
      return e.problems();
    }
  }

  private static void warn(String rule) {
    log.warn("{}, which is not known before the next start at the earliest", rule);
  }

  /** Files that are named for the first time are mended by their own changes, too. */
  private List<FileStamp> with(List<FileStamp> looked) {
    List<FileStamp> all = new ArrayList<>(looked);
    for (FileStamp each : seen) {
      if (looked.stream().noneMatch(other -> other.path().equals(each.path()))) {
        all.add(each);
      }
    }
    return all;
  }

  private List<FileStamp> now() {
    return seen.stream().map(FileStamp::now).toList();
  }
}
