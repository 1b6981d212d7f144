package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cipher suites that providers ask for, negotiated with the real process by plain JSSE. */
class TlsSuitesTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @RegisterExtension static final MessageCenterExtension CENTER = new MessageCenterExtension();

  @ParameterizedTest
  @CsvSource({
    "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLSv1.2, TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLSv1.2, TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
    "TLSv1.3, TLS_AES_256_GCM_SHA384",
  })
  void aClientWithOneSuiteBinds(String protocol, String suite) throws IOException {
    MessageCenterProcess center = CENTER.process();
    SSLContext context = PeerTls.trusting(center.authority());
    try (RawSmpp raw = RawSmpp.connect(RunningMessageCenter.HOST, center.tlsPort(), context)) {
      SSLSocket socket = (SSLSocket) raw.socket();
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      RawPdu bound = raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret"), SOON);

      assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
      assertThat(bound.status()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_RSA_WITH_AES_128_CBC_SHA",
        "TLS_RSA_WITH_AES_256_CBC_SHA256"
      })
  void aSuiteThatIsNotOfferedIsRefused(String suite) throws IOException {
    MessageCenterProcess center = CENTER.process();
    SSLContext context = PeerTls.trusting(center.authority());
    try (RawSmpp raw = RawSmpp.connect(RunningMessageCenter.HOST, center.tlsPort(), context)) {
      SSLSocket socket = (SSLSocket) raw.socket();
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {suite});

      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theStartBlockNamesListenersAndSuites() {
    MessageCenterProcess center = CENTER.process();

    assertThat(center.output())
        .contains("127.0.0.1:" + center.port())
        .contains("127.0.0.1:" + center.tlsPort())
        .contains("demo, demo2");
  }
}
