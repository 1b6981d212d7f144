package org.messagecenter.server.operate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.messagecenter.server.admin.AdminAnswer;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.server.config.ConfigProblem;
import org.messagecenter.server.correlate.OrphanDesk;
import org.messagecenter.server.queue.QueueStatus;
import org.messagecenter.server.queue.Queues;
import org.messagecenter.server.route.RouteFile;
import org.messagecenter.server.upstream.BindStatus;
import org.messagecenter.server.upstream.CarrierBook;
import org.messagecenter.server.upstream.CarrierStatus;

/** Commands about carriers, their queues, orphaned receipts and routes. */
public final class RelayCommands {
  private static final int USUALLY_LISTED = 100;
  private static final int LONGEST_WAIT_SECONDS = 10;

  private final CarrierBook carriers;
  private final Queues queues;
  private final OrphanDesk orphans;
  private final RouteFile routes;

  private RelayCommands(CarrierBook carriers, Queues queues, OrphanDesk orphans, RouteFile routes) {
    this.carriers = carriers;
    this.queues = queues;
    this.orphans = orphans;
    this.routes = routes;
  }

  /** All of them. */
  public static List<AdminCommand> all(
      CarrierBook carriers, Queues queues, OrphanDesk orphans, RouteFile routes) {
    RelayCommands commands = new RelayCommands(carriers, queues, orphans, routes);
    return List.of(
        new AdminCommand(
            "carrier list", "", "The carriers: binds, window, health.", commands::carriers),
        new AdminCommand("carrier show", "NAME", "A carrier's binds one by one.", commands::binds),
        new AdminCommand(
            "queue list",
            "",
            "What waits for each carrier.",
            (words, answer) -> commands.queues(answer)),
        new AdminCommand(
            "orphan list",
            "CARRIER [MOST [AFTER-ID]]",
            "Receipts of a carrier that found no message.",
            commands::listOrphans),
        new AdminCommand(
            "orphan show",
            "CARRIER ID",
            "One such receipt with all its octets.",
            (words, answer) ->
                words.size() == 2
                    ? lines(commands.orphans.show(words.get(0), words.get(1)), answer)
                    : AdminCommand.USAGE),
        new AdminCommand(
            "orphan replay",
            "CARRIER ID|all",
            "Looks for their messages once more.",
            (words, answer) ->
                words.size() == 2
                    ? lines(commands.orphans.replay(words.get(0), words.get(1)), answer)
                    : AdminCommand.USAGE),
        new AdminCommand("route reload", "", "Reads the routes now.", commands::reload),
        LiveExplanation.command(routes::explain));
  }

  private static int lines(CompletableFuture<List<String>> lines, AdminAnswer answer)
      throws Exception {
    for (String line : lines.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
      answer.line(line);
    }
    return AdminCommand.OK;
  }

  private int carriers(List<String> words, AdminAnswer answer) throws Exception {
    for (CarrierStatus each : carriers.status().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
      answer.line(
          String.format(
              Locale.ROOT,
              "%s binds %d of %d, window %d, outstanding %d, errors %.1f %%, latency %d ms",
              each.name(),
              each.bound(),
              each.binds().size(),
              each.window(),
              each.outstanding(),
              100 * each.health().errorRate(),
              each.health().latencyMillis()));
    }
    return AdminCommand.OK;
  }

  private int binds(List<String> words, AdminAnswer answer) throws Exception {
    if (words.size() != 1) {
      return AdminCommand.USAGE;
    }
    for (CarrierStatus each : carriers.status().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
      if (each.name().equals(words.get(0))) {
        for (BindStatus bind : each.binds()) {
          answer.line(
              bind.name()
                  + " "
                  + bind.state().name().toLowerCase(Locale.ROOT)
                  + " since "
                  + Instant.ofEpochMilli(bind.since())
                  + " "
                  + bind.host()
                  + ", outstanding "
                  + bind.outstanding()
                  + " of "
                  + bind.window()
                  + (bind.lastError().isEmpty()
                      ? ""
                      : ", last error at "
                          + Instant.ofEpochMilli(bind.lastErrorAt())
                          + ": "
                          + bind.lastError()));
        }
        String certificate = carriers.certificate(each.name());
        if (certificate != null) {
          answer.line(certificate);
        }
        return AdminCommand.OK;
      }
    }
    answer.line("no carrier " + words.get(0) + " is configured");
    return AdminCommand.FAILED;
  }

  private int queues(AdminAnswer answer) throws Exception {
    for (QueueStatus each : queues.status().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
      answer.line(
          each.carrier()
              + " waiting "
              + (each.parked() + each.inMemory())
              + " ("
              + each.inMemory()
              + " in memory), lines "
              + each.lines()
              + (each.pausedMillis() > 0 ? ", paused for " + each.pausedMillis() + " ms" : ""));
    }
    return AdminCommand.OK;
  }

  private int listOrphans(List<String> words, AdminAnswer answer) throws Exception {
    if (words.isEmpty() || words.size() > 3) {
      return AdminCommand.USAGE;
    }
    int most = USUALLY_LISTED;
    if (words.size() > 1) {
      try {
        most = Integer.parseInt(words.get(1));
      } catch (NumberFormatException e) {
        return AdminCommand.USAGE;
      }
    }
    String after = words.size() == 3 ? words.get(2) : null;
    return lines(orphans.list(words.get(0), most, after), answer);
  }

  private int reload(List<String> words, AdminAnswer answer) throws Exception {
    List<ConfigProblem> problems = new ArrayList<>(routes.reload());
    for (ConfigProblem problem : problems) {
      answer.line(problem.toString());
    }
    if (problems.isEmpty()) {
      answer.line("the routes are in use as they stand in the file");
    }
    return problems.isEmpty() ? AdminCommand.OK : AdminCommand.FAILED;
  }
}
