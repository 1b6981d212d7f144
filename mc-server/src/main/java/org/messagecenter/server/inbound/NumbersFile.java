package org.messagecenter.server.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.admin.AdminAnswer;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigProblem;
import org.messagecenter.server.config.FileStamp;
import org.messagecenter.server.metric.HotCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers in use: those of the file as it was when it was last read without a problem. A file
 * with problems changes nothing but the log. Safe for concurrent use.
 */
public final class NumbersFile {
  private static final Logger log = LoggerFactory.getLogger(NumbersFile.class);

  private final @Nullable NumbersSource source;
  private final LongAdder reloads;
  private final LongAdder failures;
  private @Nullable FileStamp seen;
  private volatile NumberTable table;

  /** Begins with the table that the settings were read with. */
  NumbersFile(InboundSettings settings, MeterRegistry registry) {
    this.source = settings.source();
    this.seen = source == null ? null : source.file();
    this.table = settings.numbers();
    this.reloads =
        HotCounter.in(registry, "mc.inbound.reloads", "readings of the numbers that were taken");
    this.failures =
        HotCounter.in(
            registry, "mc.inbound.reload-failures", "readings of the numbers with problems");
  }

  /** Has the file looked at from now on. */
  public void start(ScheduledExecutorService background) {
    if (source != null && !source.reloadCheck().isZero()) {
      long millis = source.reloadCheck().toMillis();
      background.scheduleWithFixedDelay(this::check, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** The table to look one message up in. */
  NumberTable table() {
    return table;
  }

  /** Reads the file if it has changed since it was read last, with or without problems. */
  void check() {
    try {
      if (changed()) {
        reload();
      }
    } catch (RuntimeException | StackOverflowError e) {
      // What is thrown here would end the checks for ever; brackets without end overflow the stack.
      log.error("The numbers cannot be read", e);
    }
  }

  private synchronized boolean changed() {
    return seen != null && !seen.now().equals(seen);
  }

  /**
   * Reads the file now. The log says what came of it.
   *
   * @return what is wrong in it; nothing when its numbers are in use from now on
   */
  synchronized List<ConfigProblem> reload() {
    if (source == null || seen == null) {
      return List.of();
    }
    // Before the reading: a file that changes meanwhile is then seen as changed at the next look.
    seen = seen.now();
    try {
      table = source.readAgain();
      reloads.increment();
      log.info("Numbers reloaded from {}", source.path());
      return List.of();
    } catch (ConfigException e) {
      failures.increment();
      log.error("Numbers not reloaded, those before stay in use: {}", e.getMessage());
      return e.problems();
    }
  }

  /** {@code number reload}, to be given to the admin desk. */
  public AdminCommand command() {
    return new AdminCommand(
        "number reload", "", "Reads the numbers of accounts now.", this::reload);
  }

  private int reload(List<String> words, AdminAnswer answer) throws Exception {
    if (!words.isEmpty()) {
      return AdminCommand.USAGE;
    }
    List<ConfigProblem> problems = reload();
    for (ConfigProblem problem : problems) {
      answer.line(problem.toString());
    }
    if (problems.isEmpty()) {
      answer.line("the numbers are in use as they stand in the file");
    }
    return problems.isEmpty() ? AdminCommand.OK : AdminCommand.FAILED;
  }
}
