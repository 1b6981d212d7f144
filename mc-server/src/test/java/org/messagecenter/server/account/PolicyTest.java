package org.messagecenter.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.protocol.codec.ErrorBody;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.receipt.ReceiptStyle;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.account.ReceiptFormat.IdForm;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

class PolicyTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String HASH = Passwords.hash("secret".toCharArray(), 4);

  @TempDir Path directory;

  /**
   * Reads an accounts file.
   *
   * @param general goes into the section {@code policy} of the configuration
   * @param account goes into the only account of the file
   */
  private AccountSettings read(String general, String account) throws Exception {
    Files.writeString(
        directory.resolve("accounts.conf"),
        "accounts = [{ system-id = acme, passwords = [{ hash = \""
            + HASH
            + "\" }]\n"
            + account
            + "\n}]");
    Path file =
        Files.writeString(
            directory.resolve("main.conf"),
            "message-center { accounts.file = accounts.conf, policy {\n" + general + "\n} }");
    Section root = ConfigSource.shipped(ROOT).withFile(file).load();
    AccountSettings settings =
        AccountSettings.from(root.section("accounts"), root.section("policy"));
    root.verify();
    return settings;
  }

  private Policy policy(String general, String account) throws Exception {
    AccountSettings settings = read(general, "policy {\n" + account + "\n}");
    return settings.book().find("acme").orElseThrow().policy();
  }

  @Test
  void theShippedPolicyIsTheUsualOne() throws Exception {
    AccountSettings settings = read("", "");
    assertThat(settings.policy()).isEqualTo(Policy.USUAL);
    assertThat(settings.book().find("acme").orElseThrow().policy()).isEqualTo(Policy.USUAL);
  }

  @ParameterizedTest
  @EnumSource(Deviation.class)
  void eachDeviationIsASettingOfItsOwn(Deviation deviation) throws Exception {
    String refuse = "tolerance { " + deviation.key() + " = refuse }";
    assertThat(policy(refuse, "").accepts(deviation)).isFalse();
    assertThat(policy("", refuse).accepts(deviation)).isFalse();
    assertThat(policy("", refuse).accepted()).hasSize(Deviation.values().length - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "strictness = strict, '', false",
    "strictness = strict, strictness = tolerant, true",
    "tolerance { plus-sign = refuse }, '', false",
    "tolerance { plus-sign = refuse }, strictness = tolerant, true",
    "tolerance { plus-sign = refuse }, tolerance { plus-sign = accept }, true",
    "tolerance { plus-sign = refuse }, tolerance { two-texts = accept }, false",
    "'strictness = strict, tolerance { plus-sign = accept }', '', true",
    "'strictness = strict, tolerance { plus-sign = accept }', strictness = strict, false",
    "'', 'strictness = strict, tolerance { plus-sign = accept }', true",
  })
  void theNearestSettingDecides(String general, String own, boolean accepted) throws Exception {
    assertThat(policy(general, own).accepts(Deviation.PLUS_SIGN)).isEqualTo(accepted);
  }

  @Test
  void everythingElseIsReadToo() throws Exception {
    Policy policy =
        policy(
            """
            interface-version = 3.3
            data-coding-0 = ascii
            longest-message = 1000
            """,
            """
            interface-version = 5.0
            sc-interface-version = omit
            error-body = full
            throttle-status = queue-full
            refused-commands = [query_sm, broadcast_sm]
            refused-command-answer = invalid-command-id
            data-coding-0 = latin1
            service-types = [ACME]
            default-source = "5/0/ACME Shop"
            receipts {
              command = data-sm
              text = none
              date-digits = 12
              intermediate-as = receipt
              message-id = upper
              err = decimal
              extra-tlvs = [price, "0x1403"]
              parts-tlv = "0x1500"
            }
            """);

    assertThat(policy.interfaceVersion()).isEqualTo(0x50);
    assertThat(policy.announceVersion()).isFalse();
    assertThat(policy.answers())
        .isEqualTo(
            new Answers(
                ErrorBody.FULL,
                CommandStatus.ESME_RMSGQFUL,
                Set.of(CommandId.QUERY_SM, CommandId.BROADCAST_SM),
                RefusedCommandAnswer.INVALID_COMMAND_ID));
    assertThat(policy.answers().refuses(CommandId.QUERY_SM)).isTrue();
    assertThat(policy.answers().refuses(CommandId.SUBMIT_SM)).isFalse();
    assertThat(policy.dialects().zero()).isEqualTo(Alphabet.LATIN1);
    assertThat(policy.serviceTypes()).containsExactly("ACME");
    assertThat(policy.defaultSource()).isEqualTo(new Address(5, 0, "ACME Shop"));
    assertThat(policy.longestMessage()).isEqualTo(1000);
    assertThat(policy.accepted()).containsExactlyInAnyOrder(Deviation.values());
    assertThat(policy.receipts())
        .isEqualTo(
            new ReceiptFormat(
                ReceiptFormat.Command.DATA_SM,
                ReceiptFormat.Place.NONE,
                new ReceiptStyle(true, true),
                ReceiptFormat.RECEIPT,
                IdForm.UPPER,
                List.of(0x0412, 0x1403, 0x1500),
                0x1500));
  }

  @Test
  void theTlvOfThePartsIsOfEachPolicyItsOwn() throws Exception {
    String usual = "receipts { parts-tlv = \"0x1500\", extra-tlvs = [price, \"0x1500\"] }";
    assertThat(policy(usual, "").receipts().extraTlvs()).containsExactly(0x0412, 0x1500);
    ReceiptFormat other = policy(usual, "receipts { parts-tlv = \"0x1501\" }").receipts();
    assertThat(other.extraTlvs()).containsExactly(0x0412, 0x1501);
    assertThat(other.partsTag()).isEqualTo(0x1501);
    ReceiptFormat none = policy(usual, "receipts { parts-tlv = none }").receipts();
    assertThat(none.extraTlvs()).containsExactly(0x0412);
    assertThat(none.partsTag()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0x0", "0x0427", "parts", "1500"})
  void whatCannotTellTheParts(String tag) {
    assertThatThrownBy(() -> policy("", "receipts { parts-tlv = \"" + tag + "\" }"))
        .hasMessageContaining("policy.receipts.parts-tlv");
  }

  @ParameterizedTest
  @CsvSource({"price-tag", "0x0", "0x00427", "0x0427", "0x001E", "1403"})
  void whatNoReceiptCanTakeOverIsAProblem(String tag) {
    assertThatThrownBy(() -> policy("", "receipts { extra-tlvs = [\"" + tag + "\"] }"))
        .hasMessageContaining("policy.receipts.extra-tlvs");
  }

  @Test
  void noTlvIsTakenOverTwice() {
    assertThatThrownBy(() -> policy("", "receipts { extra-tlvs = [price, \"0x412\"] }"))
        .hasMessageContaining("not twice");
  }

  @Test
  void dataCodingsAreReadOneByOne() throws Exception {
    Dialects dialects =
        policy(
                "data-coding-0 = gsm7-packed, data-coding-3 = windows-1252",
                "data-coding-0 = utf8, data-coding-1 = gsm7, data-coding-8 = ucs2-le")
            .dialects();
    Dialect usual =
        new Dialect(
            Alphabet.UTF8,
            Alphabet.GSM7,
            Alphabet.WINDOWS_1252,
            Alphabet.UCS2_LE,
            /* gsm= */ false);
    assertThat(dialects.in(0x34)).isEqualTo(usual);
    assertThat(dialects.in(0x50)).isSameAs(dialects.in(0x34));
    assertThat(dialects.zero()).isEqualTo(Alphabet.UTF8);
    // All values but 0 mean what GSM says; the order of octets stays the client's own.
    assertThat(DataCoding.alphabet(0, dialects.in(0x33))).isEqualTo(Alphabet.UTF8);
    assertThat(DataCoding.alphabet(3, dialects.in(0x33))).isEqualTo(Alphabet.GSM7);
    assertThat(DataCoding.alphabet(8, dialects.in(0x33))).isEqualTo(Alphabet.UCS2_LE);
  }

  @ParameterizedTest
  @CsvSource({
    "data-coding-0 = ucs2",
    "data-coding-0 = binary",
    "data-coding-1 = latin2",
    "data-coding-3 = other",
    "data-coding-8 = gsm7",
  })
  void anAlphabetThatDoesNotGoWithTheValueIsAProblem(String setting) {
    assertThatThrownBy(() -> policy(setting, ""))
        .hasMessageContaining(setting.substring(0, setting.indexOf(' ')))
        .hasMessageContaining("must be one of");
  }

  @Test
  void anAccountKeepsWhatItDoesNotSet() throws Exception {
    Policy policy =
        policy("receipts { err = decimal }, error-body = nul", "receipts { date-digits = 12 }");
    assertThat(policy.receipts().style()).isEqualTo(new ReceiptStyle(true, true));
    assertThat(policy.answers().errorBody()).isEqualTo(ErrorBody.NUL);
  }

  @ParameterizedTest
  @CsvSource({
    "SAME, 00ff, 00ff",
    "UPPER, 00ff, 00FF",
    "DECIMAL, 00ff, 255",
    "DECIMAL_PADDED, 00ff, 0000000255",
    "DECIMAL, ffffffffffffffffffffffffffffffff, 340282366920938463463374607431768211455",
    "DECIMAL, not-hex, not-hex",
    "DECIMAL_PADDED, no-hexadecimal, no-hexadecimal",
  })
  void messageIdsAreWrittenInSeveralForms(IdForm form, String id, String written) {
    assertThat(form.write(id)).isEqualTo(written);
  }

  @Test
  void distributionListsHaveMembers() throws Exception {
    Account account =
        read(
                "",
                """
                distribution-lists {
                  friends = ["4915112345678", "+4917", "5/0/ACME"]
                  empty = []
                }
                """)
            .book()
            .find("acme")
            .orElseThrow();
    assertThat(account.distributionLists())
        .containsOnlyKeys("friends", "empty")
        .containsEntry(
            "friends",
            List.of(
                new Address(1, 1, "4915112345678"),
                new Address(1, 1, "4917"),
                new Address(5, 0, "ACME")));
  }

  @Test
  void everyProblemNamesFileKeyAndRule() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    strictness = lax
                    tolerance { plus-sin = accept }
                    error-body = 17
                    """,
                    """
                    policy {
                      tolerance { plus-sign = maybe }
                      interface-version = 3.5
                      refused-commands = [enquire_link]
                      data-coding-0 = ucs2
                      service-types = [TOOLONG]
                      default-source = "9/0/x"
                      longest-message = 0
                      receipts { date-digits = 11 }
                    }
                    distribution-lists {
                      a-name-of-more-than-twenty = [12]
                      short = [abc]
                    }
                    """))
        .hasMessage(
            """
            A:3: accounts[0].policy.tolerance.plus-sign = maybe: must be one of accept, refuse
            A:4: accounts[0].policy.interface-version = 3.5: must be one of auto, 3.3, 3.4, 5.0
            A:5: accounts[0].policy.refused-commands[0] = enquire_link: must be one of query_sm, \
            submit_sm, replace_sm, cancel_sm, submit_multi, data_sm, broadcast_sm, \
            query_broadcast_sm, cancel_broadcast_sm
            A:6: accounts[0].policy.data-coding-0 = ucs2: must be one of gsm7, \
            gsm7-packed, ascii, latin1, latin9, windows-1252, utf8
            A:7: accounts[0].policy.service-types[0] = TOOLONG: must be at most 5 ASCII characters
            A:8: accounts[0].policy.default-source = 9/0/x: must be digits, or TON/NPI/address \
            such as 5/0/ACME, the address of 1 to 20 characters
            A:9: accounts[0].policy.longest-message = 0: must be a whole number from 1 to 65535
            A:10: accounts[0].policy.receipts.date-digits = 11: must be 10 or 12
            A:13: accounts[0].distribution-lists.a-name-of-more-than-twenty = [12]: a name must be 1 \
            to 20 printable ASCII characters
            A:14: accounts[0].distribution-lists.short[0] = abc: must be digits, or \
            TON/NPI/address such as 5/0/ACME, the address of 1 to 20 characters
            M:2: message-center.policy.strictness = lax: must be one of tolerant, strict
            M:3: message-center.policy.tolerance.plus-sin = accept: unknown key; did you mean \
            plus-sign?
            M:4: message-center.policy.error-body = 17: must be one of none, nul, full"""
                .replaceAll("(?m)^M", directory.resolve("main.conf").toString())
                .replaceAll("(?m)^A", directory.resolve("accounts.conf").toString()));
  }

  /** Every key of the shipped policy has its place in the page for users. */
  @Test
  void everySettingIsExplained() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/accounts.md"));
    String reference =
        Files.readString(ROOT.resolve("mc-server/src/main/resources/reference.conf"));
    String section =
        reference.substring(reference.indexOf("\n  policy {"), reference.indexOf("\n  submit {"));
    Matcher key = Pattern.compile("(?m)^ {4,6}([a-z0-9-]+) = ").matcher(section);
    int found = 0;
    while (key.find()) {
      assertThat(page).contains("`" + key.group(1) + "`");
      found++;
    }
    assertThat(found).isGreaterThan(Deviation.values().length);
    for (Deviation deviation : Deviation.values()) {
      assertThat(section).contains("      " + deviation.key() + " = null");
    }
  }
}
