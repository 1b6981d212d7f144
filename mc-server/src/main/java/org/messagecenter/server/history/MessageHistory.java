package org.messagecenter.server.history;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.store.history.HistoryCallback;
import org.messagecenter.store.history.HistoryEntry;
import org.messagecenter.store.history.HistoryLimits;
import org.messagecenter.store.history.HistoryLog;
import org.messagecenter.store.history.HistoryStats;
import org.messagecenter.store.journal.NioDisk;

/**
 * Keeps the steps of messages in files beside the store. Nothing of it is promised: see {@link
 * HistoryLog}.
 */
public final class MessageHistory implements History, AutoCloseable {

  private static final long MICROS = 1_000_000;
  private static final int NANOS = 1000;

  /** How long an answer of the files is waited for. */
  static final int ANSWER_SECONDS = 10;

  // How long texts may be, so that every payload fits whatever it holds.
  private static final int NAME = 100;
  private static final int CARRIER = 80;
  private static final int CARRIER_ID = 140;
  private static final int HOW = 150;
  private static final int NOTE = 254;

  private static final ThreadLocal<StepWriter> WRITERS = ThreadLocal.withInitial(StepWriter::new);

  private final @Nullable HistoryLog log;
  private final LongSupplier micros;

  /**
   * @param log null keeps nothing
   */
  MessageHistory(@Nullable HistoryLog log, LongSupplier micros) {
    this.log = log;
    this.micros = micros;
  }

  /**
   * Begins to keep what is noted, if the settings want that. Whatever goes wrong with the files is
   * a line in the log and a counter.
   */
  public static MessageHistory start(HistorySettings settings, MeterRegistry registry) {
    if (!settings.enabled()) {
      return new MessageHistory(null, () -> 0);
    }
    HistoryLog log =
        HistoryLog.start(
            () -> new NioDisk(settings.directory()),
            HistoryLimits.of(settings.maxAge().toMillis(), settings.maxBytes()),
            System::currentTimeMillis,
            System::nanoTime);
    try {
      register(log, registry);
    } catch (RuntimeException | Error e) {
      log.close();
      throw e;
    }
    return new MessageHistory(log, MessageHistory::now);
  }

  /** Finer than milliseconds: the order of steps is told by their times alone. */
  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * MICROS + now.getNano() / NANOS;
  }

  private static void register(HistoryLog log, MeterRegistry registry) {
    counter(log, registry, "mc.history.steps", "steps written", HistoryStats::written);
    counter(log, registry, "mc.history.dropped", "steps left out", HistoryStats::dropped);
    counter(
        log,
        registry,
        "mc.history.failures",
        "history files that could not be written or read",
        HistoryStats::failures);
    Gauge.builder("mc.history.bytes", log, l -> l.stats().bytes())
        .description("octets of the history's files")
        .register(registry);
    Gauge.builder("mc.history.off", log, l -> l.stats().off() ? 1 : 0)
        .description("1: no steps can be written at the moment")
        .register(registry);
  }

  private static void counter(
      HistoryLog log,
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<HistoryStats> value) {
    FunctionCounter.builder(name, log, l -> value.applyAsDouble(l.stats()))
        .description(description)
        .register(registry);
  }

  private void find(long key, HistoryCallback done) {
    if (log == null) {
      done.failed(new IOException("no history is kept (history.enabled)"));
    } else {
      log.find(key, done);
    }
  }

  /**
   * The lines of what was noted of a message.
   *
   * @throws ExecutionException when the files cannot be read, or none are kept
   * @throws TimeoutException after {@value #ANSWER_SECONDS} seconds
   */
  List<String> timeline(long key)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<List<HistoryEntry>> answer = new CompletableFuture<>();
    find(
        key,
        new HistoryCallback() {
          @Override
          public void found(List<HistoryEntry> entries) {
            answer.complete(entries);
          }

          @Override
          public void failed(IOException why) {
            answer.completeExceptionally(why);
          }
        });
    return Timeline.lines(answer.get(ANSWER_SECONDS, TimeUnit.SECONDS));
  }

  /** Why there was no answer. */
  static String why(Exception e) {
    return e instanceof ExecutionException && e.getCause() != null
        ? String.valueOf(e.getCause().getMessage())
        : "no answer within " + ANSWER_SECONDS + " s";
  }

  private void note(long key, StepType type, StepWriter payload) {
    note(key, micros.getAsLong(), type, payload);
  }

  private void note(long key, long at, StepType type, StepWriter payload) {
    if (log != null) {
      log.append(key, at, type.code, payload.octets, payload.length());
    }
  }

  private static StepWriter payload() {
    return WRITERS.get().begin();
  }

  @Override
  public boolean isKept() {
    return log != null;
  }

  @Override
  public void routed(long key, String rule, String carrier) {
    note(key, StepType.ROUTED, payload().text(rule, NAME).text(carrier, NAME));
  }

  @Override
  public void queued(long key, String carrier, String why) {
    note(key, StepType.QUEUED, payload().text(carrier, NAME).text(why, NAME));
  }

  @Override
  public void sent(long key, int attempt, String carrier, String bind) {
    note(key, StepType.SENT, payload().number(attempt).text(carrier, NAME).text(bind, NAME));
  }

  @Override
  public void outcome(long key, int attempt, int status, String word, long nextAt) {
    long now = micros.getAsLong();
    long wait = nextAt == 0 ? 0 : Math.max(0, nextAt - now / NANOS) + 1;
    StepWriter payload = payload().number(attempt).number(andOne(status)).number(wait);
    note(key, now, StepType.OUTCOME, payload.text(word, NAME));
  }

  @Override
  public void receipt(long key, String carrier, String id, MessageState state, int error) {
    StepWriter payload = payload().text(carrier, CARRIER).text(id, CARRIER_ID);
    note(key, StepType.RECEIPT, payload.octet(state.value()).number(error & 0xFFFF_FFFFL));
  }

  @Override
  public void home(long key, String bind, int status) {
    note(key, StepType.HOME, payload().text(bind, NAME).number(andOne(status)));
  }

  @Override
  public void received(long key, long at, String carrier, String bind) {
    note(key, at * NANOS, StepType.RECEIVED, payload().text(carrier, NAME).text(bind, NAME));
  }

  @Override
  public void owned(long key, String account, String how) {
    note(key, StepType.OWNED, payload().text(account, NAME).text(how, HOW));
  }

  @Override
  public void kept(long key, long until) {
    long now = micros.getAsLong();
    long millis = Math.max(0, until - now / NANOS);
    note(key, now, StepType.KEPT, payload().number(millis));
  }

  @Override
  public void note(long key, String words) {
    note(key, StepType.NOTE, payload().text(words, NOTE));
  }

  private static long andOne(int status) {
    return status == -1 ? 0 : (status & 0xFFFF_FFFFL) + 1;
  }

  /** Writes what was noted, and ends. */
  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
  }
}
