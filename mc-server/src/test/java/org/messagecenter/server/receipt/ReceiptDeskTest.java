package org.messagecenter.server.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.ReceiptStyle;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Dialects;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.ReceiptFormat;
import org.messagecenter.server.account.ReceiptFormat.IdForm;
import org.messagecenter.server.account.Windows;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.NewMail;

class ReceiptDeskTest {
  private static final long SUBMITTED = Instant.parse("2026-11-21T03:05:59Z").toEpochMilli();
  private static final long KEPT = 1000;
  private static final String ID = "0123456789abcdef0123456789abcdef";

  private final ReceiptDesk desk = desk(Policy.USUAL);

  private static ReceiptDesk desk(Policy policy) {
    Policies policies = new Policies(AccountBook.of(List.of()), policy);
    return new ReceiptDesk(policies, KEPT, new SimpleMeterRegistry());
  }

  private static SubmitSm message(
      int registered, int esmClass, int dataCoding, byte[] text, Tlvs tlvs) {
    return new SubmitSm(
        "CMT",
        new Address(5, 0, "ACME"),
        new Address(1, 1, "491701234567"),
        esmClass,
        0,
        0,
        "",
        "",
        registered,
        0,
        dataCoding,
        0,
        Octets.of(text),
        tlvs);
  }

  private static SubmitSm message(int registered) {
    return message(registered, 0, 0, "Hello".getBytes(StandardCharsets.US_ASCII), Tlvs.EMPTY);
  }

  private @Nullable NewMail receipt(SubmitSm message, MessageState state, int error) {
    return desk.finalReceipt(message, "demo", ID, state, error, SUBMITTED, SUBMITTED + 60_000);
  }

  private static DeliverSm decoded(@Nullable NewMail mail) throws BadBody {
    NewMail present = Objects.requireNonNull(mail);
    byte[] body =
        Arrays.copyOfRange(present.body(), present.offset(), present.offset() + present.length());
    return (DeliverSm) PduCodec.decodeBody(CommandId.DELIVER_SM, body);
  }

  @ParameterizedTest
  @CsvSource({
    "0, DELIVERED, false", "0, REJECTED, false", "1, DELIVERED, true", "1, REJECTED, true",
    "2, DELIVERED, false", "2, EXPIRED, true", "2, DELETED, true", "3, DELIVERED, true",
    "3, UNDELIVERABLE, false", "0x10, DELIVERED, false", "0xE1, DELIVERED, true",
  })
  void registeredDeliveryDecides(int registered, MessageState state, boolean made) {
    assertThat(receipt(message(registered), state, 0) != null).isEqualTo(made);
  }

  @Test
  void aReceiptSaysItTwice() throws BadBody {
    NewMail mail = receipt(message(1), MessageState.UNDELIVERABLE, 0x4A1);
    DeliverSm receipt = decoded(mail);

    assertThat(Objects.requireNonNull(mail).kind()).isEqualTo(MailKind.RECEIPT);
    assertThat(mail.account()).isEqualTo("demo");
    assertThat(mail.expiresAt()).isEqualTo(SUBMITTED + 60_000 + KEPT);
    assertThat(receipt.sourceAddr()).isEqualTo(new Address(1, 1, "491701234567"));
    assertThat(receipt.destinationAddr()).isEqualTo(new Address(5, 0, "ACME"));
    assertThat(receipt.esmClass()).isEqualTo(0x04);
    assertThat(receipt.registeredDelivery()).isZero();
    assertThat(receipt.dataCoding()).isZero();
    assertThat(receipt.text().latin1())
        .isEqualTo(
            "id:"
                + ID
                + " sub:001 dlvrd:000 submit date:2611210305 done date:2611210306"
                + " stat:UNDELIV err:4A1 text:Hello");
    assertThat(receipt.tlvs().text(TlvTag.RECEIPTED_MESSAGE_ID)).isEqualTo(ID);
    assertThat(receipt.tlvs().intValue(TlvTag.MESSAGE_STATE, -1)).isEqualTo(5);
    assertThat(receipt.tlvs().find(TlvTag.NETWORK_ERROR_CODE))
        .isEqualTo(Octets.of(new byte[] {8, 4, (byte) 0xA1}));
    assertThat(receipt.tlvs().has(TlvTag.USER_MESSAGE_REFERENCE)).isFalse();
  }

  @Test
  void theSendersReferenceComesBack() throws BadBody {
    Tlvs tlvs = Tlvs.builder().put(TlvTag.USER_MESSAGE_REFERENCE, 4711).build();
    DeliverSm receipt =
        decoded(receipt(message(1, 0, 0, new byte[0], tlvs), MessageState.DELIVERED, 0));
    assertThat(receipt.tlvs().intValue(TlvTag.USER_MESSAGE_REFERENCE, -1)).isEqualTo(4711);
  }

  @Test
  void textsOfOtherAlphabetsAreRepeatedInTheDefaultOne() throws BadBody {
    byte[] ucs2 = "Gr\u00FC\u00DFe \u4E2D".getBytes(StandardCharsets.UTF_16BE);
    DeliverSm receipt =
        decoded(receipt(message(1, 0, 8, ucs2, Tlvs.EMPTY), MessageState.DELIVERED, 0));
    byte[] text = receipt.text().toByteArray();
    byte[] end = Arrays.copyOfRange(text, text.length - 7, text.length);
    assertThat(end).containsExactly('G', 'r', 0x7E, 0x1E, 'e', ' ', '?');
  }

  @Test
  void binaryTextsAndHeadersAreLeftOut() throws BadBody {
    assertThat(
            decoded(
                    receipt(
                        message(1, 0, 4, new byte[] {1, 2}, Tlvs.EMPTY), MessageState.DELIVERED, 0))
                .text()
                .latin1())
        .endsWith(" text:");
    assertThat(
            decoded(
                    receipt(
                        message(1, 0x40, 0, new byte[] {5, 0, 3, 1, 2, 1, 'x'}, Tlvs.EMPTY),
                        MessageState.DELIVERED,
                        0))
                .text()
                .latin1())
        .endsWith(" text:x");
  }

  @Test
  void anIntermediateNotificationComesOnlyWhenAskedFor() throws BadBody {
    assertThat(desk.intermediate(message(1), "demo", ID, 0x4A0, SUBMITTED, SUBMITTED)).isNull();
    NewMail mail = desk.intermediate(message(0x11), "demo", ID, 0x4A0, SUBMITTED, SUBMITTED);
    DeliverSm notification = decoded(mail);

    assertThat(Objects.requireNonNull(mail).kind()).isEqualTo(MailKind.INTERMEDIATE);
    assertThat(notification.esmClass()).isEqualTo(0x20);
    assertThat(notification.text().latin1()).contains(" stat:ENROUTE err:4A0 ");
    assertThat(notification.tlvs().intValue(TlvTag.MESSAGE_STATE, -1)).isEqualTo(1);
  }

  // ---- what the account's policy changes -------------------------------------------------------

  private static Policy withDialects(Dialects dialects, ReceiptFormat format) {
    Policy usual = Policy.USUAL;
    return new Policy(
        usual.interfaceVersion(),
        usual.announceVersion(),
        usual.answers(),
        dialects,
        usual.serviceTypes(),
        usual.defaultSource(),
        usual.longestMessage(),
        usual.accepted(),
        format,
        usual.receiptHome(),
        usual.duplicates(),
        usual.outbound());
  }

  private @Nullable NewMail receipt(ReceiptFormat format, int registered) {
    Policy usual = Policy.USUAL;
    Policy policy = withDialects(usual.dialects(), format);
    Account account =
        new Account(
            "demo",
            List.of(),
            List.of(),
            Set.of(BindType.TRANSCEIVER),
            0,
            Windows.USUAL,
            policy,
            Map.of(),
            java.util.Optional.empty());
    ReceiptDesk own =
        new ReceiptDesk(
            new Policies(AccountBook.of(List.of(account)), usual), KEPT, new SimpleMeterRegistry());
    assertThat(
            own.finalReceipt(
                message(1), "other", ID, MessageState.DELIVERED, 0, SUBMITTED, SUBMITTED))
        .isNotNull()
        .extracting(NewMail::kind)
        .isEqualTo(MailKind.RECEIPT);
    return registered == 1
        ? own.finalReceipt(
            message(1), "demo", ID, MessageState.EXPIRED, 0x4A3, SUBMITTED, SUBMITTED + 60_000)
        : own.intermediate(message(registered), "demo", ID, 0x4A0, SUBMITTED, SUBMITTED);
  }

  private static ReceiptFormat format(ReceiptFormat.Command command, ReceiptFormat.Place place) {
    return new ReceiptFormat(
        command,
        place,
        new ReceiptStyle(true, true),
        ReceiptFormat.RECEIPT,
        IdForm.UPPER,
        List.of(),
        0);
  }

  private static final Tlvs OF_A_CARRIER =
      Tlvs.builder()
          .put(TlvTag.RECEIPTED_MESSAGE_ID, "theirs")
          .put(0x0411, new byte[] {'0', '1'})
          .put(0x0410, new byte[] {'2', '6', '2'})
          .put(0x1403, new byte[] {7})
          .build();

  private static ReceiptDesk withExtras(List<Integer> tags) {
    return withExtras(tags, 0);
  }

  private static ReceiptDesk withExtras(List<Integer> tags, int partsTag) {
    ReceiptFormat usual = ReceiptFormat.USUAL;
    return desk(
        withDialects(
            Policy.USUAL.dialects(),
            new ReceiptFormat(
                usual.command(),
                usual.text(),
                usual.style(),
                usual.intermediate(),
                usual.id(),
                tags,
                partsTag)));
  }

  @Test
  void theTlvsOfACarrierThatThePolicyNamesAreTakenOver() throws BadBody {
    Report report = new Report(MessageState.DELIVERED, 0, SUBMITTED + 60_000, OF_A_CARRIER);
    Report underWay = new Report(MessageState.ACCEPTED, 0x4A0, SUBMITTED, OF_A_CARRIER);
    ReceiptDesk own = withExtras(List.of(0x0410, 0x0411, 0x0412));

    NewMail mail = own.finalReceipt(message(1), "demo", ID, SUBMITTED, report, SUBMITTED + 90_000);
    DeliverSm receipt = decoded(mail);
    assertThat(Objects.requireNonNull(mail).expiresAt()).isEqualTo(SUBMITTED + 90_000 + KEPT);
    assertThat(receipt.text().latin1()).contains("done date:2611210306 stat:DELIVRD err:000");
    assertThat(receipt.tlvs().text(TlvTag.RECEIPTED_MESSAGE_ID)).isEqualTo(ID);
    assertThat(receipt.tlvs().count(TlvTag.RECEIPTED_MESSAGE_ID)).isEqualTo(1);
    assertThat(receipt.tlvs().find(0x0410)).isEqualTo(Octets.of(new byte[] {'2', '6', '2'}));
    assertThat(receipt.tlvs().find(0x0411)).isEqualTo(Octets.of(new byte[] {'0', '1'}));
    assertThat(receipt.tlvs().find(0x0412)).isNull();
    assertThat(receipt.tlvs().find(0x1403)).isNull();

    DeliverSm notice =
        decoded(own.intermediate(message(0x10), "demo", ID, SUBMITTED, underWay, SUBMITTED));
    assertThat(notice.tlvs().intValue(TlvTag.MESSAGE_STATE, -1)).isEqualTo(6);
    assertThat(notice.tlvs().find(0x0410)).isNotNull();

    // Whoever names none gets what everybody gets.
    assertThat(
            decoded(desk.finalReceipt(message(1), "demo", ID, SUBMITTED, report, SUBMITTED))
                .tlvs()
                .find(0x0410))
        .isNull();
  }

  @Test
  void theNumberOfPartsIsTold() throws BadBody {
    ReceiptDesk own = withExtras(List.of(0x0410, 0x1403), 0x1403);
    Report split = new Report(MessageState.DELIVERED, 0, SUBMITTED, Tlvs.EMPTY, 200);
    Report whole = new Report(MessageState.DELIVERED, 0, SUBMITTED, OF_A_CARRIER);

    assertThat(partsOf(own.finalReceipt(message(1), "demo", ID, SUBMITTED, split, SUBMITTED)))
        .isEqualTo(Octets.of(new byte[] {(byte) 200}));
    NewMail ofWhole = own.finalReceipt(message(1), "demo", ID, SUBMITTED, whole, SUBMITTED);
    assertThat(partsOf(ofWhole)).isEqualTo(Octets.of(new byte[] {1}));
    List<Integer> tags = new ArrayList<>();
    decoded(ofWhole).tlvs().forEach((tag, value) -> tags.add(tag));
    assertThat(tags).containsOnlyOnce(0x1403);
    assertThat(decoded(ofWhole).tlvs().find(0x0410)).isNotNull();
    assertThat(partsOf(own.intermediate(message(0x10), "demo", ID, 0x4A0, SUBMITTED, SUBMITTED)))
        .isEqualTo(Octets.of(new byte[] {1}));
  }

  private static @Nullable Octets partsOf(@Nullable NewMail mail) throws BadBody {
    return decoded(mail).tlvs().find(0x1403);
  }

  private static final String IN_STYLE =
      "id:0123456789ABCDEF0123456789ABCDEF sub:001 dlvrd:000 submit date:261121030559"
          + " done date:261121030659 stat:EXPIRED err:1187 text:Hello";

  @Test
  void aReceiptIsWrittenInTheAccountsStyle() throws BadBody {
    DeliverSm receipt =
        decoded(
            receipt(
                format(ReceiptFormat.Command.DELIVER_SM, ReceiptFormat.Place.SHORT_MESSAGE), 1));
    assertThat(receipt.shortMessage().latin1()).isEqualTo(IN_STYLE);
    assertThat(receipt.tlvs().text(TlvTag.RECEIPTED_MESSAGE_ID))
        .isEqualTo("0123456789ABCDEF0123456789ABCDEF");
    assertThat(receipt.tlvs().has(TlvTag.MESSAGE_PAYLOAD)).isFalse();
  }

  @Test
  void itsTextMayStandInThePayloadOrNowhere() throws BadBody {
    DeliverSm payload =
        decoded(
            receipt(
                format(ReceiptFormat.Command.DELIVER_SM, ReceiptFormat.Place.MESSAGE_PAYLOAD), 1));
    assertThat(payload.shortMessage().isEmpty()).isTrue();
    assertThat(payload.text().latin1()).isEqualTo(IN_STYLE);

    DeliverSm none =
        decoded(receipt(format(ReceiptFormat.Command.DELIVER_SM, ReceiptFormat.Place.NONE), 1));
    assertThat(none.text().isEmpty()).isTrue();
    assertThat(none.tlvs().intValue(TlvTag.MESSAGE_STATE, -1)).isEqualTo(3);
  }

  @Test
  void itMayComeAsDataSm() throws BadBody {
    NewMail mail =
        Objects.requireNonNull(
            receipt(format(ReceiptFormat.Command.DATA_SM, ReceiptFormat.Place.SHORT_MESSAGE), 1));
    assertThat(mail.kind()).isEqualTo(MailKind.DATA);
    byte[] body = Arrays.copyOfRange(mail.body(), mail.offset(), mail.offset() + mail.length());
    DataSm receipt = (DataSm) PduCodec.decodeBody(CommandId.DATA_SM, body);
    assertThat(receipt.esmClass()).isEqualTo(0x04);
    assertThat(receipt.sourceAddr()).isEqualTo(new Address(1, 1, "491701234567"));
    assertThat(Objects.requireNonNull(receipt.tlvs().find(TlvTag.MESSAGE_PAYLOAD)).latin1())
        .isEqualTo(IN_STYLE);
  }

  @Test
  void anIntermediateNotificationMayLookLikeAReceipt() throws BadBody {
    NewMail mail =
        receipt(format(ReceiptFormat.Command.DELIVER_SM, ReceiptFormat.Place.SHORT_MESSAGE), 0x10);
    assertThat(Objects.requireNonNull(mail).kind()).isEqualTo(MailKind.INTERMEDIATE);
    assertThat(decoded(mail).esmClass()).isEqualTo(0x04);
  }

  // ---- the words of the message ----------------------------------------------------------------

  private static byte[] octets(int... values) {
    byte[] octets = new byte[values.length];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) values[i];
    }
    return octets;
  }

  private static String words(SubmitSm message, Dialect dialect) {
    return MessageText.decode(ReceiptWords.written(dialect), ReceiptWords.of(message, dialect));
  }

  @Test
  void aPlainTextInTheDefaultAlphabetServesAsItIs() {
    SubmitSm message = message(1);
    assertThat(ReceiptWords.of(message, Dialect.STANDARD)).isSameAs(message.text());
  }

  @Test
  void nationalTablesAreReadAsTheHeaderAsks() {
    byte[] text = octets(3, 0x24, 1, 1, 0x1B, 'g', 0x1B, 's', '!');
    assertThat(words(message(1, 0x40, 0, text, Tlvs.EMPTY), Dialect.STANDARD))
        .as("GSM 7-bit without the table has what comes nearest")
        .isEqualTo("gs!");
    assertThat(words(message(1, 0x40, 0xF1, text, Tlvs.EMPTY), Dialect.of(Alphabet.UTF8)))
        .isEqualTo("\u011F\u015F!");
  }

  @Test
  void aBrokenHeaderSwallowsNothing() {
    byte[] text = "no header".getBytes(StandardCharsets.US_ASCII);
    assertThat(words(message(1, 0x40, 0, text, Tlvs.EMPTY), Dialect.STANDARD))
        .isEqualTo("no header");
    byte[] element = octets(3, 0, 9, 1, 'x');
    assertThat(words(message(1, 0x40, 3, element, Tlvs.EMPTY), Dialect.of(Alphabet.LATIN1)))
        .endsWith("x");
  }

  @Test
  void wordsEndWithAWholeCharacter() {
    String emoji = "\uD83D\uDE00";
    byte[] utf8 = (emoji.repeat(4) + "abc" + emoji).getBytes(StandardCharsets.UTF_8);
    SubmitSm message = message(1, 0, 0, utf8, Tlvs.EMPTY);
    assertThat(words(message, Dialect.of(Alphabet.UTF8))).isEqualTo(emoji.repeat(4) + "abc");

    byte[] ucs2 = ("\u20AC".repeat(10) + "x").getBytes(StandardCharsets.UTF_16BE);
    assertThat(words(message(1, 0, 8, ucs2, Tlvs.EMPTY), Dialect.STANDARD))
        .as("two septets each")
        .isEqualTo("\u20AC".repeat(10));
  }

  @Test
  void aPackedDefaultAlphabetPacksTheWholeReceipt() throws BadBody {
    Policy packed =
        withDialects(Dialects.of(Dialect.of(Alphabet.GSM7_PACKED)), ReceiptFormat.USUAL);
    byte[] hello = octets(0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37);
    DeliverSm receipt =
        decoded(
            desk(packed)
                .finalReceipt(
                    message(1, 0, 0, hello, Tlvs.EMPTY),
                    "demo",
                    ID,
                    MessageState.DELIVERED,
                    0,
                    SUBMITTED,
                    SUBMITTED));
    assertThat(MessageText.decode(Alphabet.GSM7_PACKED, receipt.text()))
        .startsWith("id:" + ID + " sub:001")
        .endsWith(" err:000 text:hellohello");
  }

  @ParameterizedTest
  @CsvSource({"89abcdef, ''", ID + ", hi"})
  void aMessageOfThreePointThreeHasTheCodingOfGsm(String id, String words) throws BadBody {
    // 0x05 is binary there, and Shift_JIS in 3.4.
    SubmitSm message = message(1, 0, 5, octets('h', 'i'), Tlvs.EMPTY);
    String text =
        decoded(
                desk.finalReceipt(
                    message, "demo", id, MessageState.DELIVERED, 0, SUBMITTED, SUBMITTED))
            .text()
            .latin1();
    assertThat(text).endsWith(" text:" + words);
  }

  @ParameterizedTest
  @CsvSource({"LATIN1, \u00FC", "ASCII, u"})
  void wordsAreRepeatedInTheAccountsAlphabet(Alphabet alphabet, String umlaut) {
    byte[] ucs2 = "\u00FC".getBytes(StandardCharsets.UTF_16BE);
    SubmitSm message = message(1, 0, 8, ucs2, Tlvs.EMPTY);
    assertThat(ReceiptWords.of(message, Dialect.of(alphabet)).latin1()).isEqualTo(umlaut);
  }
}
