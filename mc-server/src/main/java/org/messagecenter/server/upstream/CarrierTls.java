package org.messagecenter.server.upstream;

import java.nio.file.Path;
import java.util.Optional;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.listen.ClientTls;

/**
 * How connections to a carrier are protected. The files are read at the start, and again when they
 * have changed, for the connections that follow.
 *
 * @param trust PEM file of the authorities that the carrier's certificate may be from; empty for
 *     those the JDK trusts
 * @param verifyHost whether that certificate must name the host
 * @param identity the certificate that we show; empty for none
 */
public record CarrierTls(
    Optional<Path> trust, boolean verifyHost, Optional<ClientTls.Identity> identity) {

  private static final String[] KEYS = {
    "trust", "verify-host", "certificate", "key", "key-password"
  };

  /** Empty when the entry does not ask for TLS. */
  static Optional<CarrierTls> from(Section s) {
    if (!s.has("tls") || !s.bool("tls")) {
      for (String key : KEYS) {
        if (s.has(key)) {
          s.problem(key, "has a meaning only with tls = true");
        }
      }
      return Optional.empty();
    }
    Optional<Path> certificate = s.optionalReadableFile("certificate");
    Optional<Path> key = s.optionalReadableFile("key");
    Optional<String> password = s.optionalSecret("key-password");
    if (certificate.isPresent() != key.isPresent()) {
      s.problem(
          key.isPresent() ? "certificate" : "key", "certificate and key must be set together");
    }
    return Optional.of(
        new CarrierTls(
            s.optionalReadableFile("trust"),
            !s.has("verify-host") || s.bool("verify-host"),
            certificate.flatMap(
                path -> key.map(secret -> new ClientTls.Identity(path, secret, password)))));
  }
}
