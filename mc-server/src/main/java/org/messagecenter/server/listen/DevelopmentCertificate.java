package org.messagecenter.server.listen;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate authority and a server certificate for development, made when they are missing.
 *
 * <p>The authority lives ten years and is kept, so that clients which trust {@code ca.crt} go on
 * trusting; the server's certificate is made anew in the month before it expires. RSA, because the
 * five suites need an RSA key.
 */
final class DevelopmentCertificate {
  private static final Logger log = LoggerFactory.getLogger(DevelopmentCertificate.class);

  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

  /** Keys cost half a second of a core: after a failure they are not made again at each look. */
  static final Duration AGAIN_AFTER = Duration.ofMinutes(10);

  private static final Object ONE_AT_A_TIME = new Object();

  private final Path directory;
  private final InstantSource clock;
  private final Supplier<CertificateMaker> maker;
  private boolean saidThatItStays;

  /** Why nothing could be made, and when that was. */
  private @Nullable IOException failure;

  private Instant failedAt = Instant.EPOCH;

  DevelopmentCertificate(Path directory, InstantSource clock) {
    this(directory, clock, () -> new CertificateMaker(clock));
  }

  DevelopmentCertificate(Path directory, InstantSource clock, Supplier<CertificateMaker> maker) {
    this.directory = directory;
    this.clock = clock;
    this.maker = maker;
  }

  /** The server's certificate with the authority's behind it. */
  Path certificate() {
    return directory.resolve("server.crt");
  }

  Path key() {
    return directory.resolve("server.key");
  }

  Path authority() {
    return directory.resolve("ca.crt");
  }

  private Path authorityKey() {
    return directory.resolve("ca.key");
  }

  /**
   * Makes what is missing or about to expire. Processes that start together in one directory wait
   * for each other, so that key and certificate always belong together. Where nothing can be
   * written a certificate that has not expired serves as it is, and it is tried again after {@link
   * #AGAIN_AFTER}.
   *
   * @return whether anything was made
   */
  boolean ensure() throws IOException, GeneralSecurityException {
    if (complete()) {
      return false; // the usual case writes nothing: the directory may be read-only by now
    }
    try {
      boolean made = makeUnlessItFailedLately();
      saidThatItStays = false;
      return made;
    } catch (IOException e) {
      if (good(certificate(), key(), Duration.ZERO)) {
        if (!saidThatItStays) {
          saidThatItStays = true;
          log.warn(
              "{} stays as it is, for nothing can be made in its place: {}",
              certificate(),
              e.toString());
        }
        return false;
      }
      throw new IOException(
          "no certificate that serves in "
              + directory
              + ", and none can be made there; set tls.certificate and tls.key, or tls.directory: "
              + e,
          e);
    }
  }

  private boolean makeUnlessItFailedLately() throws IOException, GeneralSecurityException {
    IOException before = failure;
    // However the clock was set meanwhile.
    Duration since = Duration.between(failedAt, clock.instant()).abs();
    if (before != null && since.compareTo(AGAIN_AFTER) < 0) {
      throw before;
    }
    failure = null;
    try {
      return makeInTurn();
    } catch (IOException e) {
      failure = e;
      failedAt = clock.instant();
      throw e;
    }
  }

  private boolean makeInTurn() throws IOException, GeneralSecurityException {
    Files.createDirectories(directory);
    synchronized (ONE_AT_A_TIME) { // a file lock is held by the JVM, not by the thread
      try (var channel =
              FileChannel.open(
                  directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        return lock.isValid() && makeMissing();
      }
    }
  }

  private boolean complete() throws IOException {
    return fresh(authority(), authorityKey()) && fresh(certificate(), key());
  }

  private boolean makeMissing() throws IOException, GeneralSecurityException {
    boolean authorityMade = !fresh(authority(), authorityKey());
    if (!authorityMade && fresh(certificate(), key())) {
      return false;
    }
    CertificateMaker making = maker.get();
    if (authorityMade) {
      making.makeAuthority(authority(), authorityKey());
    }
    making.makeServer(authority(), authorityKey(), certificate(), key());
    return true;
  }

  private boolean fresh(Path certificate, Path key) throws IOException {
    return good(certificate, key, RENEWED_BEFORE);
  }

  private boolean good(Path certificate, Path key, Duration longer) throws IOException {
    if (!Files.exists(certificate) || !Files.exists(key)) {
      return false;
    }
    Instant end = new PemFile(certificate).certificates().get(0).getNotAfter().toInstant();
    return clock.instant().plus(longer).isBefore(end);
  }
}
