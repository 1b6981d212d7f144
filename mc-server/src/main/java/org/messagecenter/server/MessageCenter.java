package org.messagecenter.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.server.admin.AdminDesk;
import org.messagecenter.server.capture.CaptureSettings;
import org.messagecenter.server.capture.LiveCapture;
import org.messagecenter.server.deliver.DueKinds;
import org.messagecenter.server.deliver.SentNotes;
import org.messagecenter.server.flight.CommitEvent;
import org.messagecenter.server.history.MessageShow;
import org.messagecenter.server.history.Senders;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.listen.Connections;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.outbind.Callee;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.store.journal.Handles;
import org.messagecenter.store.queue.CommitInfo;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.StoreSettings;
import org.messagecenter.store.queue.StoreStats;
import org.messagecenter.store.queue.WorkSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message center in one process: builds its two sides from the settings, starts them in order
 * and stops them in reverse. Nothing else is done here, and no part knows this class.
 */
public final class MessageCenter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MessageCenter.class);

  private static final Duration ANSWER_TIME = Duration.ofSeconds(3);
  private static final Duration UNBIND_TIME = Duration.ofSeconds(3);

  private final MessageStore store;
  private final @Nullable LiveCapture capture;
  private final Threads threads;
  private final CarrierSide carriers;
  private final EsmeSide esmes;
  private final List<AdminCommand> commands = new ArrayList<>();
  private @Nullable AdminDesk admin;

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
    this.store = store;
    this.threads = threads;
    this.capture = capture;
    Common common = common(settings, store, threads, capture, registry, words);
    this.carriers = new CarrierSide(common, begun);
    this.esmes = new EsmeSide(common, carriers, callees, tls, begun);
    StoreMeters.register(store, registry);
    commands.add(MessageShow.command(store, common.history(), SentNotes::is));
    commands.add(new Senders(store.messageIds()).command(common.history()));
    commands.addAll(carriers.commands());
    startStore(common.lanes());
    carriers.start();
    esmes.start();
  }

  private static Common common(
      ServerSettings settings,
      MessageStore store,
      Threads threads,
      @Nullable LiveCapture capture,
      MeterRegistry registry,
      MessageWords words) {
    LongSupplier nanoTime = System::nanoTime;
    Lanes lanes = new Lanes(threads.loops(), settings.listen().loops(), nanoTime);
    Policies policies = new Policies(settings.accounts().book(), settings.accounts().policy());
    return new Common(
        settings,
        store,
        threads,
        lanes,
        new Connections(settings.listen(), lanes, nanoTime, capture),
        policies,
        new ReceiptDesk(policies, settings.mailbox().expiry().toMillis(), registry),
        registry,
        words,
        nanoTime,
        System::currentTimeMillis);
  }

  private void startStore(Lanes lanes) {
    Map<MessageKind, WorkSink> kinds = new EnumMap<>(carriers.kinds());
    kinds.put(MessageKind.BROADCAST, esmes.broadcasts());
    store.start(
        new DueKinds(kinds, carriers.messages()),
        esmes.mail(),
        info -> {
          // First: the answers that leave now tell of this commit too.
          esmes.congestion().committed(info.syncNanos(), info.full());
          lanes.commit();
          record(info);
        },
        (cause, what) -> {
          esmes.congestion().broken();
          try {
            log.error("The store failed and refuses everything from now on: {}", what, cause);
          } finally {
            failure.complete(what);
          }
        });
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
      center.esmes.listen();
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
    return esmes.port();
  }

  /** The port of the TLS listener, or -1. */
  public int tlsPort() {
    return esmes.tlsPort();
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
    esmes.stopListening();
    CompletableFuture<Void> unbound = carriers.stop();
    esmes.drain(ANSWER_TIME);
    esmes.unbind(UNBIND_TIME);
    Waits.until(UNBIND_TIME, unbound::isDone);
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

  private static void record(CommitInfo info) {
    if (info.records() > 0) {
      CommitEvent.record(info.records(), info.bytes(), info.syncNanos(), info.pushes());
    }
  }
}
