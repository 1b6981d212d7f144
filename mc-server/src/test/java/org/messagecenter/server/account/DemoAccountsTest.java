package org.messagecenter.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

class DemoAccountsTest {

  private static final String OWN = Passwords.hash("own".toCharArray(), 4);

  @Test
  void aDemoPasswordIsRecognisedHoweverItIsHashed() {
    String again = Passwords.hash("secret2".toCharArray(), 4);
    String shipped = DemoAccounts.SHIPPED.keySet().iterator().next();

    assertThat(DemoAccounts.in(book("demo", again))).containsExactly("demo");
    assertThat(DemoAccounts.in(book("acme", shipped))).containsExactly("acme");
    assertThat(DemoAccounts.in(book("demo", OWN))).isEmpty();
    assertThat(DemoAccounts.in(book("acme", OWN))).isEmpty();
  }

  @Test
  void refusedOnOtherThanLoopbackUnlessAllowed() throws Exception {
    AccountBook demo = book("demo", Passwords.hash("secret".toCharArray(), 4));
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    InetAddress loopback = InetAddress.getLoopbackAddress();

    Section refused = listen();
    assertThat(DemoAccounts.check(refused, "host", everywhere, demo, false)).isEmpty();
    assertThatThrownBy(refused::verify)
        .hasMessage(
            "--host: message-center.listen.host = 0.0.0.0: must be a loopback address while demo"
                + " has a demo password; change it, or start with --allow-demo-accounts");

    Section fine = listen();
    fine.address("host");
    assertThat(DemoAccounts.check(fine, "host", everywhere, demo, true)).containsExactly("demo");
    assertThat(DemoAccounts.check(fine, "host", loopback, demo, false)).isEmpty();
    assertThat(DemoAccounts.check(fine, "host", everywhere, book("demo", OWN), false)).isEmpty();
    assertThatCode(fine::verify).doesNotThrowAnyException();
  }

  private static Section listen() throws Exception {
    return ConfigSource.shipped(Path.of("."))
        .with("--host", "listen.host", "0.0.0.0")
        .load()
        .section("listen");
  }

  private static AccountBook book(String systemId, String hash) {
    return AccountBook.of(
        List.of(
            new Account(
                systemId,
                List.of(new Credential(hash, null)),
                List.of(),
                Set.of(BindType.TRANSCEIVER),
                0,
                Windows.USUAL,
                Policy.USUAL,
                Map.of(),
                Optional.empty())));
  }
}
