package org.messagecenter.server.listen;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS context of new connections. Thread-safe.
 *
 * <p>When the PEM files change, the next connections get a context made of the new ones; sessions
 * that exist go on with theirs. Files that cannot be used change nothing but the log.
 */
public final class TlsContexts {

  static {
    CipherSuites.permitRequired();
  }

  private static final Logger log = LoggerFactory.getLogger(TlsContexts.class);

  /** Unlike null, which has the JDK read all the authorities it comes with. */
  private static final TrustManager[] NO_TRUST = {};

  private final TlsSettings settings;
  private final InstantSource wallClock;
  private final LongSupplier nanoClock;
  private final Executor reloader;
  private final DevelopmentCertificate development;
  private final AtomicLong nextCheck;
  private final AtomicBoolean checking = new AtomicBoolean();
  private volatile String lastComplaint = "";
  private volatile Loaded loaded;

  /** A context, the certificate in it and the state of the files it was made of. */
  private record Loaded(
      SslContext context, X509Certificate certificate, SuiteReport suites, List<FileState> files) {}

  /** Enough of a file to see that it is another one now. */
  private record FileState(Path path, long modified, long size) {
    static FileState of(Path path) throws IOException {
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileState(path, attributes.lastModifiedTime().toMillis(), attributes.size());
      } catch (NoSuchFileException e) {
        return new FileState(path, 0, -1);
      }
    }
  }

  /**
   * Reads the files, after making a development certificate if none is configured.
   *
   * @param wallClock decides whether the development certificate has expired
   * @param nanoClock monotonic nanoseconds, for the time between looks at the files
   * @param reloader runs the looks at the files, away from the event loops
   * @throws IOException if a file cannot be read or used; the message names it
   * @throws GeneralSecurityException if TLS cannot be set up with it, or a required suite is
   *     missing and all are demanded
   */
  public TlsContexts(
      TlsSettings settings, InstantSource wallClock, LongSupplier nanoClock, Executor reloader)
      throws IOException, GeneralSecurityException {
    this.settings = settings;
    this.wallClock = wallClock;
    this.nanoClock = nanoClock;
    this.reloader = reloader;
    this.development = new DevelopmentCertificate(settings.directory(), wallClock);
    if (generated() && development.ensure()) {
      log.info("made a development certificate: {}", development.certificate());
    }
    this.loaded = load();
    this.nextCheck = new AtomicLong(nanoClock.getAsLong() + settings.reloadCheck().toNanos());
  }

  /**
   * The context for a new connection. Never waits: when it is time, a look at the files is started
   * beside it, and a later call gets what it finds.
   */
  public SslContext current() {
    if (!settings.reloadCheck().isZero()) {
      long now = nanoClock.getAsLong();
      long due = nextCheck.get();
      if (now - due >= 0 && nextCheck.compareAndSet(due, now + settings.reloadCheck().toNanos())) {
        reloader.execute(this::reload);
      }
    }
    return loaded.context();
  }

  /**
   * Looks at the files now and takes them if they have changed.
   *
   * @return whether there is a new context; false too when the files cannot be used, which the log
   *     says
   */
  public boolean reload() {
    if (!checking.compareAndSet(false, true)) {
      return false;
    }
    try {
      boolean made = generated() && development.ensure();
      if (!made && states().equals(loaded.files())) {
        return false;
      }
      loaded = load();
      lastComplaint = "";
      log.info("TLS certificate reloaded: {}", describe());
      return true;
    } catch (IOException | GeneralSecurityException e) {
      complain(e);
      return false;
    } finally {
      checking.set(false);
    }
  }

  /** The suites offered, against the required five. */
  public SuiteReport suites() {
    return loaded.suites();
  }

  /** When the certificate in use expires. */
  public Instant expiry() {
    return loaded.certificate().getNotAfter().toInstant();
  }

  /** For the start block: where the certificate is from, whose it is, until when it is valid. */
  public String describe() {
    X509Certificate certificate = loaded.certificate();
    return kind()
        + certificatePath()
        + ", "
        + certificate.getSubjectX500Principal()
        + ", until "
        + expiry()
        + CertificateWatch.left(expiry(), wallClock.instant());
  }

  /** Says in good time that the certificate expires. */
  public CertificateWatch watch() {
    return new CertificateWatch(
        "the listener's " + kind() + certificatePath(), this::expiryNow, wallClock);
  }

  /** What is in the files now, if they are looked at: nobody may have connected for long. */
  private Instant expiryNow() {
    if (!settings.reloadCheck().isZero()) {
      reload();
    }
    return expiry();
  }

  private String kind() {
    return generated() ? "development certificate " : "certificate ";
  }

  private Loaded load() throws IOException, GeneralSecurityException {
    // Before the reading: a file that changes meanwhile is then seen as changed at the next look.
    List<FileState> files = states();
    List<X509Certificate> chain = new PemFile(certificatePath()).certificates();
    PrivateKey key = new PemFile(keyPath()).privateKey(settings.keyPassword());
    KeyMatch.check(
        key, chain.get(0).getPublicKey(), keyPath() + " is not the key of " + certificatePath());
    SslContext context = context(key, chain);
    var suites = SuiteReport.of(CipherSuites.usable(context, key.getAlgorithm()));
    if (settings.requireAllSuites() && !suites.complete()) {
      throw new GeneralSecurityException("required cipher suites cannot be offered: " + suites);
    }
    return new Loaded(context, chain.get(0), suites, files);
  }

  /**
   * Made by the JDK's means and handed to Netty, not by Netty's builder: that one tries out half of
   * Bouncy Castle at its first use, which took a third of the whole start.
   */
  private SslContext context(PrivateKey key, List<X509Certificate> chain)
      throws IOException, GeneralSecurityException {
    SSLContext jdk = SSLContext.getInstance("TLS");
    jdk.init(new KeyManager[] {new OneKey(key, chain)}, trustManagers(), null);
    return new JdkSslContext(
        jdk,
        false,
        CipherSuites.offer(settings.additionalSuites()),
        IdentityCipherSuiteFilter.INSTANCE,
        null,
        clientAuth(),
        new String[] {"TLSv1.3", "TLSv1.2"},
        false);
  }

  /** None without an authority: then no client is asked for a certificate either. */
  private TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
    if (settings.trust().isEmpty()) {
      return NO_TRUST;
    }
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    for (X509Certificate authority : new PemFile(settings.trust().get()).certificates()) {
      trusted.setCertificateEntry("authority-" + trusted.size(), authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  /** Once for the same files: the next look finds them as they are. */
  private void complain(Exception e) {
    String complaint = e.getMessage() + fileTimes();
    if (!complaint.equals(lastComplaint)) {
      lastComplaint = complaint;
      log.error("TLS certificate not reloaded, the one before stays in use: {}", e.getMessage());
    }
  }

  private String fileTimes() {
    try {
      return states().toString();
    } catch (IOException e) {
      return "";
    }
  }

  private List<FileState> states() throws IOException {
    var states = new ArrayList<FileState>();
    for (Path path :
        Stream.concat(Stream.of(certificatePath(), keyPath()), settings.trust().stream())
            .toList()) {
      states.add(FileState.of(path));
    }
    return List.copyOf(states);
  }

  private boolean generated() {
    return settings.certificate().isEmpty();
  }

  private Path certificatePath() {
    return settings.certificate().orElseGet(development::certificate);
  }

  private Path keyPath() {
    return settings.key().orElseGet(development::key);
  }

  private ClientAuth clientAuth() {
    return switch (settings.clientAuth()) {
      case NONE -> ClientAuth.NONE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
      case REQUIRED -> ClientAuth.REQUIRE;
    };
  }
}
