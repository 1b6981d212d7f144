package org.messagecenter.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Unencodable;

/** Every file that is shipped can be read, and does what it is there for. */
class ShippedDialectsTest {
  private static final Path FOLDER = WrittenDialects.ROOT.resolve("conf/dialects");

  private static final String ID32 = "0123456789abcdef0123456789abcdef";

  private static final Map<String, Consumer<CarrierDialect>> QUIRKS = new TreeMap<>();

  static {
    QUIRKS.put(
        "telesign",
        d -> {
          CarrierReceipt receipt = read(d, "id:" + ID32 + " stat:UNDELIV err:4A1 text:");
          assertThat(receipt.id()).isEqualTo(d.idOfResponse(ID32));
          assertThat(receipt.error()).isEqualTo(0x4A1);
          assertThat(sent(d, tlvs(0x1414, "OTP\0")).tlvs()).isEqualTo(tlvs(0x1414, "OTP\0"));
        });
    QUIRKS.put("openmarket-uk", d -> same(d, "9223372036854775807", "9223372036854775807"));
    QUIRKS.put(
        "openmarket-v3",
        d -> {
          Tlvs ticket =
              Tlvs.builder().put(0x001E, octets("1A2B")).put(0x0427, octets("\2")).build();
          assertThat(d.receipt(WrittenDialects.deliver(4, "", ticket)).orElseThrow().id())
              .isEqualTo(d.idOfResponse("1a2b"));
          assertThat(d.receipt(WrittenDialects.deliver(0, "hello", ticket))).isEmpty();
          assertThat(sent(d, tlvs(0x2157, "prog")).tlvs()).isEqualTo(tlvs(0x2157, "prog"));
        });
    QUIRKS.put(
        "openmarket-v4",
        d -> {
          CarrierReceipt receipt =
              read(
                  d,
                  "id:0118Z-0122I-2309U-57DGB sub:000 dlvrd:000 submitdate:180122230957"
                      + " donedate:000000000000 stat:REJECTED err:351 text:");
          assertThat(receipt.id()).isEqualTo(d.idOfResponse("0118Z-0122I-2309U-57DGB"));
          assertThat(receipt.state()).isEqualTo(MessageState.REJECTED);
          assertThat(receipt.error()).isEqualTo(0x00B);
          assertThat(receipt.doneAt()).isEqualTo(-1);
          SubmitSm sent = sent(d, Tlvs.EMPTY);
          assertThat(sent.serviceType()).isEqualTo("OMV4");
          assertThat(sent.esmClass()).isZero();
        });
    QUIRKS.put(
        "bandwidth",
        d -> assertThat(read(d, "id:1 stat:REJECTD err:4470").error()).isEqualTo(0x4BA));
    QUIRKS.put(
        "restcomm",
        d -> {
          same(d, "0000000042", "42");
          assertThat(
                  d.receipt(
                      WrittenDialects.deliver(
                          0x07,
                          "id:0000000042 sub:001 dlvrd:000 stat:ENROUTE err:000",
                          Tlvs.EMPTY)))
              .get()
              .extracting(CarrierReceipt::state)
              .isEqualTo(MessageState.ENROUTE);
        });
    QUIRKS.put(
        "sinch",
        d -> {
          CarrierReceipt receipt =
              d.receipt(WrittenDialects.deliver(4, "id:1 stat:DELIVRD", tlvs(0x1403, "23430\0")))
                  .orElseThrow();
          assertThat(receipt.tlvs().find(0x0410)).isEqualTo(octets("234"));
          assertThat(receipt.tlvs().find(0x0411)).isEqualTo(octets("30"));
          assertThat(read(d, "id:1 stat:UNDELIV err:150").error()).isEqualTo(0x00B);
          Address code = new Address(3, 0, "72579");
          assertThat(sent(d, code).sourceAddr()).isEqualTo(new Address(0, 1, "72579"));
        });
    QUIRKS.put("sinch-cloud", d -> text(d, 3, "Gr\u00FCn", 0, Alphabet.GSM7));
    QUIRKS.put("sinch-cloud-latin1", d -> text(d, 0, "Gr\u00FCn", 0, Alphabet.LATIN1));
    QUIRKS.put(
        "vonage",
        d -> {
          same(d, "00000000BC614E", "0000000012345678");
          assertThat(read(d, "id:1 stat:ACCEPTD err:000 text:none").state().isFinal()).isFalse();
          assertThat(read(d, "id:1 stat:REJECTD err:006 text:none").error()).isEqualTo(0x4BA);
        });
    QUIRKS.put(
        "8x8",
        d -> {
          same(d, "9F2C4B1E-0b7d-4ce2-8a11-6f1dd2c0a001", "9f2c4b1e-0b7d-4ce2-8a11-6f1dd2c0a001");
          CarrierReceipt receipt =
              d.receipt(
                      WrittenDialects.deliver(
                          4, "id:1 sub:001 stat:EXPIRED err:36 Text:", tlvs(0x1503, "525")))
                  .orElseThrow();
          assertThat(receipt.tlvs()).isEqualTo(tlvs(0x0410, "525"));
          assertThat(receipt.error()).isEqualTo(0x4A3);
        });
    QUIRKS.put(
        "infobip",
        d -> {
          SubmitSm ascii = WrittenDialects.submit(1, octets("a_b"));
          assertThat(d.dressed(ascii, Dialect.STANDARD).shortMessage())
              .isEqualTo(octets("a\u0011b"));
        });
    QUIRKS.put(
        "route-mobile",
        d -> {
          CarrierReceipt receipt = read(d, "id:1 stat:MEMEXEC err:009");
          assertThat(receipt.state()).isEqualTo(MessageState.UNDELIVERABLE);
          assertThat(receipt.error()).isEqualTo(0x4A0);
          assertThat(read(d, "id:1 stat:FAILED err:014").error()).isEqualTo(0x4B8);
          assertThat(d.meaning(0x40B).failure()).isEqualTo(FailureClass.BILLING);
        });
    QUIRKS.put(
        "gatewayapi",
        d -> {
          CarrierReceipt receipt =
              read(
                  d,
                  "id:1390125333 sub:001 dlvrd:000 submit date:2011181054"
                      + " done date:2011181054 stat:DELIVRD err:000 text:ref");
          assertThat(receipt.id()).isEqualTo(d.idOfResponse("1390125333"));
          assertThat(receipt.state()).isEqualTo(MessageState.DELIVERED);
          text(d, 0x10, "hi", 0xF0, Alphabet.GSM7);
        });
    QUIRKS.put(
        "twilio",
        d ->
            assertThat(sent(d, new Address(1, 1, "+15550100")).destinationAddr().digits())
                .isEqualTo("491701234567"));
    QUIRKS.put(
        "bulksms",
        d -> {
          assertThat(d.meaning(0x401))
              .isEqualTo(new StatusMeaning(FailureClass.PERMANENT, MessageState.REJECTED, 0x4A7));
          SubmitSm notified =
              new SubmitSm(
                  "",
                  WrittenDialects.SOURCE,
                  WrittenDialects.DESTINATION,
                  0,
                  0,
                  0,
                  "",
                  "",
                  /* registeredDelivery= */ 0x11,
                  0,
                  0,
                  0,
                  octets("x"),
                  Tlvs.EMPTY);
          assertThat(d.dressed(notified, Dialect.STANDARD).registeredDelivery()).isEqualTo(1);
        });
    QUIRKS.put(
        "smsportal",
        d -> {
          assertThat(sent(d, Tlvs.EMPTY).destinationAddr())
              .isEqualTo(new Address(0, 0, "491701234567"));
          assertThat(sent(d, tlvs(0x1400, "ref")).tlvs()).isEqualTo(tlvs(0x1400, "ref"));
        });
    QUIRKS.put("clicksend", d -> text(d, 3, "Gr\u00FCn", 0, Alphabet.GSM7));
    QUIRKS.put(
        "vibes",
        d -> {
          Tlvs full = Tlvs.builder().put(0x001E, octets("12345678901234\0")).build();
          assertThat(
                  d.receipt(WrittenDialects.deliver(4, "id:1234567890 stat:DELIVRD", full))
                      .orElseThrow()
                      .id())
              .isEqualTo(d.idOfResponse("12345678901234"));
          text(d, 0, "Gr\u00FCn", 8, Alphabet.UCS2);
        });
    QUIRKS.put("melrose", d -> same(d, "AB".repeat(32), "ab".repeat(32)));
    QUIRKS.put(
        "mblox",
        d -> {
          text(d, 0, "Gr\u00FCn", 0, Alphabet.LATIN1);
          assertThat(d.meaning(0x426).failure()).isEqualTo(FailureClass.THROTTLED);
          assertThat(d.meaning(0x405).failure()).isEqualTo(FailureClass.PERMANENT);
        });
    QUIRKS.put("hex-decimal", d -> same(d, "1C8", "0000000456"));
    QUIRKS.put("decimal-hex", d -> same(d, "0000000456", "1C8"));
    QUIRKS.put(
        "tolerant",
        d -> {
          same(d, "00AB", "ab");
          assertThat(d.receipt(WrittenDialects.deliver(0, "id:1 stat:DELIVRD err:000", Tlvs.EMPTY)))
              .isPresent();
        });
    QUIRKS.put(
        "smpp33",
        d -> {
          same(d, "0000002A", "2a");
          assertThat(sent(d, tlvs(0x0204, "\0\1")).tlvs()).isEqualTo(Tlvs.EMPTY);
        });
  }

  @TempDir private Path directory = Path.of("");

  @TestFactory
  Stream<DynamicTest> doWhatTheyAreThereFor() throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(FOLDER)) {
      names =
          files
              .map(file -> file.getFileName().toString().replaceFirst("\\.conf$", ""))
              .sorted()
              .toList();
    }
    assertThat(QUIRKS.keySet()).containsExactlyElementsOf(names);
    return names.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      Path file = FOLDER.resolve(name + ".conf");
                      CarrierDialect dialect =
                          WrittenDialects.entry(directory, "dialect = \"" + file + "\"");
                      assertThat(dialect.toString()).isNotEqualTo("standard");
                      Objects.requireNonNull(QUIRKS.get(name)).accept(dialect);
                    }));
  }

  private static CarrierReceipt read(CarrierDialect dialect, String text) {
    return dialect.receipt(WrittenDialects.deliver(text)).orElseThrow();
  }

  /** Ids of one message, as the response and as the receipt have it. */
  private static void same(CarrierDialect dialect, String response, String receipt) {
    assertThat(read(dialect, "id:" + receipt + " stat:DELIVRD err:000").id())
        .isEqualTo(dialect.idOfResponse(response));
  }

  private static Octets octets(String text) {
    return WrittenDialects.octets(text);
  }

  private static Tlvs tlvs(int tag, String value) {
    return Tlvs.builder().put(tag, octets(value)).build();
  }

  private static SubmitSm sent(CarrierDialect dialect, Tlvs tlvs) {
    return dialect.dressed(
        WrittenDialects.submit(
            WrittenDialects.SOURCE, WrittenDialects.DESTINATION, 0, octets("x"), tlvs),
        Dialect.STANDARD);
  }

  private static SubmitSm sent(CarrierDialect dialect, Address source) {
    return dialect.dressed(
        WrittenDialects.submit(source, WrittenDialects.DESTINATION, 0, octets("x"), Tlvs.EMPTY),
        Dialect.STANDARD);
  }

  /** A text that comes with one data_coding goes with another, in this alphabet. */
  private static void text(
      CarrierDialect dialect, int dataCoding, String text, int sentAs, Alphabet alphabet) {
    Alphabet from = dataCoding == 3 ? Alphabet.LATIN1 : Alphabet.GSM7;
    SubmitSm sent =
        dialect.dressed(
            WrittenDialects.submit(
                dataCoding, Octets.of(MessageText.encode(from, text, Unencodable.REPORT))),
            Dialect.STANDARD);
    assertThat(sent.dataCoding()).isEqualTo(sentAs);
    assertThat(sent.shortMessage().toByteArray())
        .isEqualTo(MessageText.encode(alphabet, text, Unencodable.REPORT));
  }
}
