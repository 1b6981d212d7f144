package org.messagecenter.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.session.InboundExcess;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

class AccountBookTest {

  private static final String HASH = Passwords.hash("secret".toCharArray(), 4);

  @TempDir Path directory;

  @Test
  void readsAccounts() throws Exception {
    AccountBook book =
        read(
            """
            accounts = [
              {
                system-id = acme
                passwords = [{ hash = "%s" }, { hash = "%s", until = "2026-01-01T00:00:00Z" }]
                numbers = ["15550100", "+4917*"]
                bind-types = [transmitter, receiver]
                max-binds = 4
                window = 5
                inbound-window = 20
                inbound-excess = hold
              }
              { system-id = plain, passwords = [{ hash = "%s" }] }
            ]
            """
                .formatted(HASH, HASH, HASH));

    Account acme = book.find("acme").orElseThrow();
    assertThat(acme.credentials())
        .containsExactly(
            new Credential(HASH, null),
            new Credential(HASH, Instant.parse("2026-01-01T00:00:00Z")));
    assertThat(acme.bindTypes()).isEqualTo(Set.of(BindType.TRANSMITTER, BindType.RECEIVER));
    assertThat(acme.mayBind(BindType.TRANSCEIVER)).isFalse();
    assertThat(acme.maxBinds()).isEqualTo(4);
    assertThat(acme.windows())
        .isEqualTo(
            new Windows(OptionalInt.of(5), OptionalInt.of(20), Optional.of(InboundExcess.HOLD)));
    Account plain = book.find("plain").orElseThrow();
    assertThat(plain.bindTypes()).hasSize(3);
    assertThat(plain.maxBinds()).isZero();
    assertThat(plain.windows()).isEqualTo(Windows.USUAL);
    assertThat(book.find("ACME")).isEmpty();
    assertThat(book.accounts()).containsExactly(acme, plain);
  }

  @Test
  void theExactNumberThenTheLongestPrefixOwns() {
    AccountBook book =
        AccountBook.of(
            List.of(
                account("all", "*"),
                account("land", "49*"),
                account("net", "+4917*"),
                account("one", "4917123")));

    assertThat(owner(book, "4917123")).isEqualTo("one");
    assertThat(owner(book, "+4917123")).isEqualTo("one");
    assertThat(owner(book, "49171234")).isEqualTo("net");
    assertThat(owner(book, "49301")).isEqualTo("land");
    assertThat(owner(book, "4")).isEqualTo("all");
    assertThat(AccountBook.of(List.of(account("net", "4917*"))).ownerOf("491")).isEmpty();
  }

  @Test
  void everyProblemOfTheFileIsReported() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    accounts = [
                      { system-id = "name of 16 chars"
                        passwords = [{ hash = "secret" }]
                        numbers = ["12a"] }
                      { system-id = twice, passwords = [], max-bind = 3 }
                      { system-id = twice, passwords = [{ hash = "%s", until = soon }] }
                      { system-id = third, passwords = [{ hash = "%s" }], numbers = ["1*"] }
                      { system-id = fourth, passwords = [{ hash = "%s" }], numbers = ["1*"] }
                    ]
                    """
                        .formatted(HASH, HASH, HASH)))
        .hasMessage(
            """
            F:2: accounts[0].system-id = name of 16 chars: must be 1 to 15 printable ASCII \
            characters, no space
            F:3: accounts[0].passwords[0].hash: must be a bcrypt hash of cost 4 to 14, as mc \
            hash-password prints it
            F:4: accounts[0].numbers[0] = 12a: must be digits, with * after a prefix
            F:5: accounts[1].max-bind = 3: unknown key; did you mean max-binds?
            F:5: accounts[1].passwords: must have at least one entry { hash = … }
            F:6: accounts[2].passwords[0].until = soon: must be a moment such as \
            2026-07-01T12:00:00Z
            F:6: accounts[2].system-id = twice: there is an account twice already
            F:8: accounts[4].system-id = fourth: number 1* belongs to third already"""
                .replace("F:", directory.resolve("accounts.conf") + ":"));
  }

  @Test
  void anAccountMaySayWhereItIsCalled() throws Exception {
    String outbind = "outbind { host = esme.example, port = 2775, password = ourproof }";
    OutbindTarget target =
        read("accounts = [{ system-id = a, passwords = [{ hash = \"%s\" }], %s }]"
                .formatted(HASH, outbind))
            .find("a")
            .orElseThrow()
            .outbind()
            .orElseThrow();

    assertThat(target)
        .isEqualTo(
            new OutbindTarget(
                "esme.example", 2775, false, Optional.empty(), true, Optional.empty(), "ourproof"));
    assertThat(target).hasToString("esme.example:2775");
  }

  @Test
  void aWrongPasswordOfACallIsNotPrinted() {
    String outbind = "outbind { host = \"a b\", port = 0, password = ninechars, trust = ca.pem }";
    assertThatThrownBy(
            () ->
                read(
                    "accounts = [{ system-id = a, passwords = [{ hash = \"%s\" }], %s }]"
                        .formatted(HASH, outbind)))
        .hasMessageContaining("outbind.host = a b: must be a host name or an address")
        .hasMessageContaining("outbind.port = 0: must be")
        .hasMessageContaining("outbind.password: must be at most 8 printable ASCII characters")
        .hasMessageContaining("outbind.tls: must be true when trust or verify-host is set")
        .message()
        .doesNotContain("ninechars");
  }

  @Test
  void theShippedAccountsAreTheDemoAccounts() throws Exception {
    Section root = ConfigSource.shipped(Path.of("..").toAbsolutePath().normalize()).load();
    AccountBook book =
        AccountSettings.from(root.section("accounts"), root.section("policy")).book();
    root.verify();

    assertThat(book.accounts()).extracting(Account::systemId).containsExactly("demo", "demo2");
    assertThat(owner(book, "5550199")).isEqualTo("demo");
    assertThat(owner(book, "55502")).isEqualTo("demo2");
    assertThat(DemoAccounts.in(book)).containsExactly("demo", "demo2");
    assertThat(DemoAccounts.SHIPPED.keySet())
        .containsExactlyInAnyOrderElementsOf(
            book.accounts().stream().map(a -> a.credentials().get(0).hash()).toList());
    DemoAccounts.SHIPPED.forEach(
        (hash, password) ->
            assertThat(Passwords.matches(password.toCharArray(), hash)).as(password).isTrue());
  }

  private AccountBook read(String text) throws Exception {
    Path file = Files.writeString(directory.resolve("accounts.conf"), text);
    Section root =
        ConfigSource.shipped(directory)
            .withFile(
                Files.writeString(
                    directory.resolve("main.conf"), "message-center.accounts.file = accounts.conf"))
            .load();
    AccountSettings settings =
        AccountSettings.from(root.section("accounts"), root.section("policy"));
    root.verify();
    assertThat(settings.file()).isEqualTo(file);
    return settings.book();
  }

  private static Account account(String systemId, String... numbers) {
    return new Account(
        systemId,
        List.of(new Credential(HASH, null)),
        List.of(numbers),
        Set.of(BindType.TRANSCEIVER),
        0,
        Windows.USUAL,
        Policy.USUAL,
        Map.of(),
        Optional.empty());
  }

  private static String owner(AccountBook book, String number) {
    return book.ownerOf(number).orElseThrow().systemId();
  }
}
