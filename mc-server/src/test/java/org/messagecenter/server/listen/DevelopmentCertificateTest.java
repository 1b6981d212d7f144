package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
