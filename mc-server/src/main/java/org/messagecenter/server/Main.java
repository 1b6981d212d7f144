package org.messagecenter.server;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import org.messagecenter.server.account.AccountSettings;
import org.messagecenter.server.account.DemoAccounts;
import org.messagecenter.server.cli.Cli;
import org.messagecenter.server.cli.Launch;
import org.messagecenter.server.cli.RunOptions;
import org.messagecenter.server.cli.Signals;
import org.messagecenter.server.cli.Termination;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.listen.CipherSuites;
import org.messagecenter.server.listen.TlsContexts;
import org.messagecenter.server.listen.TlsSettings;
import org.messagecenter.server.metric.MetricSettings;
import org.messagecenter.server.metric.Metrics;
import org.messagecenter.server.metric.MetricsLog;

/** The program {@code mc}. */
public final class Main {

  private Main() {}

  /** Runs the command that the arguments name and exits with its status. */
  public static void main(String[] arguments) {
    // First of all: the JDK reads its list of disabled algorithms when TLS is first used.
    CipherSuites.permitRequired();
    System.exit(Cli.execute(arguments, Main::prepare));
  }

  static Launch.Prepared prepare(Section settings, RunOptions options) {
    Section listen = settings.section("listen");
    AccountSettings accounts = AccountSettings.from(settings.section("accounts"));
    TlsSettings tls = TlsSettings.from(settings.section("tls"));
    MetricSettings metric = MetricSettings.from(settings.section("metric"));
    DemoAccounts.check(
        listen, "host", listen.address("host"), accounts.book(), options.allowDemoAccounts());
    listen.port("port");
    listen.port("tls-port");
    settings.section("store").file("directory");
    return termination -> run(tls, metric, termination);
  }

  private static int run(TlsSettings tls, MetricSettings metric, Termination termination)
      throws Exception {
    var contexts =
        new TlsContexts(tls, InstantSource.system(), System::nanoTime, ForkJoinPool.commonPool());
    System.out.println(contexts.describe());
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    try (var metrics = new Metrics();
        var log = new MetricsLog(metrics.registry(), metric)) {
      Signals.on("USR1", log::logDump);
      log.start(scheduler);
      return termination.await();
    } finally {
      scheduler.shutdownNow();
    }
  }
}
