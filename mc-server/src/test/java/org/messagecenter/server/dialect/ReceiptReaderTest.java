package org.messagecenter.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.server.dialect.WrittenDialects.deliver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.EnquireLink;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.ReceiptStyle;
import org.messagecenter.protocol.receipt.ReceiptText;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Unencodable;
import org.messagecenter.server.config.ConfigException;

class ReceiptReaderTest {
  private static final CarrierDialect BOOK = CarrierDialects.book();

  private static final String USUAL =
      "id:123 sub:001 dlvrd:001 submit date:2611210305 done date:2611210307 stat:DELIVRD err:000"
          + " text:id:9 stat:UNDELIV";

  private static final long DONE = Instant.parse("2026-11-21T03:07:00Z").toEpochMilli();

  @TempDir private Path directory = Path.of("");

  private CarrierDialect dialect(String settings) throws IOException, ConfigException {
    return WrittenDialects.of(directory, settings);
  }

  private static CarrierReceipt read(CarrierDialect dialect, String text) {
    return dialect.receipt(deliver(text)).orElseThrow();
  }

  private static Tlvs tlvs(String id, int state) {
    return Tlvs.builder()
        .put(TlvTag.RECEIPTED_MESSAGE_ID, id)
        .put(TlvTag.MESSAGE_STATE, state)
        .build();
  }

  @Test
  void theUsualTextIsRead() {
    assertThat(read(BOOK, USUAL))
        .isEqualTo(
            new CarrierReceipt(
                "123", MessageState.DELIVERED, FailureClass.PERMANENT, 0, DONE, Tlvs.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id:123 stat:DELIVRD",
        "ID:123 SUB:1 DLVRD:1 SUBMIT DATE:2611210305 DONE DATE:2611210307 STAT:DELIVRD ERR:0 TEXT:x",
        "id: 123 sub : 001 stat : delivrd err:0",
        "Id:123 Sub:001 Dlvrd:001 Submit_Date:2611210305 Done_Date:2611210307 Stat:DELIVERED",
        "id:123, stat:DELIVRD; err:000",
        "id:123 sub:001 dlvrd:001 submitdate:2611210305 donedate:2611210307 stat:DELIVRD Text:none",
        "stat:DELIVRD id:123",
        "id:123 sub:001 dlvrd:001 submit date:2611210305 done date:2611210307 DELIVRD err:000",
        "id:123 submit date:never done date: stat:DELIVRD err:E42 text:",
        "\0id:123 stat:DELIVRD\r\n",
      })
  void commonDeviationsAreRead(String text) {
    CarrierReceipt receipt = read(BOOK, text);
    assertThat(receipt.id()).isEqualTo("123");
    assertThat(receipt.state()).isEqualTo(MessageState.DELIVERED);
  }

  @ParameterizedTest
  @CsvSource({
    "2611210307, 2026-11-21T03:07:00Z",
    "261121030759, 2026-11-21T03:07:59Z",
    "20261121030759, 2026-11-21T03:07:59Z",
    "202611210307, 2026-11-21T03:07:00Z",
    "261121030759000+, 2026-11-21T03:07:59Z",
    "2026-11-21 03:07:59, 2026-11-21T03:07:59Z",
  })
  void datesOfEveryCommonFormAreRead(String date, String expected) {
    long doneAt = read(BOOK, "id:1 done date:" + date + " stat:DELIVRD").doneAt();
    assertThat(Instant.ofEpochMilli(doneAt)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0000000000", "000000000000", "26112103", "2613010000", "never"})
  void whatIsNoDateIsNone(String date) {
    assertThat(read(BOOK, "id:1 done date:" + date + " stat:DELIVRD").doneAt()).isEqualTo(-1);
  }

  @Test
  void datesAreInTheTimeZoneOfTheCarrier() throws Exception {
    long inBerlin = read(dialect("receipts { time-zone = Europe/Berlin }"), USUAL).doneAt();
    assertThat(inBerlin).isEqualTo(DONE - 3_600_000);
    long inIndia = read(dialect("receipts { time-zone = \"+05:30\" }"), USUAL).doneAt();
    assertThat(inIndia).isEqualTo(DONE - 19_800_000);
  }

  @ParameterizedTest
  @EnumSource(MessageState.class)
  void whatWePrintIsRead(MessageState state) {
    for (ReceiptStyle style :
        new ReceiptStyle[] {ReceiptStyle.USUAL, new ReceiptStyle(true, true)}) {
      byte[] text =
          ReceiptText.print(style, "0a1b", DONE, DONE, state, 0x4A1, WrittenDialects.octets("hi"));
      CarrierReceipt receipt = read(BOOK, new String(text, StandardCharsets.ISO_8859_1));
      assertThat(receipt.id()).isEqualTo("0a1b");
      assertThat(receipt.state()).isEqualTo(state);
      assertThat(receipt.doneAt()).isEqualTo(DONE);
    }
  }

  @Test
  void receiptsComeInEveryPlace() {
    Tlvs payload =
        Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, WrittenDialects.octets(USUAL)).build();
    DataSm data = WrittenDialects.data(4, payload);
    DataSm bare = WrittenDialects.data(4, tlvs("123", 2));
    assertThat(BOOK.receipt(deliver(4, "", payload)).orElseThrow().id()).isEqualTo("123");
    assertThat(BOOK.receipt(data).orElseThrow().id()).isEqualTo("123");
    assertThat(BOOK.receipt(bare).orElseThrow().state()).isEqualTo(MessageState.DELIVERED);
    assertThat(BOOK.receipt(deliver(4, "", tlvs("123", 5))).orElseThrow().state())
        .isEqualTo(MessageState.UNDELIVERABLE);
    assertThat(BOOK.receipt(new EnquireLink())).isEmpty();
  }

  @Test
  void aTextInUcs2IsRead() {
    byte[] ucs2 = MessageText.encode(Alphabet.UCS2, USUAL, Unencodable.REPORT);
    DeliverSm arrived = deliver(4, 8, Octets.of(ucs2), Tlvs.EMPTY);
    assertThat(BOOK.receipt(arrived).orElseThrow().id()).isEqualTo("123");
  }

  @ParameterizedTest
  @CsvSource({
    "0x04, true",
    "0x05, true",
    "0x07, true",
    "0x44, true",
    "0x20, true",
    "0x00, false",
    "0x03, false",
    "0x08, false",
    "0x10, false",
    "0x40, false"
  })
  void esmClassSaysWhatIsAReceipt(String esmClass, boolean receipt) {
    String text = Integer.decode(esmClass) >= 0x40 ? "\1\0" + USUAL : USUAL;
    assertThat(BOOK.receipt(deliver(Integer.decode(esmClass), text, Tlvs.EMPTY)).isPresent())
        .isEqualTo(receipt);
  }

  @Test
  void aCarrierMayNotMarkItsReceipts() throws Exception {
    CarrierDialect dialect = dialect("receipts { esm-classes = [\"0x00\", \"0x04\", \"0x08\"] }");
    assertThat(dialect.receipt(deliver(0x00, USUAL, Tlvs.EMPTY))).isPresent();
    assertThat(dialect.receipt(deliver(0x08, USUAL, Tlvs.EMPTY))).isPresent();
    assertThat(dialect.receipt(deliver(0x00, "", tlvs("1", 2)))).isPresent();
    // Messages stay messages, also those that look a little like one.
    assertThat(dialect.receipt(deliver(0x00, "hello", Tlvs.EMPTY))).isEmpty();
    assertThat(dialect.receipt(deliver(0x00, "my id:4 has FAILED", Tlvs.EMPTY))).isEmpty();
    assertThat(dialect.receipt(deliver(0x08, "", Tlvs.EMPTY))).isEmpty();
    assertThat(dialect.receipt(deliver(0x20, USUAL, Tlvs.EMPTY))).isEmpty();
  }

  @Test
  void idsHaveUnderscoresInGsm7Too() {
    assertThat(read(BOOK, "id:a\u0011b stat:DELIVRD err:000").id()).isEqualTo("a_b");
  }

  /** Whatever a carrier sends, it is read or it is not. */
  @Test
  void nothingThatComesBreaksTheReader() throws Exception {
    CarrierDialect dialect =
        dialect(
            "id { response = hex, receipt = decimal }\n"
                + "receipts { esm-classes = [\"0x00\", \"0x04\", \"0x20\"] }");
    Random random = new Random(17);
    for (int i = 0; i < 20_000; i++) {
      byte[] text = USUAL.getBytes(StandardCharsets.ISO_8859_1);
      for (int n = random.nextInt(8); n > 0; n--) {
        text[random.nextInt(text.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(text, random.nextInt(text.length + 1));
      DeliverSm arrived =
          deliver(random.nextInt(256), random.nextInt(256), Octets.of(cut), Tlvs.EMPTY);
      dialect.receipt(arrived).ifPresent(r -> assertThat(r.state()).isNotNull());
    }
  }

  @Test
  void aReceiptThatSaysNothingIsNoMessage() {
    CarrierReceipt receipt = read(BOOK, "sorry");
    assertThat(receipt.id()).isEmpty();
    assertThat(receipt.state()).isEqualTo(MessageState.UNKNOWN);
  }

  @Test
  void theTlvCountsFirstUnlessTheDialectSaysOtherwise() throws Exception {
    DeliverSm both = deliver(4, "id:12 stat:EXPIRED err:000", tlvs("1234567890ab", 8));
    CarrierReceipt usual = BOOK.receipt(both).orElseThrow();
    assertThat(usual.id()).isEqualTo("1234567890ab");
    assertThat(usual.state()).isEqualTo(MessageState.REJECTED);
    CarrierReceipt other =
        dialect("receipts { id-from = text, state-from = text }").receipt(both).orElseThrow();
    assertThat(other.id()).isEqualTo("12");
    assertThat(other.state()).isEqualTo(MessageState.EXPIRED);
  }

  @Test
  void notificationsEndNothingButAreBelievedTheGoodEnd() throws Exception {
    DeliverSm failed = deliver(0x20, "id:1 stat:UNDELIV err:001", Tlvs.EMPTY);
    assertThat(BOOK.receipt(failed).orElseThrow().state()).isEqualTo(MessageState.ENROUTE);
    assertThat(
            BOOK.receipt(deliver(0x20, "id:1 stat:DELIVRD err:000", Tlvs.EMPTY))
                .orElseThrow()
                .state())
        .isEqualTo(MessageState.DELIVERED);
    assertThat(
            dialect("receipts { notifications = by-state }").receipt(failed).orElseThrow().state())
        .isEqualTo(MessageState.UNDELIVERABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "ENROUTE, ENROUTE",
    "BUFFRED, ENROUTE",
    "ACKED, ENROUTE",
    "SCHEDLD, SCHEDULED",
    "ACCEPTD, ACCEPTED",
    "FAILED, UNDELIVERABLE",
    "UNHEARD, UNKNOWN"
  })
  void intermediateStatesAreKept(String word, MessageState state) {
    assertThat(read(BOOK, "id:1 stat:" + word + " err:000").state()).isEqualTo(state);
  }

  @Test
  void acceptedMayBeOnTheWay() throws Exception {
    CarrierDialect dialect = dialect("receipts { accepted = intermediate }");
    assertThat(read(dialect, "id:1 stat:ACCEPTD err:000").state()).isEqualTo(MessageState.ENROUTE);
    assertThat(dialect.receipt(deliver(4, "id:1", tlvs("1", 6))).orElseThrow().state())
        .isEqualTo(MessageState.ENROUTE);
  }

  @Test
  void wordsOfACarrierMeanWhatItSays() throws Exception {
    CarrierDialect dialect =
        dialect(
            """
            receipts {
              other-words = rejected
              words { "Invalid-Sub" = undeliverable 00B, NOCREDIT = billing undeliverable 4B7 }
            }
            """);
    CarrierReceipt unknown = read(dialect, "id:1 stat:INVALID-SUB err:001");
    assertThat(unknown.state()).isEqualTo(MessageState.UNDELIVERABLE);
    assertThat(unknown.error()).isEqualTo(0x00B);
    assertThat(unknown.failure()).isEqualTo(FailureClass.PERMANENT);
    assertThat(read(dialect, "id:1 stat:NoCredit err:001").failure())
        .isEqualTo(FailureClass.BILLING);
    assertThat(read(dialect, "id:1 stat:WHATEVER").state()).isEqualTo(MessageState.REJECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'UNDELIV err:027', 4B2, PERMANENT",
    "'', 'EXPIRED err:027', 4A3, PERMANENT",
    "'', 'UNKNOWN', 0FF, PERMANENT",
    "'', 'DELIVRD err:999', 0, PERMANENT",
    "'base=hex, otherwise=same', 'UNDELIV err:4a1', 4A1, PERMANENT",
    "'base=hex, otherwise=same', 'UNDELIV err:000', 4B2, PERMANENT",
    "'codes { \"27\" = temporary 4A0 }', 'UNDELIV err:027', 4A0, TEMPORARY",
    "'codes { \"20-29\" = billing }', 'UNDELIV err:0027', 4B2, BILLING",
    "'base=hex, codes { \"1b\" = \"407\" }', 'UNDELIV err:01B', 407, PERMANENT",
    "'base=hex, codes { \"27\" = temporary }', 'UNDELIV err:027', 4B2, TEMPORARY",
    "'offset=4096, codes { \"0x107E\" = \"4A0\" }', 'UNDELIV err:126', 4A0, PERMANENT",
    "'codes { \"E42\" = temporary 407 }', 'UNDELIV err:e42', 407, TEMPORARY",
  })
  void errorsOfACarrierBecomeOurs(String errors, String stat, String error, FailureClass failure)
      throws Exception {
    CarrierReceipt receipt =
        read(dialect("errors { " + errors + " }"), "id:1 stat:" + stat + " text:");
    assertThat(receipt.error()).isEqualTo(Integer.parseInt(error, 16));
    assertThat(receipt.failure()).isEqualTo(failure);
  }

  @Test
  void networkErrorCodeStandsInForAnErrThatIsMissing() throws Exception {
    Tlvs tlvs =
        Tlvs.builder()
            .put(TlvTag.RECEIPTED_MESSAGE_ID, "1")
            .put(TlvTag.MESSAGE_STATE, 5)
            .put(TlvTag.NETWORK_ERROR_CODE, new byte[] {3, 0, 27})
            .build();
    CarrierDialect dialect = dialect("errors { codes { \"27\" = \"4A0\" } }");
    assertThat(dialect.receipt(deliver(4, "", tlvs)).orElseThrow().error()).isEqualTo(0x4A0);
  }

  @Test
  void tagsOfTheCarrierGetTheirUsualNumbers() throws Exception {
    CarrierDialect dialect = dialect("receipts { tlvs { \"0x1503\" = \"0x0410\" } }");
    Tlvs tlvs = Tlvs.builder().put(0x1503, new byte[] {'2', '6', '2'}).build();
    CarrierReceipt receipt = dialect.receipt(deliver(4, USUAL, tlvs)).orElseThrow();
    assertThat(receipt.tlvs().find(0x0410)).isEqualTo(WrittenDialects.octets("262"));
  }

  private static Tlvs read(CarrierDialect dialect, Tlvs tlvs) {
    return dialect.receipt(deliver(4, "id:1 stat:DELIVRD", tlvs)).orElseThrow().tlvs();
  }

  @ParameterizedTest
  @CsvSource({"23430, 234, 30", "310410, 310, 410", "23401, 234, 01"})
  void mccAndMncInOneAreTakenApart(String packed, String mcc, String mnc) throws Exception {
    CarrierDialect dialect = dialect("receipts { mcc-mnc-tlv = \"0x1403\" }");
    for (String end : List.of("", "\0")) {
      Octets value = Octets.of((packed + end).getBytes(StandardCharsets.US_ASCII));
      Tlvs read = read(dialect, Tlvs.builder().put(0x1403, value).build());
      assertThat(read.find(0x1403)).isEqualTo(value);
      assertThat(read.find(0x0410)).isEqualTo(Octets.of(mcc.getBytes(StandardCharsets.US_ASCII)));
      assertThat(read.find(0x0411)).isEqualTo(Octets.of(mnc.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2343", "2343012", "234-30", "\0", "23430\0\0"})
  void whatIsNoMccAndMncIsLeftAsItIs(String packed) throws Exception {
    CarrierDialect dialect = dialect("receipts { mcc-mnc-tlv = \"0x1403\" }");
    Octets value = Octets.of(packed.getBytes(StandardCharsets.US_ASCII));
    Tlvs tlvs = Tlvs.builder().put(0x1403, value).build();
    assertThat(read(dialect, tlvs)).isEqualTo(tlvs);
  }

  @Test
  void whatTheCarrierTellsItselfCounts() throws Exception {
    CarrierDialect dialect =
        dialect("receipts { mcc-mnc-tlv = \"0x1403\", tlvs { \"0x1503\" = \"0x0410\" } }");
    Octets own = Octets.of(new byte[] {'2', '6', '2'});
    Octets packed = Octets.of("23430".getBytes(StandardCharsets.US_ASCII));
    Tlvs read = read(dialect, Tlvs.builder().put(0x1403, packed).put(0x1503, own).build());
    assertThat(read.find(0x0410)).isEqualTo(own);
    assertThat(read.find(0x0411)).isNull();
    assertThat(read(dialect, Tlvs.EMPTY)).isEqualTo(Tlvs.EMPTY);
  }
}
