package org.messagecenter.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messagecenter.server.dialect.WrittenDialects.inPayload;
import static org.messagecenter.server.dialect.WrittenDialects.octets;
import static org.messagecenter.server.dialect.WrittenDialects.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Concatenation;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Unencodable;
import org.messagecenter.protocol.text.UserData;
import org.messagecenter.server.config.ConfigException;

/** Long messages in parts: as long as they may be, and together the same text. */
class CutterTest {
  private static final CarrierDialect BOOK = CarrierDialects.book();

  @TempDir private Path directory = Path.of("");

  private CarrierDialect dialect(String settings) throws IOException, ConfigException {
    return WrittenDialects.of(directory, settings);
  }

  private static String text(SubmitSm part, Dialect reader) {
    UserData.Whole whole = (UserData.Whole) UserData.of(part.text(), (part.esmClass() & 0x40) != 0);
    return whole.text(DataCoding.alphabet(part.dataCoding(), reader));
  }

  private static String together(List<SubmitSm> parts, Dialect reader) {
    return parts.stream().map(part -> text(part, reader)).collect(Collectors.joining());
  }

  private static Octets encoded(Alphabet alphabet, String text) {
    return Octets.of(MessageText.encode(alphabet, text, Unencodable.REPORT));
  }

  @ParameterizedTest
  @CsvSource({
    "GSM7, 0, 160, 1",
    "GSM7, 0, 161, 2",
    "GSM7, 0, 306, 2",
    "GSM7, 0, 307, 3",
    "UCS2, 8, 70, 1",
    "UCS2, 8, 71, 2",
    "UCS2, 8, 134, 2",
    "UCS2, 8, 135, 3",
    "LATIN1, 3, 160, 1",
    "LATIN1, 3, 161, 2",
    "LATIN1, 3, 306, 2",
    "UTF8, 0, 160, 1",
    "UTF8, 0, 306, 2",
  })
  void partsAreAsLongAsTheyMayBe(Alphabet alphabet, int dataCoding, int length, int count) {
    Dialect sender = alphabet == Alphabet.UTF8 ? Dialect.of(Alphabet.UTF8) : Dialect.STANDARD;
    String text = "é".repeat(length);
    SubmitSm message = inPayload(dataCoding, encoded(alphabet, text));
    List<SubmitSm> parts = BOOK.parts(message, sender, 0x1234);
    assertThat(parts).hasSize(count);
    assertThat(together(parts, sender)).isEqualTo(text);
    List<SubmitSm> sent = Outgoing.of(BOOK, message, sender, 0x1234);
    assertThat(sent).hasSize(count);
    assertThat(together(sent, Dialect.STANDARD)).isEqualTo(text);
    assertThat(sent).allSatisfy(part -> assertThat(part.tlvs()).isEqualTo(Tlvs.EMPTY));
  }

  @Test
  void latinLettersThatHandsetsLackTakeTheRoomOfUcs2() {
    String text = "ÿ".repeat(71);
    SubmitSm message = submit(3, encoded(Alphabet.LATIN1, text));
    List<SubmitSm> sent = Outgoing.of(BOOK, message, 1);
    assertThat(sent).hasSize(2);
    assertThat(sent).allSatisfy(part -> assertThat(part.dataCoding()).isEqualTo(3));
    assertThat(together(sent, Dialect.STANDARD)).isEqualTo(text);
  }

  @Test
  void theMethodIsTheCarriers() throws Exception {
    SubmitSm message = inPayload(0, octets("x".repeat(320)));
    Concatenation eight = concatenation(Outgoing.of(BOOK, message, 0x1234).get(1));
    assertThat(eight).isEqualTo(new Concatenation(Concatenation.Kind.UDH8, 0x34, 3, 2));
    List<SubmitSm> wide = Outgoing.of(dialect("long-texts = udh16"), message, 0x1234);
    assertThat(concatenation(wide.get(2)))
        .isEqualTo(new Concatenation(Concatenation.Kind.UDH16, 0x1234, 3, 3));
    List<SubmitSm> sar = Outgoing.of(dialect("long-texts = sar"), message, 0x12);
    assertThat(concatenation(sar.get(0)))
        .isEqualTo(new Concatenation(Concatenation.Kind.SAR, 0x12, 3, 1));
    assertThat(sar.get(0).esmClass()).isZero();
    assertThat(together(sar, Dialect.STANDARD)).isEqualTo("x".repeat(320));
  }

  private static Concatenation concatenation(SubmitSm part) {
    UserData.Whole whole =
        (UserData.Whole) UserData.of(part.shortMessage(), (part.esmClass() & 0x40) != 0);
    Concatenation found = Concatenation.of(whole.header(), part.tlvs());
    assertThat(found).isNotNull();
    return found;
  }

  @Test
  void whatItsSenderHasCutIsNotCutAgain() throws Exception {
    String segment = "\5\0\3\7\2\1" + "x".repeat(200);
    SubmitSm part =
        new SubmitSm(
            "",
            WrittenDialects.SOURCE,
            WrittenDialects.DESTINATION,
            0x40,
            0,
            0,
            "",
            "",
            1,
            0,
            0,
            0,
            octets(segment),
            Tlvs.EMPTY);
    assertThat(BOOK.parts(part, Dialect.STANDARD, 1)).containsExactly(part);
    Tlvs sar =
        Tlvs.builder()
            .put(TlvTag.SAR_MSG_REF_NUM, 7)
            .put(TlvTag.SAR_TOTAL_SEGMENTS, 2)
            .put(TlvTag.SAR_SEGMENT_SEQNUM, 1)
            .build();
    SubmitSm withSar =
        submit(
            WrittenDialects.SOURCE, WrittenDialects.DESTINATION, 0, octets("x".repeat(161)), sar);
    assertThat(BOOK.parts(withSar, Dialect.STANDARD, 1)).containsExactly(withSar);
    // No room for a header: the TLVs stay.
    assertThat(BOOK.dressed(withSar, Dialect.STANDARD).tlvs()).isEqualTo(sar);
    CarrierDialect old = dialect("tlvs { registered = drop }");
    assertThatThrownBy(() -> old.dressed(withSar, Dialect.STANDARD))
        .isInstanceOf(UnsendableException.class);
  }

  @Test
  void sarBecomesAHeaderWhereTheCarrierWantsOne() throws Exception {
    SubmitSm message = inPayload(0, octets("x".repeat(200)));
    SubmitSm part = dialect("long-texts = sar").parts(message, Dialect.STANDARD, 7).get(0);
    SubmitSm sent = BOOK.dressed(part, Dialect.STANDARD);
    assertThat(concatenation(sent)).isEqualTo(new Concatenation(Concatenation.Kind.UDH8, 7, 2, 1));
    assertThat(sent.tlvs()).isEqualTo(Tlvs.EMPTY);
    assertThat(text(sent, Dialect.STANDARD)).isEqualTo("x".repeat(153));
  }

  /** A part is stored in its sender's terms, so that another carrier can have it. */
  @Test
  void partsKeepTheTermsOfTheirSender() throws Exception {
    CarrierDialect latin =
        dialect(
            "text { data-coding-0 = latin1, accepts = [latin1, ucs2] }\n"
                + "destination { international { sign = plus } }");
    String text = "ü".repeat(200);
    SubmitSm message = inPayload(0, encoded(Alphabet.GSM7, text));
    List<SubmitSm> parts = latin.parts(message, Dialect.STANDARD, 9);
    assertThat(together(parts, Dialect.STANDARD)).isEqualTo(text);
    assertThat(parts.get(0).destinationAddr()).isEqualTo(WrittenDialects.DESTINATION);
    Dialect carrier = Dialect.of(Alphabet.LATIN1);
    String sent =
        parts.stream()
            .map(part -> latin.dressed(part, Dialect.STANDARD))
            .map(part -> text(part, carrier))
            .collect(Collectors.joining());
    assertThat(sent).isEqualTo(text);
    // And another one takes the same parts.
    String other =
        parts.stream()
            .map(part -> BOOK.dressed(part, Dialect.STANDARD))
            .map(part -> text(part, Dialect.STANDARD))
            .collect(Collectors.joining());
    assertThat(other).isEqualTo(text);
  }

  @Test
  void theAlphabetThatGoesDecidesHowLongAPartIs() throws Exception {
    CarrierDialect ucs2 = dialect("text { accepts = [ucs2] }");
    List<SubmitSm> sent = Outgoing.of(ucs2, submit(0, octets("x".repeat(150))), 1);
    assertThat(sent).hasSize(3);
    assertThat(sent).allSatisfy(part -> assertThat(part.dataCoding()).isEqualTo(8));
    CarrierDialect gsm = dialect("text { accepts = [gsm7] }");
    List<SubmitSm> less =
        Outgoing.of(gsm, inPayload(8, encoded(Alphabet.UCS2, "x".repeat(160))), 1);
    assertThat(less).hasSize(1);
    assertThat(less.get(0).shortMessage().length()).isEqualTo(160);
  }

  @Test
  void lettersThatAsciiLacksAreKept() {
    String text = "é".repeat(161);
    List<SubmitSm> parts =
        BOOK.parts(submit(1, encoded(Alphabet.LATIN1, text)), Dialect.STANDARD, 1);
    assertThat(parts).hasSize(2);
    assertThat(together(parts, Dialect.STANDARD)).isEqualTo(text);
  }

  @Test
  void binaryMessagesAreCutToo() {
    List<SubmitSm> parts = Outgoing.of(BOOK, inPayload(4, Octets.of(new byte[300])), 1);
    assertThat(parts).hasSize(3);
    assertThat(parts).allSatisfy(part -> assertThat(part.dataCoding()).isEqualTo(4));
  }

  @Test
  void whatTakesTooManyPartsIsRefused() {
    SubmitSm huge = inPayload(0, octets("x".repeat(60_000)));
    assertThatThrownBy(() -> BOOK.parts(huge, Dialect.STANDARD, 1))
        .isInstanceOf(UnsendableException.class);
  }
}
