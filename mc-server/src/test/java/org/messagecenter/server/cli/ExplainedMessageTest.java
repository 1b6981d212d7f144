package org.messagecenter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.TlvTag;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** What a message is taken for of which little is told. */
class ExplainedMessageTest {
  @Command(name = "test")
  private static final class Flags {
    @Mixin private ExplainedMessage message = new ExplainedMessage();
  }

  private static SubmitSm submit(String... flags) {
    Flags command = new Flags();
    new CommandLine(command).parseArgs(flags);
    return command.message.submit();
  }

  @ParameterizedTest
  @CsvSource({
    // as it is told, then TON, NPI and digits
    "4915112345678, 1, 1, 4915112345678",
    "+4915112345678, 1, 1, 4915112345678",
    "+12345, 1, 1, 12345",
    "12345, 0, 1, 12345",
    "123456, 0, 1, 123456",
    "1234567, 1, 1, 1234567",
    "BANK24, 5, 0, BANK24",
    "+BANK, 5, 0, +BANK",
  })
  void theKindOfAnAddressIsGuessedFromItsForm(String text, int ton, int npi, String digits) {
    SubmitSm submit = submit("--from", text, "--to", text);
    assertThat(submit.sourceAddr()).isEqualTo(new Address(ton, npi, digits));
    assertThat(submit.destinationAddr()).isEqualTo(new Address(ton, npi, digits));
  }

  @Test
  void whatIsToldCounts() {
    SubmitSm submit =
        submit("--to", "12345", "--ton", "3", "--npi", "9", "--from-ton", "2", "--from", "BANK");
    assertThat(submit.destinationAddr()).isEqualTo(new Address(3, 9, "12345"));
    assertThat(submit.sourceAddr()).isEqualTo(new Address(2, 0, "BANK"));
  }

  @ParameterizedTest
  @CsvSource({"245", "0xF5", "0Xf5"})
  void anOctetMayBeInHexadecimal(String text) {
    SubmitSm submit = submit("--to", "1", "--data-coding", text, "--esm-class", text);
    assertThat(submit.dataCoding()).isEqualTo(0xF5);
    assertThat(submit.esmClass()).isEqualTo(0xF5);
  }

  @ParameterizedTest
  @CsvSource({"256", "-1", "0x100", "x"})
  void whatIsNoOctetIsRefused(String text) {
    assertThatThrownBy(() -> submit("--to", "1", "--data-coding", text))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("'" + text + "' is no octet such as 8 or 0xF5");
  }

  @Test
  void withoutASourceItHasNone() {
    assertThat(submit("--to", "12345").sourceAddr()).isEqualTo(Address.EMPTY);
  }

  @Test
  void aTextBeyondLatinOneIsUcs2UnlessToldOtherwise() {
    assertThat(submit("--to", "1", "--text", "Grüße").dataCoding()).isZero();
    SubmitSm submit = submit("--to", "1", "--text", "Привет");
    assertThat(submit.dataCoding()).isEqualTo(8);
    assertThat(submit.shortMessage().toByteArray())
        .isEqualTo("Привет".getBytes(StandardCharsets.UTF_16BE));
    assertThat(submit("--to", "1", "--text", "Привет", "--data-coding", "24").dataCoding())
        .isEqualTo(24);
  }

  @Test
  void tlvsAreReadAndWrongOnesRefused() {
    assertThat(submit("--to", "1", "--tlv", "source_port=0050").tlvs().has(TlvTag.SOURCE_PORT))
        .isTrue();
    assertThatThrownBy(() -> submit("--to", "1", "--tlv", "nonsense"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("nonsense is no TLV");
  }
}
