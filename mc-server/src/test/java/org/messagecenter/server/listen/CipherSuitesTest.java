package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CipherSuitesTest {

  @Test
  void onlyBansOfRequiredSuitesAreLifted() {
    assertThat(
            CipherSuites.withoutBans(
                "SSLv3, TLSv1, DH keySize < 1024, ECDH, TLS_RSA_*, NULL,"
                    + " TLS_RSA_WITH_AES_128_CBC_SHA256, TLS_DHE_*,"
                    + " ecdsa_sha1 usage HandshakeSignature, "))
        .isEqualTo(
            "SSLv3, TLSv1, DH keySize < 1024, ECDH, NULL, TLS_DHE_*,"
                + " ecdsa_sha1 usage HandshakeSignature");
  }

  @Test
  void reportComparesWithTheFive() {
    SuiteReport none = SuiteReport.of(List.of("TLS_AES_128_GCM_SHA256"));

    assertThat(none.complete()).isFalse();
    assertThat(none.missing()).isEqualTo(CipherSuites.REQUIRED);
    assertThat(SuiteReport.of(CipherSuites.REQUIRED))
        .hasToString("5 of the 5 required suites, 5 in all");
    assertThat(SuiteReport.of(CipherSuites.REQUIRED.subList(0, 4)))
        .hasToString(
            "4 of the 5 required suites, 4 in all; missing: TLS_RSA_WITH_AES_128_CBC_SHA256");
  }
}
