package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentCertificateTest {

  @TempDir Path directory;
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void madeOnceAndRenewedInItsLastMonthUnderTheSameAuthority() throws Exception {
    var certificate = new DevelopmentCertificate(directory.resolve("certs"), () -> now);

    assertThat(certificate.ensure()).isTrue();
    String authority = Files.readString(certificate.authority());
    String first = Files.readString(certificate.certificate());
    assertThat(certificate.ensure()).isFalse();

    now = now.plus(Duration.ofDays(366));
    assertThat(certificate.ensure()).isFalse();
    now = now.plus(Duration.ofDays(2));
    assertThat(certificate.ensure()).isTrue();
    assertThat(Files.readString(certificate.certificate())).isNotEqualTo(first);
    assertThat(Files.readString(certificate.authority())).isEqualTo(authority);
    try (var files = Files.list(certificate.key().getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(".lock", "ca.crt", "ca.key", "server.crt", "server.key");
    }
  }

  @Test
  void saysWhatToDoWhenNoneCanBeMade() throws Exception {
    Path place = Files.createFile(directory.resolve("certs"));
    var certificate = new DevelopmentCertificate(place, () -> now);
    assertThatThrownBy(certificate::ensure)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no certificate that serves in " + place)
        .hasMessageContaining("tls.directory");
  }

  @Test
  void aPlaceThatCannotBeWrittenToAnyMoreServesUntilItExpires() throws Exception {
    var certificate = new DevelopmentCertificate(directory, () -> now);
    certificate.ensure();
    String made = Files.readString(certificate.certificate());
    Files.delete(directory.resolve(".lock"));
    Files.createDirectory(directory.resolve(".lock"));

    now = now.plus(Duration.ofDays(368));
    assertThat(certificate.ensure()).isFalse();
    assertThat(Files.readString(certificate.certificate())).isEqualTo(made);
    now = now.plus(Duration.ofDays(60));
    assertThatThrownBy(certificate::ensure).isInstanceOf(IOException.class);
  }

  /** The directory can be locked, but the key in it cannot be replaced. */
  @Test
  void keysAreNotMadeAgainAndAgainWhereTheyCannotBeWritten() throws Exception {
    new DevelopmentCertificate(directory, () -> now).ensure();
    now = now.plus(Duration.ofDays(368));
    Path key = directory.resolve("server.key");
    String secret = Files.readString(key);
    Files.delete(key);
    Files.createFile(Files.createDirectory(key).resolve("not-empty"));
    var makers = new AtomicInteger();
    var certificate =
        new DevelopmentCertificate(
            directory,
            () -> now,
            () -> {
              makers.incrementAndGet();
              return new CertificateMaker(() -> now);
            });
    for (int look = 0; look < 100; look++) {
      assertThat(certificate.ensure()).as("the one that there is serves").isFalse();
      now = now.plusSeconds(5);
    }
    assertThat(makers).hasValue(1);
    now = now.plus(DevelopmentCertificate.AGAIN_AFTER);
    assertThat(certificate.ensure()).isFalse();
    assertThat(makers).hasValue(2);

    now = now.plus(Duration.ofDays(60));
    assertThatThrownBy(certificate::ensure).hasMessageContaining("none can be made there");
    String told = failure(certificate);
    for (int look = 0; look < 100; look++) {
      now = now.plusSeconds(5);
      assertThat(failure(certificate)).as("so that it is logged once").isEqualTo(told);
    }
    assertThat(makers).hasValue(3);

    Files.delete(key.resolve("not-empty"));
    Files.delete(key);
    Files.writeString(key, secret);
    now = now.plus(DevelopmentCertificate.AGAIN_AFTER);
    assertThat(certificate.ensure()).isTrue();
    assertThat(certificate.ensure()).isFalse();
  }

  private static String failure(DevelopmentCertificate certificate) {
    return String.valueOf(catchThrowable(certificate::ensure).getMessage());
  }

  @Test
  void namesThisMachineAndIsSignedByItsAuthority() throws Exception {
    var certificate = new DevelopmentCertificate(directory, () -> now);
    certificate.ensure();

    List<X509Certificate> chain = new PemFile(certificate.certificate()).certificates();
    X509Certificate server = chain.get(0);
    assertThat(chain).hasSize(2);
    assertThat(chain.get(1)).isEqualTo(new PemFile(certificate.authority()).certificates().get(0));
    server.verify(chain.get(1).getPublicKey());
    assertThat(chain.get(1).getBasicConstraints()).isZero();
    assertThat(server.getBasicConstraints()).isEqualTo(-1);
    assertThat(server.getSubjectAlternativeNames())
        .contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
    assertThat(server.getNotBefore().toInstant()).isBefore(now);
  }

  @Test
  void keysAreForTheirOwnerOnly() throws Exception {
    var certificate = new DevelopmentCertificate(directory, () -> now);
    certificate.ensure();

    for (String key : List.of("ca.key", "server.key")) {
      assertThat(Files.getPosixFilePermissions(directory.resolve(key)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(Files.getPosixFilePermissions(certificate.authority()))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }
}
