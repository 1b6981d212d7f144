package org.messagecenter.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What operators are told of a broken connection. */
class CausesTest {
  private static Throwable causing(Throwable outer, Throwable cause) {
    outer.initCause(cause);
    return outer;
  }

  @Test
  void theRootIsToldToo() {
    Throwable failure =
        causing(
            new SSLHandshakeException("PKIX path validation failed"),
            new CertificateExpiredException("NotAfter: yesterday"));
    assertThat(Causes.words(failure)).isEqualTo("PKIX path validation failed: NotAfter: yesterday");
  }

  @Test
  void nothingIsToldTwice() {
    Throwable failure = new IOException("a broken pipe", new IOException("broken pipe"));
    assertThat(Causes.words(failure)).isEqualTo("a broken pipe");
  }

  @Test
  void theWrappingOfADecoderIsLeftOut() {
    Throwable failure = new DecoderException(new SSLHandshakeException("bad_certificate"));
    assertThat(Causes.words(failure)).isEqualTo("bad_certificate");
  }

  @Test
  void whatSaysNothingIsNamed() {
    assertThat(Causes.words(new IOException())).isEqualTo("IOException");
    assertThat(Causes.words(new DecoderException("odd"))).isEqualTo("odd");
  }
}
