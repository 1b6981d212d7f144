package org.messagecenter.server.listen;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.messagecenter.server.config.Section;

/**
 * The settings of TLS listeners.
 *
 * @param certificate PEM file of the certificate chain; empty for a development certificate
 * @param key PEM file of its private key; present exactly when the certificate is
 * @param keyPassword password of the private key, if it is encrypted
 * @param directory where a development certificate is kept
 * @param clientAuth whether clients show a certificate
 * @param trust PEM file of the authorities of client certificates; present if they show any
 * @param additionalSuites TLS 1.2 suites offered besides the required five
 * @param requireAllSuites whether a missing one of the five prevents the start
 * @param reloadCheck how often the files are looked at; zero for never
 */
public record TlsSettings(
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<String> keyPassword,
    Path directory,
    ClientAuthentication clientAuth,
    Optional<Path> trust,
    List<String> additionalSuites,
    boolean requireAllSuites,
    Duration reloadCheck) {

  /** Whether clients show a certificate. */
  public enum ClientAuthentication {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  private static final Pattern SUITE = Pattern.compile("TLS_[A-Z0-9_]+");

  public TlsSettings {
    additionalSuites = List.copyOf(additionalSuites);
  }

  /** Reads the section {@code tls}. */
  public static TlsSettings from(Section section) {
    var settings =
        new TlsSettings(
            section.optionalReadableFile("certificate"),
            section.optionalReadableFile("key"),
            section.optionalSecret("key-password"),
            section.file("directory"),
            section.oneOf("client-auth", ClientAuthentication.class),
            section.optionalReadableFile("trust"),
            section.strings("additional-suites", SUITE, "a name such as TLS_RSA_WITH_…"),
            section.bool("require-all-suites"),
            section.duration("reload-check", Duration.ZERO, Duration.ofDays(1)));
    if (settings.certificate.isPresent() && settings.key.isEmpty()) {
      section.problem("key", "must be set when certificate is");
    }
    if (settings.key.isPresent() && settings.certificate.isEmpty()) {
      section.problem("certificate", "must be set when key is");
    }
    if (settings.clientAuth != ClientAuthentication.NONE && settings.trust.isEmpty()) {
      section.problem("trust", "must be set when clients show certificates");
    }
    return settings;
  }

  /** Without the password: a record prints all its components. */
  @Override
  public String toString() {
    return "TlsSettings[certificate=" + certificate + ", clientAuth=" + clientAuth + "]";
  }
}
