package org.messagecenter.server.outbind;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.messagecenter.server.listen.SmppDialer;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.mailbox.BoundSessions;
import org.messagecenter.server.upstream.HostNames;
import org.messagecenter.server.upstream.SlowCall;
import org.messagecenter.store.queue.MessageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls accounts with waiting mail, on a thread of its own; looking hosts' names up, which may take
 * any time, is for others. There is no thread when no account can be called.
 */
public final class OutbindDesk implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OutbindDesk.class);

  /** Lines a second that calls may cause. */
  private static final int LINES = 10;

  /** Most threads that look names up, each of them one: they are there only while that is slow. */
  private static final int LOOKUPS = 64;

  private final OutbindSettings settings;
  private final SmppDialer dialer;
  private final boolean idle;
  private final ScheduledExecutorService thread;
  private final ThreadPoolExecutor lookups;
  private final CallPlan plan;

  public OutbindDesk(
      List<Callee> callees,
      OutbindSettings settings,
      MessageStore store,
      BoundSessions sessions,
      SmppDialer dialer,
      LongSupplier nanoTime,
      MeterRegistry registry) {
    this.settings = settings;
    this.dialer = dialer;
    this.idle = callees.isEmpty();
    // Starts its thread with the first task.
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "mc-outbind");
              made.setDaemon(true);
              return made;
            });
    this.lookups = SlowCall.threads("mc-outbind-lookup", LOOKUPS);
    this.plan =
        new CallPlan(
            callees,
            settings,
            sessions::receivers,
            () -> store.stats().mailboxes(),
            new DialingTelephone(
                (address, callee, call) ->
                    dialer.call(
                        address, callee.tls(), callee.target().host(), callee.outbind(), call),
                new HostNames(InetAddress::getAllByName, lookups),
                settings.connect(),
                thread),
            thread,
            new OutbindCounters(registry),
            new RateLimitedLog(LINES, nanoTime),
            nanoTime,
            new SplittableRandom());
  }

  /** Begins to look for waiting mail. */
  public void start() {
    if (!idle) {
      long period = settings.check().toNanos();
      thread.scheduleWithFixedDelay(this::look, period, period, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    try {
      plan.look();
    } catch (RuntimeException | Error e) {
      // A task that throws would not be run again.
      log.error("The look for waiting mail failed", e);
    }
  }

  /** Calls nobody any more; sessions that are there stay. */
  @Override
  public void close() {
    dialer.close();
    thread.shutdown();
    lookups.shutdownNow();
  }
}
