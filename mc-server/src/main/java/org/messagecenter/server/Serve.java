package org.messagecenter.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.account.DemoAccounts;
import org.messagecenter.server.cli.ExitStatus;
import org.messagecenter.server.cli.Launch;
import org.messagecenter.server.cli.RunOptions;
import org.messagecenter.server.cli.Signals;
import org.messagecenter.server.cli.StartException;
import org.messagecenter.server.cli.Termination;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.listen.CertificateWatch;
import org.messagecenter.server.listen.TlsContexts;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.metric.MetricSettings;
import org.messagecenter.server.metric.Metrics;
import org.messagecenter.server.metric.MetricsLog;
import org.messagecenter.server.route.RouteTable;
import org.messagecenter.store.journal.JournalDamageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code mc run}: the message center as a process, from its settings to its exit status. */
final class Serve implements Launch {
  private static final Logger log = LoggerFactory.getLogger(Serve.class);

  @Override
  public Prepared prepare(Section root, RunOptions options) {
    ServerSettings settings = ServerSettings.from(root);
    MetricSettings metric = MetricSettings.from(root.section("metric"));
    List<String> demo =
        DemoAccounts.check(
            root.section("listen"),
            "host",
            root.section("listen").address("host"),
            settings.accounts().book(),
            options.allowDemoAccounts());
    MessageWords words = new MessageWords(options.showMessageText());
    return termination -> run(settings, metric, demo, words, termination);
  }

  @Override
  public RouteTable routes(Section root) {
    MetricSettings.from(root.section("metric"));
    return ServerSettings.from(root).routes().table();
  }

  private static int run(
      ServerSettings settings,
      MetricSettings metric,
      List<String> demo,
      MessageWords words,
      Termination termination)
      throws Exception {
    for (String account : demo) {
      log.warn("account {} has a demo password and is reachable from other machines", account);
    }
    ScheduledExecutorService scheduler =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "mc-background");
              thread.setDaemon(true);
              return thread;
            });
    @Nullable TlsContexts contexts =
        settings.listen().tlsPort().isPresent()
            ? new TlsContexts(settings.tls(), InstantSource.system(), System::nanoTime, scheduler)
            : null;
    @Nullable Supplier<SslContext> tls = contexts == null ? null : contexts::current;
    try (Metrics metrics = new Metrics();
        MetricsLog metricsLog = new MetricsLog(metrics.registry(), metric);
        MessageCenter center = MessageCenter.start(settings, tls, metrics.registry(), words)) {
      System.out.println(StartBlock.of(settings, center, contexts));
      Signals.on("USR1", metricsLog::logDump);
      metricsLog.start(scheduler);
      if (contexts != null) {
        watch(contexts, metrics.registry(), scheduler);
      }
      center
          .failure()
          .thenAccept(
              what -> {
                System.err.println("stopping, the store failed: " + what);
                termination.request(ExitStatus.STORE_FAILED, "the store failed");
              });
      int status = termination.await();
      metricsLog.logDump();
      return status;
    } catch (StoreRefused e) {
      throw new StartException(ExitStatus.STORE_FAILED, storeRefused(e), e);
    } catch (IOException e) {
      // An address in use and the like: the message says what, and a trace would say no more.
      throw new StartException(ExitStatus.NOT_STARTED, String.valueOf(e.getMessage()), e);
    } finally {
      scheduler.shutdownNow();
    }
  }

  private static void watch(
      TlsContexts contexts, MeterRegistry registry, ScheduledExecutorService scheduler) {
    CertificateWatch watch = contexts.watch();
    watch.start(scheduler);
    Gauge.builder("mc.listen.certificate-days-left", watch, CertificateWatch::daysLeft)
        .description("whole days until the listener's certificate expires")
        .strongReference(true)
        .register(registry);
  }

  private static String storeRefused(StoreRefused refused) {
    String hint =
        refused.getCause() instanceof JournalDamageException
            ? "; nothing was changed, and \"mc store check\" says more"
            : "";
    return refused.getMessage() + hint;
  }
}
