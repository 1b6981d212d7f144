package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.listen.TlsSettings.ClientAuthentication;

class TlsContextsTest {

  /** RSA keys take long to make: one set for all tests, copied. */
  @TempDir static Path prepared;

  @TempDir Path directory;

  private final List<Runnable> reloads = new ArrayList<>();
  private long nanos = -1;

  @BeforeAll
  static void prepare() throws Exception {
    CipherSuites.permitRequired();
    for (String name : List.of("one", "two")) {
      new DevelopmentCertificate(prepared.resolve(name), Instant::now).ensure();
    }
  }

  @BeforeEach
  void copy() throws IOException {
    install("one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
      })
  void eachRequiredSuiteShakesHands(String suite) throws Exception {
    SSLEngine client = client("one", null);
    client.setEnabledProtocols(new String[] {"TLSv1.2"});
    client.setEnabledCipherSuites(new String[] {suite});

    shakeHands(client, contexts(development()).current());

    assertThat(client.getSession().getCipherSuite()).isEqualTo(suite);
  }

  @Test
  void tls13IsPreferredAndTls11Refused() throws Exception {
    TlsContexts contexts = contexts(development());
    SSLEngine client = client("one", null);

    shakeHands(client, contexts.current());

    assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
    SSLEngine old = client("one", null);
    old.setEnabledProtocols(new String[] {"TLSv1.1"});
    assertThatThrownBy(() -> shakeHands(old, contexts.current())).isInstanceOf(SSLException.class);
  }

  @Test
  void reportsTheSuites() throws Exception {
    TlsContexts contexts = contexts(development());

    assertThat(contexts.suites().complete()).isTrue();
    assertThat(contexts.suites().offered())
        .startsWith("TLS_AES_128_GCM_SHA256")
        .containsAll(CipherSuites.REQUIRED)
        .hasSize(8);
    assertThat(contexts.describe())
        .startsWith("development certificate " + directory.resolve("server.crt"))
        .contains("CN=localhost");
  }

  @Test
  void changedFilesAreTakenAtTheNextLook() throws Exception {
    TlsContexts contexts = contexts(development());
    SslContext first = contexts.current();

    install("two");
    assertThat(contexts.current()).isSameAs(first);
    assertThat(reloads).isEmpty();

    nanos += Duration.ofSeconds(5).toNanos();
    assertThat(contexts.current()).isSameAs(first);
    assertThat(contexts.current()).isSameAs(first);
    assertThat(reloads).hasSize(1);
    reloads.remove(0).run();

    assertThat(contexts.current()).isNotSameAs(first);
    shakeHands(client("two", null), contexts.current());
    assertThat(contexts.reload()).isFalse();
  }

  /** Nobody may have connected for long: the watch looks at the files by itself. */
  @Test
  void theWatchSeesFilesThatNobodyConnectedFor() throws Exception {
    TlsContexts contexts = contexts(configured());
    SslContext first = contexts.current();
    CertificateWatch watch = contexts.watch();
    watch.look();
    assertThat(contexts.current()).isSameAs(first);
    assertThat(watch.describe())
        .isEqualTo(
            "the listener's certificate "
                + directory.resolve("server.crt")
                + ", until "
                + contexts.expiry());
    assertThat(watch.daysLeft()).isBetween(390.0, 397.0);

    install("two");
    watch.look();
    assertThat(contexts.current()).isNotSameAs(first);
  }

  @Test
  void badFilesKeepTheContextAndGoodOnesReplaceItLater() throws Exception {
    TlsContexts contexts = contexts(configured());
    SslContext first = contexts.current();

    Files.copy(
        prepared.resolve("two/server.key"),
        directory.resolve("server.key"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(contexts.reload()).as("the key of another certificate").isFalse();
    Files.writeString(directory.resolve("server.crt"), "nonsense");
    assertThat(contexts.reload()).as("no certificate").isFalse();
    assertThat(contexts.current()).isSameAs(first);
    shakeHands(client("one", null), contexts.current());

    install("two");
    assertThat(contexts.reload()).isTrue();
    shakeHands(client("two", null), contexts.current());
  }

  @Test
  void aStartWithBadFilesSaysWhichAndWhy() throws Exception {
    Files.copy(
        prepared.resolve("two/server.key"),
        directory.resolve("server.key"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> contexts(configured()))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage(
            directory.resolve("server.key")
                + " is not the key of "
                + directory.resolve("server.crt"));
  }

  @Test
  void clientsShowTheirCertificateWhenAsked() throws Exception {
    Path trust = prepared.resolve("two/ca.crt");
    SslContext required =
        contexts(with(ClientAuthentication.REQUIRED, Optional.of(trust))).current();
    SslContext optional =
        contexts(with(ClientAuthentication.OPTIONAL, Optional.of(trust))).current();

    assertThat(peers(shakeHands(client("one", "two"), required))).hasSize(2);
    assertThatThrownBy(() -> shakeHands(client("one", null), required))
        .isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> shakeHands(client("one", "one"), required))
        .as("of another authority")
        .isInstanceOf(SSLException.class);
    shakeHands(client("one", null), optional);
  }

  @Test
  void settingsThatNeedEachOtherAreDemanded() throws Exception {
    Section root =
        ConfigSource.shipped(directory)
            .with("tls.certificate", "a.crt")
            .with("tls.client-auth", "required")
            .load();

    TlsSettings settings = TlsSettings.from(root.section("tls"));

    assertThat(settings.directory()).isEqualTo(directory.resolve("certs"));
    assertThatThrownBy(root::verify)
        .hasMessageContaining("message-center.tls.certificate = a.crt: must name a file that can")
        .hasMessageContaining("message-center.tls.key = null: must be set when certificate is")
        .hasMessageContaining("message-center.tls.trust = null: must be set when clients show");
  }

  private TlsContexts contexts(TlsSettings settings) throws Exception {
    return new TlsContexts(settings, Instant::now, () -> nanos, reloads::add);
  }

  private TlsSettings development() {
    return settings(
        Optional.empty(), Optional.empty(), ClientAuthentication.NONE, Optional.empty());
  }

  private TlsSettings configured() {
    return with(ClientAuthentication.NONE, Optional.empty());
  }

  private TlsSettings with(ClientAuthentication clientAuth, Optional<Path> trust) {
    return settings(
        Optional.of(directory.resolve("server.crt")),
        Optional.of(directory.resolve("server.key")),
        clientAuth,
        trust);
  }

  private TlsSettings settings(
      Optional<Path> certificate,
      Optional<Path> key,
      ClientAuthentication clientAuth,
      Optional<Path> trust) {
    return new TlsSettings(
        certificate,
        key,
        Optional.empty(),
        directory,
        clientAuth,
        trust,
        List.of(),
        true,
        Duration.ofSeconds(5));
  }

  /** Puts a prepared set in place, with times that differ from the set before. */
  private void install(String name) throws IOException {
    for (String file : List.of("ca.crt", "ca.key", "server.crt", "server.key")) {
      Path target = directory.resolve(file);
      Files.copy(prepared.resolve(name).resolve(file), target, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(target, FileTime.fromMillis(name.hashCode() & 0xffffff));
    }
  }

  private static List<X509Certificate> peers(SSLEngine server) throws SSLException {
    var certificates = new ArrayList<X509Certificate>();
    for (var certificate : server.getSession().getPeerCertificates()) {
      certificates.add((X509Certificate) certificate);
    }
    return certificates;
  }

  /** A client that trusts one prepared authority, and shows the certificate of another or none. */
  private static SSLEngine client(String trusted, @Nullable String shown) throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(
        "ca", new PemFile(prepared.resolve(trusted).resolve("ca.crt")).certificates().get(0));
    TrustManagerFactory trustManagers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trustManagers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(shown), trustManagers.getTrustManagers(), null);
    SSLEngine engine = context.createSSLEngine("localhost", 3550);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static KeyManager @Nullable [] keyManagers(@Nullable String shown) throws Exception {
    if (shown == null) {
      return null;
    }
    Path own = prepared.resolve(shown);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "own",
        new PemFile(own.resolve("server.key")).privateKey(Optional.empty()),
        new char[0],
        new PemFile(own.resolve("server.crt")).certificates().toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, new char[0]);
    return factory.getKeyManagers();
  }

  /** Carries the records between two engines until both are done; answers the server's. */
  private static SSLEngine shakeHands(SSLEngine client, SslContext context) throws SSLException {
    SSLEngine server = context.newEngine(ByteBufAllocator.DEFAULT);
    ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
    ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; i < 50; i++) {
      wrap(client, toServer);
      unwrap(server, toServer);
      wrap(server, toClient);
      unwrap(client, toClient);
    }
    assertThat(client.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
    assertThat(server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
    return server;
  }

  private static void wrap(SSLEngine engine, ByteBuffer out) throws SSLException {
    runTasks(engine);
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      engine.wrap(ByteBuffer.allocate(0), out);
      runTasks(engine);
    }
  }

  private static void unwrap(SSLEngine engine, ByteBuffer in) throws SSLException {
    in.flip();
    int before;
    do {
      before = in.remaining();
      engine.unwrap(in, ByteBuffer.allocate(1 << 15));
      runTasks(engine);
    } while (in.hasRemaining() && in.remaining() < before);
    in.compact();
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }
}
