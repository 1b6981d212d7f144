package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.server.listen.CipherSuites;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.RunningMessageCenter;

/** The suites that providers ask for, each with a bind over it. */
class TlsTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @SuppressWarnings("NullAway.Init")
  private static MessageCenterProcess center;

  @BeforeAll
  static void start() throws IOException {
    // This process is the client: it too has to permit what newer JDKs have switched off.
    CipherSuites.permitRequired();
    center = MessageCenterProcess.usual().start();
  }

  @AfterAll
  static void stop() {
    center.close();
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLSv1.2, TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLSv1.2, TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
  })
  void bindsOverEachSuite(String protocol, String suite) throws IOException {
    SSLContext trust = center.trust();
    try (RawSmpp peer = RawSmpp.connect(RunningMessageCenter.HOST, center.tlsPort(), trust)) {
      SSLSocket socket = (SSLSocket) peer.socket();
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      RawPdu bound = peer.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret"), SOON);

      assertThat(bound.status()).isZero();
      assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_RSA_WITH_AES_128_CBC_SHA",
        "TLS_RSA_WITH_AES_256_CBC_SHA256"
      })
  void refusesASuiteThatNobodyAskedFor(String suite) throws IOException {
    try (RawSmpp peer =
        RawSmpp.connect(RunningMessageCenter.HOST, center.tlsPort(), center.trust())) {
      SSLSocket socket = (SSLSocket) peer.socket();
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {suite});

      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
  }
}
