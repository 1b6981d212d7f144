package org.messagecenter.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.Authenticator;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.server.admin.AdminDesk;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.broadcast.BroadcastDesk;
import org.messagecenter.server.capture.CaptureSettings;
import org.messagecenter.server.capture.LiveCapture;
import org.messagecenter.server.correlate.CarrierInbox;
import org.messagecenter.server.correlate.CorrelateCounters;
import org.messagecenter.server.correlate.Means;
import org.messagecenter.server.deliver.DeliverCounters;
import org.messagecenter.server.deliver.Departures;
import org.messagecenter.server.deliver.DirectDesk;
import org.messagecenter.server.deliver.Dispatcher;
import org.messagecenter.server.deliver.DueKinds;
import org.messagecenter.server.deliver.PartDesk;
import org.messagecenter.server.deliver.ReceiptRetries;
import org.messagecenter.server.deliver.Retries;
import org.messagecenter.server.esme.BindDesk;
import org.messagecenter.server.esme.EsmeDesk;
import org.messagecenter.server.esme.SessionCounters;
import org.messagecenter.server.flight.CommitEvent;
import org.messagecenter.server.history.MessageHistory;
import org.messagecenter.server.history.MessageShow;
import org.messagecenter.server.history.Senders;
import org.messagecenter.server.inbound.InboundDesk;
import org.messagecenter.server.inbound.PartFingerprints;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.listen.Connections;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.listen.SessionPipeline;
import org.messagecenter.server.listen.SmppChannel;
import org.messagecenter.server.listen.SmppDialer;
import org.messagecenter.server.listen.SmppListener;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.mailbox.BoundSession;
import org.messagecenter.server.mailbox.BoundSessions;
import org.messagecenter.server.mailbox.MailCounters;
import org.messagecenter.server.mailbox.MailDesk;
import org.messagecenter.server.manage.CancelDesk;
import org.messagecenter.server.manage.QueryDesk;
import org.messagecenter.server.manage.ReplaceDesk;
import org.messagecenter.server.metric.Congestion;
import org.messagecenter.server.operate.RelayCommands;
import org.messagecenter.server.outbind.Callee;
import org.messagecenter.server.outbind.OutbindDesk;
import org.messagecenter.server.queue.AccountRoom;
import org.messagecenter.server.queue.Queues;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.server.route.RouteFile;
import org.messagecenter.server.simulate.ScenarioCarrier;
import org.messagecenter.server.submit.Fingerprints;
import org.messagecenter.server.submit.RouteCheck;
import org.messagecenter.server.submit.SubmitCheck;
import org.messagecenter.server.submit.SubmitChecks;
import org.messagecenter.server.submit.SubmitCounters;
import org.messagecenter.server.submit.SubmitDesk;
import org.messagecenter.server.upstream.CarrierBook;
import org.messagecenter.store.journal.Handles;
import org.messagecenter.store.queue.CommitInfo;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.StoreSettings;
import org.messagecenter.store.queue.StoreStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message center in one process: builds its parts from the settings, starts them in order and
 * stops them in reverse. Nothing else is done here, and no part knows this class.
 */
public final class MessageCenter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MessageCenter.class);

  private static final Duration ANSWER_TIME = Duration.ofSeconds(3);
  private static final Duration UNBIND_TIME = Duration.ofSeconds(3);

  /** Lines a second that peers' mistakes may cause, for each kind of mistake. */
  private static final int MISTAKE_LINES = 10;

  private final MessageStore store;
  private final @Nullable LiveCapture capture;
  private final Threads threads;
  private final SmppListener listener;
  private final OutbindDesk outbinds;
  private final CarrierBook carriers;
  private final List<AdminCommand> commands;
  private @Nullable AdminDesk admin;

  private final SubmitDesk submits;
  private final BindDesk binds;
  private final EsmeDesk esmes;
  private final BoundSessions sessions;
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private boolean stopped;

  /**
   * @param begun takes what is to be closed when this fails
   */
  private MessageCenter(
      ServerSettings settings,
      @Nullable Supplier<SslContext> tls,
      MessageStore store,
      Threads threads,
      @Nullable LiveCapture capture,
      List<Callee> callees,
      MeterRegistry registry,
      MessageWords words,
      Handles begun)
      throws IOException {
    LongSupplier nanoTime = System::nanoTime;
    LongSupplier wallMillis = System::currentTimeMillis;
    this.store = store;
    this.threads = threads;
    this.capture = capture;
    int loopCount = settings.listen().loops();
    Lanes lanes = new Lanes(threads.loops(), loopCount, nanoTime);

    AccountBook accounts = settings.accounts().book();
    Authenticator authenticator =
        new Authenticator(
            accounts,
            settings.accounts().authentication(),
            threads.passwords(),
            InstantSource.system(),
            nanoTime);

    MessageHistory history = threads.history();
    long mailKept = settings.mailbox().expiry().toMillis();
    this.sessions = new BoundSessions();
    MailDesk mail =
        new MailDesk(
            store, sessions, settings.mailbox(), new MailCounters(registry), wallMillis, history);
    Policy usual = settings.accounts().policy();
    ReceiptDesk receipts = new ReceiptDesk(new Policies(accounts, usual), mailKept, registry);
    InboundDesk inbound =
        new InboundDesk(
            store,
            settings.inbound(),
            settings::codingOf,
            mailKept,
            new PartFingerprints(store.messageIds()),
            words,
            new RateLimitedLog(MISTAKE_LINES, nanoTime),
            wallMillis,
            registry,
            history);
    AlertDesk alerts =
        new AlertDesk(
            store, mailKept, wallMillis, new RateLimitedLog(MISTAKE_LINES, nanoTime), registry);
    ScenarioCarrier carrier = new ScenarioCarrier(settings.scenario(), inbound, lanes.all());
    Policies policies = new Policies(accounts, usual);
    DeliverCounters deliverCounters = new DeliverCounters(registry);
    PartDesk parts = new PartDesk(store, receipts, history, deliverCounters, wallMillis);
    Retries retries =
        new Retries(
            settings.deliver().retry(),
            account -> policies.of(account).outbound().billingRetries(),
            () -> ThreadLocalRandom.current().nextDouble());
    CarrierInbox inbox =
        new CarrierInbox(
            inbound,
            new Means(
                store,
                receipts,
                parts,
                new ReceiptRetries(store, retries, history, wallMillis),
                history,
                deliverCounters,
                settings.correlate(),
                new CorrelateCounters(registry),
                new RateLimitedLog(MISTAKE_LINES, nanoTime),
                nanoTime,
                wallMillis));
    Connections connections = new Connections(settings.listen(), lanes, nanoTime, capture);
    this.carriers =
        new CarrierBook(
            settings.carriers(), lanes, connections, inbox, registry, nanoTime, wallMillis);
    begun.add(carriers::close);
    Queues queues =
        new Queues(
            carriers,
            settings::queueOf,
            account -> policies.of(account).outbound(),
            store,
            history,
            nanoTime,
            registry);
    RouteFile routes = new RouteFile(settings.routes(), carriers, registry);
    Departures departures = new Departures(routes, carrier, queues, history, policies);
    Dispatcher dispatcher =
        new Dispatcher(
            store,
            lanes,
            departures,
            receipts,
            parts,
            alerts,
            retries,
            inbox,
            settings.deliver(),
            deliverCounters,
            wallMillis);
    DirectDesk direct =
        new DirectDesk(
            departures,
            alerts,
            settings.deliver().retry().general(),
            settings.submit().direct(),
            wallMillis,
            registry);
    List<SubmitCheck> checks =
        SubmitChecks.all(settings.submit(), new RouteCheck(routes, routes::refuses));
    this.submits =
        new SubmitDesk(
            store,
            checks,
            (account, name) -> account.distributionLists().get(name),
            Fingerprints.of(store.messageIds()),
            new AccountRoom(queues.waiting()),
            direct,
            settings.submit(),
            new SubmitCounters(registry),
            new RateLimitedLog(MISTAKE_LINES, nanoTime),
            words,
            loopCount,
            wallMillis);
    QueryDesk queries = new QueryDesk(store, registry);
    CancelDesk cancels = new CancelDesk(store, receipts, wallMillis, registry);
    ReplaceDesk replaces =
        new ReplaceDesk(
            store, checks, wallMillis, new RateLimitedLog(MISTAKE_LINES, nanoTime), registry);
    BroadcastDesk broadcasts =
        new BroadcastDesk(
            store,
            settings.broadcast(),
            SubmitChecks.forBroadcast(settings.submit()),
            wallMillis,
            new RateLimitedLog(MISTAKE_LINES, nanoTime),
            registry);
    SessionCounters sessionCounters = new SessionCounters(registry);
    this.binds =
        new BindDesk(
            settings.esme(),
            settings.accounts().authentication().tellReason(),
            usual,
            authenticator,
            sessions,
            mail,
            settings.session().limits(),
            sessionCounters,
            new RateLimitedLog(MISTAKE_LINES, nanoTime));
    this.esmes =
        new EsmeDesk(
            binds,
            Map.of(
                CommandId.SUBMIT_SM, submits::submit,
                CommandId.DATA_SM, submits::submit,
                CommandId.SUBMIT_MULTI, submits::submitMulti,
                CommandId.QUERY_SM, queries::query,
                CommandId.CANCEL_SM, cancels::cancel,
                CommandId.REPLACE_SM, replaces::replace,
                CommandId.BROADCAST_SM, broadcasts::broadcast,
                CommandId.QUERY_BROADCAST_SM, broadcasts::query,
                CommandId.CANCEL_BROADCAST_SM, broadcasts::cancel),
            mail,
            sessionCounters,
            new RateLimitedLog(MISTAKE_LINES, nanoTime),
            new RateLimitedLog(MISTAKE_LINES, nanoTime));
    Congestion congestion =
        new Congestion(
            submits::waiting,
            settings.congestion().waiting(),
            settings.congestion().commit(),
            nanoTime);
    SessionPipeline pipeline =
        connections.asMessageCenter(
            settings::session, esmes, settings.congestion().tell() ? congestion : null);
    this.listener = new SmppListener(threads.loops(), pipeline, tls);
    this.outbinds =
        new OutbindDesk(
            callees,
            settings.outbind(),
            store,
            sessions,
            new SmppDialer(threads.loops(), pipeline, settings.outbind().connect()),
            nanoTime,
            registry);
    begun.add(outbinds::close);
    Gauge.builder("mc.congestion", congestion, Congestion::getAsInt)
        .description("the load that 5.0 peers are told, 0 to 100")
        .strongReference(true)
        .register(registry);
    StoreMeters.register(store, registry);
    this.commands = new ArrayList<>();
    commands.add(MessageShow.command(store, history));
    commands.add(new Senders(store.messageIds()).command(history));
    commands.add(inbound.numbers().command());
    commands.addAll(RelayCommands.all(carriers, queues, inbox.orphans(), routes));

    store.start(
        new DueKinds(
            Map.of(
                MessageKind.MT, dispatcher,
                MessageKind.DATA, dispatcher,
                MessageKind.PART, dispatcher,
                MessageKind.ORPHAN, inbox.orphans(),
                MessageKind.BROADCAST, broadcasts,
                MessageKind.ALERT, alerts,
                MessageKind.MO, inbound.parts()),
            dispatcher),
        mail,
        info -> {
          // First: the answers that leave now tell of this commit too.
          congestion.committed(info.syncNanos(), info.full());
          lanes.commit();
          record(info);
        },
        (cause, what) -> {
          congestion.broken();
          try {
            log.error("The store failed and refuses everything from now on: {}", what, cause);
          } finally {
            failure.complete(what);
          }
        });
    dispatcher.start();
    carriers.all().forEach(inbox::serve);
    carriers.start();
    routes.start(threads.background());
    inbound.numbers().start(threads.background());
    outbinds.start();
  }

  /**
   * Opens the store, recovers what it holds, and starts serving.
   *
   * @param words how messages appear in the log
   * @param tls the context for each new TLS connection; null when there is no TLS listener
   * @throws IOException when the data directory, that of a capture, a listening address or the
   *     trust of a call or of a carrier cannot be used. Whatever is thrown, nothing is left running
   */
  public static MessageCenter start(
      ServerSettings settings,
      @Nullable Supplier<SslContext> tls,
      MeterRegistry registry,
      MessageWords words)
      throws IOException {
    MessageStore store = open(settings.store());
    LiveCapture capture = null;
    Threads threads = null;
    Handles parts = new Handles();
    MessageCenter center = null;
    boolean serves = false;
    try {
      capture = capture(settings.capture(), registry);
      List<Callee> callees = Callee.of(settings.accounts().book(), settings.esme().systemId());
      threads = Threads.begin(settings, registry);
      center =
          new MessageCenter(
              settings, tls, store, threads, capture, callees, registry, words, parts);
      center.admin = AdminDesk.start(settings.admin(), center.commands);
      center.listener.start();
      serves = true;
      return center;
    } finally {
      // For whatever reason: an Error must not leave the lock of the store behind either.
      if (center != null && !serves) {
        center.close();
      } else if (!serves) {
        giveUp(threads, store, capture, parts);
      }
    }
  }

  /** Closes what was begun before there was a message center, the last first. */
  private static void giveUp(
      @Nullable Threads threads, MessageStore store, @Nullable LiveCapture capture, Handles parts) {
    try (Handles begun = new Handles()) {
      if (threads != null) {
        begun.add(threads::close);
      }
      begun.add(store::close);
      if (capture != null) {
        begun.add(capture::close);
      }
      begun.add(parts);
    } catch (IOException | RuntimeException | Error e) {
      log.warn("Not everything could be closed that was begun", e);
    }
  }

  private static MessageStore open(StoreSettings settings) throws StoreRefused {
    try {
      return JournalStore.open(settings);
    } catch (IOException e) {
      throw new StoreRefused(e);
    }
  }

  /** The port of the plain listener, or -1. */
  public int port() {
    return listener.port();
  }

  /** The port of the TLS listener, or -1. */
  public int tlsPort() {
    return listener.tlsPort();
  }

  /** The store's counters at this moment. */
  public StoreStats storeStats() {
    return store.stats();
  }

  /** Completes with a sentence when the store fails; the message center should be stopped then. */
  public CompletableFuture<String> failure() {
    return failure;
  }

  /**
   * Stops in order: accepts no more, answers what was read, unbinds, closes the store. Takes less
   * than ten seconds whatever peers do.
   */
  @Override
  public synchronized void close() {
    if (stopped) {
      return;
    }
    stopped = true;
    AdminDesk operators = admin;
    if (operators != null) {
      operators.close();
    }
    outbinds.close();
    listener.close();
    CompletableFuture<Void> unbound = carriers.stop();
    binds.drain();
    submits.drain();
    await(ANSWER_TIME, () -> submits.waiting() == 0);
    for (BoundSession session : sessions.all()) {
      RequestPort channel = session.channel();
      channel.lane().loop().execute(channel::unbind);
    }
    await(UNBIND_TIME, () -> sessions.total() == 0);
    for (SmppChannel channel : esmes.open()) {
      channel.lane().loop().execute(() -> channel.cut(CloseReason.SHUTDOWN));
    }
    await(Duration.ofSeconds(1), () -> esmes.open().isEmpty());
    await(UNBIND_TIME, unbound::isDone);
    carriers.close();
    if (capture != null) {
      capture.close();
    }
    store.close();
    threads.close();
  }

  private static @Nullable LiveCapture capture(CaptureSettings settings, MeterRegistry registry)
      throws IOException {
    return settings.on()
        ? LiveCapture.start(
            settings, registry, () -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()))
        : null;
  }

  private static void await(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private static void record(CommitInfo info) {
    if (info.records() > 0) {
      CommitEvent.record(info.records(), info.bytes(), info.syncNanos(), info.pushes());
    }
  }
}
