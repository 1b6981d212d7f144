package org.messagecenter.server.listen;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The client's side of TLS, for connections that we make. */
public final class ClientTls {
  static {
    CipherSuites.permitRequired();
  }

  private ClientTls() {}

  /**
   * A context that trusts these authorities, and offers the suites the listeners offer.
   *
   * @param trust PEM file of authorities, or of the peer's own certificate; empty for the
   *     authorities that the JDK trusts
   * @param verifyHost whether the peer's certificate must name the host that is called
   * @throws IOException when the file cannot be used; the message names it
   */
  public static SslContext context(Optional<Path> trust, boolean verifyHost) throws IOException {
    return context(trust, verifyHost, Optional.empty());
  }

  /** What we show where the peer asks for a certificate of ours. */
  public record Identity(Path certificate, Path key, Optional<String> keyPassword) {
    /**
     * When the certificate in the file expires. Reads it: not for event loops.
     *
     * @throws IOException when the file cannot be used; the message names it
     */
    public Instant expiry() throws IOException {
      return new PemFile(certificate).certificates().get(0).getNotAfter().toInstant();
    }

    /** Without the password: a record prints all its components. */
    @Override
    public String toString() {
      return certificate.toString();
    }
  }

  /**
   * The same with a certificate of our own.
   *
   * @throws IOException when a file cannot be used; the message names it
   */
  public static SslContext context(
      Optional<Path> trust, boolean verifyHost, Optional<Identity> identity) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .ciphers(CipherSuites.offer(List.of()))
            .endpointIdentificationAlgorithm(algorithm(verifyHost));
    if (trust.isPresent()) {
      List<X509Certificate> authorities = new PemFile(trust.get()).certificates();
      builder.trustManager(authorities);
    }
    if (identity.isPresent()) {
      Identity own = identity.get();
      List<X509Certificate> chain = new PemFile(own.certificate).certificates();
      PrivateKey key = new PemFile(own.key).privateKey(own.keyPassword);
      try {
        KeyMatch.check(
            key, chain.get(0).getPublicKey(), own.key + " is not the key of " + own.certificate);
      } catch (GeneralSecurityException e) {
        throw new IOException(e.getMessage(), e);
      }
      builder.keyManager(key, chain);
    }
    return builder.build();
  }

  /** The rules of RFC 2818 are the ones the JDK has a name for. */
  private static @Nullable String algorithm(boolean verifyHost) {
    return verifyHost ? "HTTPS" : null;
  }
}
