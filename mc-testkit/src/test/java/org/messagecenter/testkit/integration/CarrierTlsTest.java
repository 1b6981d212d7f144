package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.listen.Connections;
import org.messagecenter.server.listen.ListenSettings;
import org.messagecenter.server.listen.SmppListener;
import org.messagecenter.server.upstream.CarrierBook;
import org.messagecenter.server.upstream.CarrierStatus;
import org.messagecenter.server.upstream.CarriersSettings;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppCarrier;
import org.messagecenter.testkit.ThrowawayIdentity;

/** Certificates that do not do, and what is told of them. */
class CarrierTlsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration DAY = Duration.ofDays(1);

  /** Keys take long to make: one set for all tests. */
  private static ThrowawayIdentity carrierId = ThrowawayIdentity.create();

  private static ThrowawayIdentity ours = carrierId;
  private static ThrowawayIdentity expired = carrierId;

  @TempDir Path directory;

  private final EventLoopGroup loops = SmppListener.eventLoops(1, "test-loop");
  private @Nullable CarrierBook book;

  @BeforeAll
  static void makeKeys() {
    ours = ThrowawayIdentity.create();
    Instant now = Instant.now();
    expired = ThrowawayIdentity.create("localhost", now.minus(DAY.multipliedBy(9)), now.minus(DAY));
  }

  @AfterEach
  void end() {
    if (book != null) {
      book.close();
    }
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private CarrierBook bind(String host, String... keys) throws IOException, ConfigException {
    Path file =
        Files.writeString(
            directory.resolve("carriers.conf"),
            """
            carriers = [{
              name = acme, hosts = ["%s"], system-id = us, password = secret
              reconnect { first = 20ms, longest = 100ms }
              tls = true
              %s
            }]
            """
                .formatted(host, String.join("\n", keys)));
    Section root = ConfigSource.shipped(ROOT).with("carriers.file", file.toString()).load();
    CarriersSettings settings = CarriersSettings.from(root.section("carriers"));
    ListenSettings listen = ListenSettings.from(root.section("listen"));
    root.verify();
    Lanes lanes = new Lanes(loops, 1, System::nanoTime);
    CarrierBook made =
        new CarrierBook(
            settings,
            lanes,
            new Connections(listen, lanes, System::nanoTime, null),
            (from, bind, port, request) -> {},
            new SimpleMeterRegistry(),
            System::nanoTime,
            System::currentTimeMillis);
    book = made;
    made.start();
    return made;
  }

  private static String at(JsmppCarrier carrier) {
    return "localhost:" + carrier.port();
  }

  private String trust(ThrowawayIdentity identity) throws IOException {
    Files.writeString(directory.resolve("ca.pem"), identity.certificatePem());
    return "trust = ca.pem";
  }

  private static CarrierStatus until(CarrierBook book, Predicate<CarrierStatus> reached) {
    return Await.value(
        "that state of the carrier",
        SOON,
        () -> {
          CarrierStatus status = book.status().join().get(0);
          return reached.test(status) ? status : null;
        });
  }

  /** Waits for the failure with these words: a slow machine may have others before. */
  private static void failsWith(CarrierBook book, String words) {
    CarrierStatus status =
        until(
            book, each -> each.binds().get(0).lastError().toLowerCase(Locale.ROOT).contains(words));
    assertThat(status.bound()).isZero();
  }

  @Test
  void aCertificateOfNobodyWeTrust() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.tls(carrierId.serverContext())) {
      failsWith(bind(at(carrier)), "unable to find valid");
    }
  }

  @Test
  void anotherCertificateThanTheTrustedOne() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.tls(carrierId.serverContext())) {
      failsWith(bind(at(carrier), trust(ours)), "pkix");
    }
  }

  @Test
  void aCertificateThatHasExpired() throws Exception {
    Instant now = Instant.now();
    ThrowawayIdentity old =
        carrierId.issue("localhost", now.minus(DAY.multipliedBy(9)), now.minus(DAY));
    try (JsmppCarrier carrier = JsmppCarrier.tls(old.serverContext())) {
      failsWith(bind(at(carrier), trust(carrierId)), "notafter");
    }
  }

  /** At a loopback address that the certificate does not have. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aCertificateThatNamesAnotherHost() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (ServerSocket listener =
        carrierId
            .serverContext()
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getByName("127.0.0.2"))) {
      thread.execute(() -> shakeHands(listener));
      CarrierBook binds = bind("127.0.0.2:" + listener.getLocalPort(), trust(carrierId));
      failsWith(binds, "no subject alternative names matching ip address");
    } finally {
      thread.shutdownNow();
    }
  }

  /** With whoever comes, until the listener is closed. */
  private static void shakeHands(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (SSLSocket socket = (SSLSocket) listener.accept()) {
        socket.startHandshake();
      } catch (IOException e) {
        // The client did not like us, which is what it is to tell.
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void theHostNeedNotBeNamedWhereItIsNotVerified() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.tls(carrierId.serverContext())) {
      CarrierBook binds = bind(at(carrier), trust(carrierId), "verify-host = false");
      assertThat(until(binds, status -> status.bound() == 1).binds().get(0).lastError()).isEmpty();
    }
  }

  @Test
  void noCertificateWhereTheCarrierDemandsOne() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.mutualTls(carrierId.serverContext(ours))) {
      failsWith(bind(at(carrier), trust(carrierId)), "certificate");
    }
  }

  @Test
  void aCertificateOfOursThatHasExpiredIsReplacedWhileWeRun() throws Exception {
    ThrowawayIdentity current = ThrowawayIdentity.create();
    Path certificate = directory.resolve("own.crt");
    Path key = directory.resolve("own.key");
    Files.writeString(certificate, expired.certificatePem());
    Files.writeString(key, expired.keyPem());
    try (JsmppCarrier carrier = JsmppCarrier.mutualTls(carrierId.serverContext(current))) {
      CarrierBook binds =
          bind(at(carrier), trust(carrierId), "certificate = own.crt, key = own.key");
      until(binds, status -> !status.binds().get(0).lastError().isEmpty());
      Files.writeString(key, current.keyPem());
      Files.writeString(certificate, current.certificatePem());
      until(binds, status -> status.bound() == 1);
    }
  }
}
