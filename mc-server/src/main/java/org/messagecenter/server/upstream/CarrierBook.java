package org.messagecenter.server.upstream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.deliver.Carriers;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.listen.CertificateWatch;
import org.messagecenter.server.listen.ClientTls;
import org.messagecenter.server.listen.Connections;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.route.CarrierHealth;
import org.messagecenter.server.route.HealthBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The carriers that are configured, each on a lane of its own as far as there are lanes. */
public final class CarrierBook implements Carriers, HealthBoard, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CarrierBook.class);

  /** Lines a second that the binds of all carriers may cause. */
  private static final int LINES = 10;

  /**
   * Most threads that look names up and TLS files through; they are there only while somebody
   * connects. There is one for each name and each carrier's files at most.
   */
  private static final int LOOKUPS = 256;

  /** How long answers are waited for at a stop, and then for those to our unbinds. */
  static final Duration ANSWERS = Duration.ofSeconds(2);

  static final Duration UNBIND = Duration.ofSeconds(1);

  private final Map<String, Carrier> carriers = new LinkedHashMap<>();

  /** Of those carriers that we show a certificate to. */
  private final Map<String, CertificateWatch> certificates = new LinkedHashMap<>();

  private final ThreadPoolExecutor lookups;

  /**
   * Makes the carriers; none binds before {@link #start}.
   *
   * @param connections what ours are made like as far as the settings of a carrier say nothing
   * @param sink takes what they send
   * @throws IOException when a file for TLS cannot be used; the message names it
   */
  public CarrierBook(
      CarriersSettings settings,
      Lanes lanes,
      Connections connections,
      CarrierSink sink,
      MeterRegistry registry,
      LongSupplier nanoTime,
      LongSupplier wallMillis)
      throws IOException {
    this(
        settings,
        lanes,
        connections,
        sink,
        registry,
        nanoTime,
        wallMillis,
        InetAddress::getAllByName);
  }

  CarrierBook(
      CarriersSettings settings,
      Lanes lanes,
      Connections connections,
      CarrierSink sink,
      MeterRegistry registry,
      LongSupplier nanoTime,
      LongSupplier wallMillis,
      HostNames.Resolver resolver)
      throws IOException {
    this.lookups = SlowCall.threads("mc-carrier-lookup", LOOKUPS);
    HostNames names = new HostNames(resolver, lookups);
    RateLimitedLog lines = new RateLimitedLog(LINES, nanoTime);
    List<Lane> all = lanes.all();
    for (CarrierSettings each : settings.carriers()) {
      Lane lane = all.get(carriers.size() % all.size());
      CarrierTlsContext tls =
          each.tls().isPresent() ? new CarrierTlsContext(each.name(), each.tls().get()) : null;
      SlowCall<Optional<SslContext>> contexts =
          tls == null ? null : new SlowCall<>(() -> Optional.of(tls.current()), lookups);
      carriers.put(
          each.name(),
          new Carrier(
              each,
              lane,
              new NettyDialer(each, lane, connections, contexts, names),
              sink,
              registry,
              lines,
              nanoTime,
              wallMillis,
              new SplittableRandom()));
      each.tls()
          .flatMap(CarrierTls::identity)
          .ifPresent(own -> certificates.put(each.name(), watch(each.name(), own, wallMillis)));
    }
    certificates.forEach(
        (carrier, watch) ->
            Gauge.builder("mc.carrier.certificate-days-left", watch, CertificateWatch::daysLeft)
                .description("whole days until our certificate for the carrier expires")
                .tag("carrier", carrier)
                .strongReference(true)
                .register(registry));
  }

  private static CertificateWatch watch(
      String carrier, ClientTls.Identity own, LongSupplier wallMillis) {
    return new CertificateWatch(
        carrier + ": our certificate " + own.certificate(),
        own::expiry,
        () -> Instant.ofEpochMilli(wallMillis.getAsLong()));
  }

  /** Begins to say in good time which of our certificates expire. Not for event loops. */
  public void watchCertificates(ScheduledExecutorService background) {
    certificates.values().forEach(each -> each.start(background));
  }

  /** The certificate that we show a carrier, and until when it is valid; null for none. */
  public @Nullable String certificate(String carrier) {
    CertificateWatch watch = certificates.get(carrier);
    return watch == null ? null : watch.describe();
  }

  @Override
  public @Nullable CarrierPort find(String name) {
    return carriers.get(name);
  }

  @Override
  public Collection<? extends CarrierPort> all() {
    return carriers.values();
  }

  @Override
  public @Nullable CarrierHealth of(String carrier) {
    Carrier found = carriers.get(carrier);
    return found == null ? null : found.health();
  }

  /** What its entry says; null when there is no such carrier. */
  public @Nullable CarrierSettings settings(String carrier) {
    Carrier found = carriers.get(carrier);
    return found == null ? null : found.settings();
  }

  /** All carriers at a moment soon, in the order of the file. Any thread. */
  public CompletableFuture<List<CarrierStatus>> status() {
    List<CompletableFuture<CarrierStatus>> each =
        carriers.values().stream().map(Carrier::status).toList();
    return CompletableFuture.allOf(each.toArray(new CompletableFuture<?>[0]))
        .thenApply(all -> each.stream().map(CompletableFuture::join).toList());
  }

  /** Begins to bind, on all lanes; returns at once. */
  public void start() {
    for (Carrier carrier : carriers.values()) {
      carrier.lane().loop().execute(carrier::start);
    }
  }

  /**
   * Begins to stop: nothing more is sent, what is under way may be answered, then the binds are
   * given up.
   *
   * @return completes when no bind is left, after {@link #ANSWERS} and {@link #UNBIND} and a moment
   *     at most
   */
  public CompletableFuture<Void> stop() {
    List<CompletableFuture<Void>> each = new ArrayList<>();
    for (Carrier carrier : carriers.values()) {
      CompletableFuture<Void> one = new CompletableFuture<>();
      try {
        carrier
            .lane()
            .loop()
            .execute(
                () ->
                    carrier
                        .stop(ANSWERS.toNanos(), UNBIND.toNanos())
                        .thenRun(() -> one.complete(null)));
        each.add(one);
      } catch (RejectedExecutionException e) {
        log.debug("{}: its lane has ended", carrier.name());
      }
    }
    return CompletableFuture.allOf(each.toArray(new CompletableFuture<?>[0]));
  }

  /** Stops, and waits for it. Not for event loops. */
  @Override
  public void close() {
    try {
      stop().get(ANSWERS.plus(UNBIND).plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("Not all binds to carriers could be ended in order: {}", Causes.words(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lookups.shutdownNow();
    }
  }
}
