package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Files that a test brings along, and starts on the same directory. */
class OwnFilesTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** The password is: secret. */
  private static final String HASH = "$2y$08$/p2lxW0lDBcA/wRMCBywoOn8ELqlMSSRo8EK5BclRa..XWvSd1WWO";

  private static String account(String name) {
    return "accounts = [{ system-id = %s, passwords = [{ hash = \"%s\" }] }]".formatted(name, HASH);
  }

  @Test
  void theServerReadsThem() throws IOException {
    try (MessageCenterServer server =
        MessageCenterServer.usual()
            .withFile("accounts.file", "conf/accounts.conf", account("first"))
            .start()) {
      assertThat(server.home().resolve("conf/accounts.conf")).exists();
      server.esme("first", "secret").bind().close();
      server.write("conf/accounts.conf", account("second"));
      server.restart();

      assertThatThrownBy(() -> server.esme("first", "secret").bind())
          .isInstanceOf(NegativeAnswer.class);
      server.esme("second", "secret").bind().close();
    }
  }

  @Test
  void theProcessReadsThem() throws IOException {
    try (MessageCenterProcess process =
        MessageCenterProcess.usual()
            .withFile("accounts.file", "conf/accounts.conf", account("first"))
            .start()) {
      process.esme("first", "secret").answerWithin(SOON).bind().close();
      process.kill9();
      process.write("conf/accounts.conf", account("second"));
      process.restart();

      process.esme("second", "secret").answerWithin(SOON).bind().close();
    }
  }

  @Test
  void theyStayBelowTheirDirectory() {
    assertThatThrownBy(() -> MessageCenterServer.usual().withFile("../x.conf", "").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("../x.conf");
  }
}
