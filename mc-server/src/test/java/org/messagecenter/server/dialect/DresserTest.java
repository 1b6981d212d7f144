package org.messagecenter.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messagecenter.server.dialect.WrittenDialects.DESTINATION;
import static org.messagecenter.server.dialect.WrittenDialects.SOURCE;
import static org.messagecenter.server.dialect.WrittenDialects.octets;
import static org.messagecenter.server.dialect.WrittenDialects.submit;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Unencodable;
import org.messagecenter.server.config.ConfigException;

/** What a message looks like when it goes out. */
class DresserTest {
  private static final CarrierDialect BOOK = CarrierDialects.book();

  @TempDir private Path directory = Path.of("");

  private CarrierDialect dialect(String settings) throws IOException, ConfigException {
    return WrittenDialects.of(directory, settings);
  }

  private static SubmitSm dressed(CarrierDialect dialect, SubmitSm message) {
    return dialect.dressed(message, Dialect.STANDARD);
  }

  private static Octets encoded(Alphabet alphabet, String text) {
    return Octets.of(MessageText.encode(alphabet, text, Unencodable.REPORT));
  }

  private static Address address(String text) {
    String[] parts = text.split("/", -1);
    return new Address(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
  }

  @Test
  void aPlainMessageGoesAsItIs() {
    SubmitSm message = submit(0, octets("Hello"));
    assertThat(dressed(BOOK, message)).isSameAs(message);
    assertThat(Outgoing.of(BOOK, message, 7)).containsExactly(message);
  }

  @Test
  void whatWasBetweenTheEsmeAndUsStaysHere() {
    SubmitSm message =
        new SubmitSm(
            "CMT",
            SOURCE,
            DESTINATION,
            0x43,
            1,
            2,
            "261121030559000+",
            "000002000000000R",
            0x10,
            1,
            4,
            3,
            octets("\5\0\3\1\1\1x"),
            Tlvs.EMPTY);
    assertThat(dressed(BOOK, message))
        .isEqualTo(
            new SubmitSm(
                "CMT",
                SOURCE,
                DESTINATION,
                0x40,
                1,
                2,
                "",
                "000002000000000R",
                0x10,
                0,
                4,
                0,
                octets("\5\0\3\1\1\1x"),
                Tlvs.EMPTY));
  }

  @Test
  void theSmallFieldsAreTheCarriers() throws Exception {
    CarrierDialect dialect =
        dialect(
            """
            message {
              service-type = WAP, protocol-id = 64, priority = 0, registered-delivery = "0x01"
              esm-class-clear = "0xbf", esm-class-set = "0x03"
            }
            """);
    SubmitSm message =
        new SubmitSm(
            "CMT",
            SOURCE,
            DESTINATION,
            0x88,
            1,
            2,
            "",
            "000002000000000R",
            0,
            0,
            0,
            0,
            octets("x"),
            Tlvs.EMPTY);
    assertThat(dressed(dialect, message))
        .isEqualTo(
            new SubmitSm(
                "WAP",
                SOURCE,
                DESTINATION,
                0x03,
                64,
                0,
                "",
                "000002000000000R",
                1,
                0,
                0,
                0,
                octets("x"),
                Tlvs.EMPTY));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1/1/49170, 1/1/49170",
    "'', 0/0/+49170, 1/1/49170",
    "'', 1/1/0049170, 1/1/49170",
    "'', 0/0/4917012345, 0/0/4917012345",
    "'', 5/0/ACME, 5/0/ACME",
    "'', 0/0/, 0/0/",
    "'international { ton = 0, npi = 8 }', 1/1/49170, 0/8/49170",
    "international { sign = plus }, 1/1/49170, 1/1/+49170",
    "international { sign = plus }, 1/1/0049170, 1/1/+49170",
    "international { sign = double-zero }, 1/1/+49170, 1/1/0049170",
    "international { sign = keep }, 1/1/+49170, 1/1/+49170",
    "'national { ton = 0, npi = 0 }', 2/1/0170, 0/0/0170",
    "'short-code { ton = 3, npi = 0 }', 0/1/72579, 3/0/72579",
    "short-code { ton = 0 }, 6/1/72579, 0/1/72579",
    "'unknown { ton = 1, npi = 1 }', 0/0/4917012345, 1/1/4917012345",
    "'alphanumeric { ton = 1, npi = 1, value = \"4915\" }', 5/0/ACME, 1/1/4915",
    "alphanumeric { ton = 5 }, 0/0/ACME, 5/0/ACME",
  })
  void addressesAreWrittenAnewByTheirKind(String rules, String given, String expected)
      throws Exception {
    CarrierDialect dialect = dialect("source { " + rules + " }\n destination { " + rules + " }");
    SubmitSm sent =
        dressed(dialect, submit(address(given), address(given), 0, octets("x"), Tlvs.EMPTY));
    assertThat(sent.sourceAddr()).isEqualTo(address(expected));
    assertThat(sent.destinationAddr()).isEqualTo(address(expected));
  }

  @Test
  void vendorTlvsStayUnlessNamed() throws Exception {
    Tlvs tlvs =
        Tlvs.builder()
            .put(TlvTag.USER_MESSAGE_REFERENCE, 5)
            .put(0x1400, new byte[] {1})
            .put(0x1401, new byte[] {2})
            .put(TlvTag.RECEIPTED_MESSAGE_ID, "not ours")
            .put(TlvTag.NETWORK_ERROR_CODE, new byte[3])
            .put(0x0412, new byte[] {3})
            .build();
    SubmitSm message = submit(SOURCE, DESTINATION, 0, octets("x"), tlvs);
    assertThat(dressed(BOOK, message).tlvs())
        .isEqualTo(Tlvs.builder().put(TlvTag.USER_MESSAGE_REFERENCE, 5).build());

    CarrierDialect dialect =
        dialect(
            """
            tlvs {
              map { "0x1400" = "0x2157" }
              drop = ["0x0204"]
              add { "0x1414" = "ARN\\u0000", "0x1500" = "0x0aff", "0x2157" = "late" }
            }
            """);
    assertThat(dressed(dialect, message).tlvs())
        .isEqualTo(
            Tlvs.builder()
                .put(0x2157, new byte[] {1})
                .put(0x1414, new byte[] {'A', 'R', 'N', 0})
                .put(0x1500, new byte[] {0x0A, (byte) 0xFF})
                .build());
    assertThat(dressed(dialect("tlvs { vendor = pass, registered = drop }"), message).tlvs())
        .isEqualTo(Tlvs.builder().put(0x1400, new byte[] {1}).put(0x1401, new byte[] {2}).build());
  }

  @Test
  void aTextGoesInTheAlphabetThatTheCarrierHasFor0() throws Exception {
    CarrierDialect latin = dialect("text { data-coding-0 = latin1 }");
    SubmitSm sent = dressed(latin, submit(0, encoded(Alphabet.GSM7, "Grüße @ home")));
    assertThat(sent.dataCoding()).isZero();
    assertThat(sent.shortMessage()).isEqualTo(octets("Gr\u00FC\u00DFe @ home"));

    // Latin-1 has no euro sign; UCS-2 has.
    SubmitSm euro = dressed(latin, submit(0, encoded(Alphabet.GSM7, "5 €")));
    assertThat(euro.dataCoding()).isEqualTo(8);
    assertThat(euro.shortMessage()).isEqualTo(encoded(Alphabet.UCS2, "5 €"));

    CarrierDialect packed = dialect("text { data-coding-0 = gsm7-packed }");
    SubmitSm seven = dressed(packed, submit(0, encoded(Alphabet.GSM7, "12345678")));
    assertThat(seven.shortMessage().length()).isEqualTo(7);
    assertThat(MessageText.decode(Alphabet.GSM7_PACKED, seven.shortMessage()))
        .isEqualTo("12345678");
  }

  @Test
  void theSendersOwnMeaningOf0Counts() {
    SubmitSm message = submit(0, octets("Gr\u00FC\u00DFe"));
    SubmitSm sent = BOOK.dressed(message, Dialect.of(Alphabet.LATIN1));
    assertThat(sent.dataCoding()).isEqualTo(3);
    assertThat(sent.shortMessage()).isEqualTo(message.shortMessage());
  }

  @Test
  void whatTheCarrierDoesNotTakeIsWrittenAnew() throws Exception {
    CarrierDialect two = dialect("text { accepts = [gsm7, ucs2] }");
    SubmitSm plain = dressed(two, submit(3, octets("Gr\u00FC\u00DFe")));
    assertThat(plain.dataCoding()).isZero();
    assertThat(plain.shortMessage()).isEqualTo(encoded(Alphabet.GSM7, "Grüße"));
    SubmitSm cedilla = dressed(two, submit(3, octets("gar\u00E7on \u00E2g\u00E9")));
    assertThat(cedilla.dataCoding()).isEqualTo(8);

    CarrierDialect lookalike = dialect("text { accepts = [gsm7] }");
    SubmitSm quoted = dressed(lookalike, submit(8, encoded(Alphabet.UCS2, "“so”")));
    assertThat(quoted.dataCoding()).isZero();
    assertThat(MessageText.decode(Alphabet.GSM7, quoted.shortMessage())).isEqualTo("\"so\"");

    CarrierDialect refusing = dialect("text { accepts = [gsm7], unencodable = refuse }");
    SubmitSm message = submit(8, encoded(Alphabet.UCS2, "“so”"));
    assertThatThrownBy(() -> dressed(refusing, message))
        .isInstanceOfSatisfying(
            UnsendableException.class,
            e -> assertThat(e.error()).isEqualTo(UnsendableException.ERROR))
        .hasMessageNotContaining("so");
    assertThatThrownBy(() -> dressed(refusing, submit(4, octets("\1\2"))))
        .isInstanceOf(UnsendableException.class);
  }

  @Test
  void theClassOfAMessageIsKept() throws Exception {
    CarrierDialect two = dialect("text { accepts = [gsm7] }");
    SubmitSm flash = dressed(two, submit(0x18, encoded(Alphabet.UCS2, "hi")));
    assertThat(flash.dataCoding()).isEqualTo(0xF0);
    CarrierDialect mapped = dialect("text { data-codings { \"0x10\" = \"0xf0\" } }");
    assertThat(dressed(mapped, submit(0x10, octets("hi"))).dataCoding()).isEqualTo(0xF0);
    assertThat(dressed(mapped, submit(0, octets("hi"))).dataCoding()).isZero();
  }

  @Test
  void aTextBehindAHeaderIsWrittenAnewBehindIt() throws Exception {
    CarrierDialect two = dialect("text { accepts = [gsm7, ucs2] }");
    SubmitSm part =
        new SubmitSm(
            "",
            SOURCE,
            DESTINATION,
            0x40,
            0,
            0,
            "",
            "",
            1,
            0,
            3,
            0,
            octets("\5\0\3\7\2\1Gr\u00FC\u00DFe"),
            Tlvs.EMPTY);
    SubmitSm sent = dressed(two, part);
    assertThat(sent.shortMessage().slice(0, 6)).isEqualTo(octets("\5\0\3\7\2\1"));
    assertThat(sent.shortMessage().slice(6, 5)).isEqualTo(encoded(Alphabet.GSM7, "Grüße"));
  }

  @Test
  void aPartThatWouldNotFitAnyMoreIsRefused() throws Exception {
    CarrierDialect only = dialect("text { accepts = [ucs2] }");
    SubmitSm part =
        new SubmitSm(
            "",
            SOURCE,
            DESTINATION,
            0x40,
            0,
            0,
            "",
            "",
            1,
            0,
            0,
            0,
            octets("\5\0\3\7\2\1" + "x".repeat(153)),
            Tlvs.EMPTY);
    assertThatThrownBy(() -> dressed(only, part)).isInstanceOf(UnsendableException.class);
  }

  @Test
  void payloadsGoWhereTheCarrierTakesThem() throws Exception {
    SubmitSm small = WrittenDialects.inPayload(0, octets("hi"));
    assertThat(dressed(BOOK, small).shortMessage()).isEqualTo(octets("hi"));
    assertThat(dressed(BOOK, small).tlvs()).isEqualTo(Tlvs.EMPTY);

    CarrierDialect payload = dialect("long-texts = payload");
    SubmitSm long300 = WrittenDialects.inPayload(0, octets("x".repeat(300)));
    assertThat(Outgoing.of(payload, long300, 1)).hasSize(1);
    SubmitSm whole = dressed(payload, long300);
    assertThat(whole.shortMessage()).isEqualTo(Octets.EMPTY);
    assertThat(whole.tlvs().find(TlvTag.MESSAGE_PAYLOAD)).isEqualTo(octets("x".repeat(300)));
    assertThat(dressed(payload, submit(0, octets("x".repeat(200)))).shortMessage())
        .isEqualTo(Octets.EMPTY);
    assertThat(dressed(payload, small).shortMessage()).isEqualTo(octets("hi"));

    CarrierDialect carrier = dialect("long-texts = carrier");
    SubmitSm long200 = submit(0, octets("x".repeat(200)));
    assertThat(Outgoing.of(carrier, long200, 1)).containsExactly(long200);

    CarrierDialect old = dialect("long-texts = payload, tlvs { registered = drop }");
    assertThatThrownBy(() -> dressed(old, long300)).isInstanceOf(UnsendableException.class);
  }
}
