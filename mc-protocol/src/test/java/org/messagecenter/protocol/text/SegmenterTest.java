package org.messagecenter.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

class SegmenterTest {
  private static final String SMILE = "\uD83D\uDE00";

  @ParameterizedTest
  @CsvSource({
    "UDH8, GSM7, a, 160, 153",
    "UDH16, GSM7, a, 160, 152",
    "SAR, GSM7, a, 160, 153",
    "UDH8, GSM7_PACKED, a, 160, 153",
    "UDH16, GSM7_PACKED, a, 160, 152",
    "UDH8, UCS2, \u4E2D, 70, 67",
    "UDH16, UCS2, \u4E2D, 70, 66",
    "SAR, UCS2_LE, \u4E2D, 70, 67",
    "UDH8, LATIN1, a, 140, 134",
    "UDH16, CYRILLIC, \u0436, 140, 133",
    "SAR, ASCII, a, 140, 134",
    "UDH8, KOREAN, \uD55C, 70, 67",
    "UDH16, JIS, \u65E5, 70, 66",
    "UDH8, UTF8, \u65E5, 46, 44",
    // Two shifts of three octets stand around the characters of each part.
    "UDH8, ISO_2022_JP, \u65E5, 67, 64",
  })
  void partsAreAsLongAsTheyCanBe(
      SegmentMethod method, Alphabet alphabet, String letter, int single, int part) {
    Segmenter segmenter = fixed(method, alphabet);
    for (int length : new int[] {0, 1, part, part + 1, single - 1, single}) {
      assertThat(parts(segmenter.text(letter.repeat(length), Udh.NONE, 1)))
          .as("%d characters", length)
          .hasSize(1);
    }
    assertThat(lengths(segmenter, letter.repeat(single + 1), alphabet))
        .containsExactly(part, single + 1 - part);
    assertThat(lengths(segmenter, letter.repeat(2 * part - 1), alphabet))
        .containsExactly(part, part - 1);
    assertThat(lengths(segmenter, letter.repeat(2 * part), alphabet)).containsExactly(part, part);
    assertThat(lengths(segmenter, letter.repeat(2 * part + 1), alphabet))
        .containsExactly(part, part, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "GSM7, 152",
    "GSM7_PACKED, 152",
    "UCS2, 66",
    "LATIN1, 133",
  })
  void aLongReferenceInTlvsLeavesRoomForTheLongHeader(Alphabet alphabet, int part) {
    Segmenter segmenter = fixed(SegmentMethod.SAR, alphabet);
    Segmentation.Parts parts =
        (Segmentation.Parts) segmenter.text("a".repeat(300), Udh.NONE, 0x1234);
    assertThat(parts.parts().get(0).sar())
        .isEqualTo(new Concatenation(Concatenation.Kind.SAR, 0x1234, parts.parts().size(), 1));
    assertThat(MessageText.decode(alphabet, parts.parts().get(0).body())).hasSize(part);
  }

  @Test
  void partsCarryTheirNumbersInTheHeader() {
    Segmenter segmenter = new Segmenter(SegmentRules.of(SegmentMethod.UDH8));
    List<Part> parts = parts(segmenter.text("a".repeat(161), Udh.NONE, 0x1FE));
    assertThat(hex(parts.get(0).userData())).startsWith("050003fe0201616161");
    assertThat(hex(parts.get(1).userData())).isEqualTo("050003fe0202" + "61".repeat(8));
    assertThat(parts).allMatch(part -> part.udhi() && part.sar() == null);
    assertThat(tlvs(parts.get(0))).isEqualTo(Tlvs.EMPTY);

    Segmenter wide = new Segmenter(SegmentRules.of(SegmentMethod.UDH16));
    assertThat(hex(parts(wide.text("a".repeat(161), Udh.NONE, 0x1ABCD)).get(1).shortMessage()))
        .isEqualTo("060804abcd0202" + "61".repeat(9));
  }

  @Test
  void partsCarryTheirNumbersInTlvs() {
    Segmenter segmenter = new Segmenter(SegmentRules.of(SegmentMethod.SAR));
    List<Part> parts = parts(segmenter.text("a".repeat(161), Udh.NONE, 7));
    assertThat(parts).noneMatch(Part::udhi);
    assertThat(tlvs(parts.get(1)))
        .isEqualTo(
            Tlvs.builder()
                .put(TlvTag.SAR_MSG_REF_NUM, 7)
                .put(TlvTag.SAR_TOTAL_SEGMENTS, 2)
                .put(TlvTag.SAR_SEGMENT_SEQNUM, 2)
                .build());
    assertThat(tlvs(parts(segmenter.text("a", Udh.NONE, 7)).get(0))).isEqualTo(Tlvs.EMPTY);
  }

  @Test
  void aPayloadIsNeverCut() {
    Segmenter segmenter = new Segmenter(SegmentRules.of(SegmentMethod.PAYLOAD));
    Part part = parts(segmenter.text("a".repeat(65_535), Udh.NONE, 1)).get(0);
    assertThat(part.shortMessage()).isEqualTo(Octets.EMPTY);
    Octets payload = Objects.requireNonNull(tlvs(part).find(TlvTag.MESSAGE_PAYLOAD));
    assertThat(payload).isEqualTo(part.userData());
    assertThat(payload.length()).isEqualTo(65_535);
    assertThat(reason(segmenter.text("a".repeat(65_536), Udh.NONE, 1)))
        .isEqualTo(Segmentation.Reason.TOO_LONG);
    Udh ports = Udh.NONE.with(new Udh.Ports(1, 2, true));
    assertThat(reason(segmenter.text("a".repeat(65_529), ports, 1)))
        .isEqualTo(Segmentation.Reason.TOO_LONG);
    assertThat(parts(segmenter.text("a".repeat(65_528), ports, 1)).get(0).udhi()).isTrue();
  }

  @Test
  void thereAreAtMost255Parts() {
    Segmenter segmenter = new Segmenter(SegmentRules.of(SegmentMethod.UDH8));
    assertThat(parts(segmenter.text("a".repeat(255 * 153), Udh.NONE, 1))).hasSize(255);
    assertThat(reason(segmenter.text("a".repeat(255 * 153 + 1), Udh.NONE, 1)))
        .isEqualTo(Segmentation.Reason.TOO_LONG);
    Octets binary = Octets.of(new byte[255 * 134 + 1]);
    assertThat(reason(segmenter.octets(binary, Alphabet.BINARY, Udh.NONE, 1)))
        .isEqualTo(Segmentation.Reason.TOO_LONG);
  }

  @Test
  void theTextChoosesItsAlphabet() {
    Segmenter plain = new Segmenter(SegmentRules.of(SegmentMethod.UDH8));
    assertThat(alphabet(plain.text("10 \u20AC", Udh.NONE, 1))).isEqualTo(Alphabet.GSM7);
    assertThat(alphabet(plain.text("\u015Furada", Udh.NONE, 1))).isEqualTo(Alphabet.UCS2);
    assertThat(alphabet(plain.text(SMILE, Udh.NONE, 1))).isEqualTo(Alphabet.UCS2);
  }

  @Test
  void nationalTablesAvoidUcs2WhereAllowed() {
    SegmentRules rules =
        SegmentRules.of(SegmentMethod.UDH8)
            .with(List.of(NationalLanguage.TURKISH, NationalLanguage.PORTUGUESE), false);
    Segmenter segmenter = new Segmenter(rules);
    Segmentation.Parts turkish =
        (Segmentation.Parts) segmenter.text("\u015Furada" + "a".repeat(100), Udh.NONE, 1);
    assertThat(turkish.alphabet()).isEqualTo(Alphabet.GSM7);
    assertThat(turkish.set()).isSameAs(Gsm7Set.of(NationalLanguage.NONE, NationalLanguage.TURKISH));
    assertThat(hex(turkish.parts().get(0).userData())).startsWith("032401011b737572616461");
    Segmentation portuguese = segmenter.text("n\u00E3o" + "a".repeat(100), Udh.NONE, 1);
    assertThat(((Segmentation.Parts) portuguese).set().single())
        .isEqualTo(NationalLanguage.PORTUGUESE);
    assertThat(alphabet(segmenter.text("\u4E2D", Udh.NONE, 1))).isEqualTo(Alphabet.UCS2);
    assertThat(alphabet(segmenter.text("abc", Udh.NONE, 1))).isEqualTo(Alphabet.GSM7);
  }

  @Test
  void aLockingShiftIsTakenWhenItSavesAPart() {
    String text = "\u015F".repeat(120);
    List<NationalLanguage> turkish = List.of(NationalLanguage.TURKISH);
    SegmentRules rules = SegmentRules.of(SegmentMethod.UDH8);
    Segmentation.Parts single =
        (Segmentation.Parts) new Segmenter(rules.with(turkish, false)).text(text, Udh.NONE, 1);
    assertThat(single.parts()).hasSize(2);
    Segmentation.Parts locking =
        (Segmentation.Parts) new Segmenter(rules.with(turkish, true)).text(text, Udh.NONE, 1);
    assertThat(locking.parts()).hasSize(1);
    assertThat(locking.set().locking()).isEqualTo(NationalLanguage.TURKISH);
  }

  @Test
  void nationalTablesDoNotGoWithTlvs() {
    SegmentRules rules =
        SegmentRules.of(SegmentMethod.SAR).with(List.of(NationalLanguage.TURKISH), true);
    Segmentation cut = new Segmenter(rules).text("\u015F".repeat(300), Udh.NONE, 1);
    assertThat(alphabet(cut)).isEqualTo(Alphabet.UCS2);
    Udh ports = Udh.NONE.with(new Udh.Ports(1, 2, true));
    Segmenter plain = new Segmenter(SegmentRules.of(SegmentMethod.SAR));
    assertThat(reason(plain.text("a".repeat(161), ports, 1)))
        .isEqualTo(Segmentation.Reason.HEADER_WITH_SAR);
    assertThat(parts(plain.text("a".repeat(152), ports, 1))).hasSize(1);
  }

  @Test
  void theHeaderOfTheMessageStandsInEveryPart() {
    Udh ports = Udh.NONE.with(new Udh.Ports(0x1581, 0, true));
    Segmenter segmenter = new Segmenter(SegmentRules.of(SegmentMethod.UDH8));
    assertThat(parts(segmenter.text("a".repeat(152), ports, 9))).hasSize(1);
    List<Part> parts = parts(segmenter.text("a".repeat(153), ports, 9));
    assertThat(parts.get(0).body().length()).isEqualTo(146);
    assertThat(parts).allMatch(part -> Objects.equals(part.header().ports(), ports.ports()));
    Octets binary = Octets.of(new byte[200]);
    assertThat(parts(segmenter.octets(binary, Alphabet.BINARY, ports, 9)).get(0).body().length())
        .isEqualTo(128);
  }

  @Test
  void tablesOfTheHeaderAreUsedOrDropped() {
    Gsm7Set turkish = Gsm7Set.of(NationalLanguage.NONE, NationalLanguage.TURKISH);
    Udh header = Udh.NONE.with(turkish).with(new Udh.Ports(1, 2, false));
    Segmenter segmenter = new Segmenter(SegmentRules.of(SegmentMethod.UDH8));
    Segmentation.Parts kept = (Segmentation.Parts) segmenter.text("\u015F", header, 1);
    assertThat(kept.set()).isSameAs(turkish);
    assertThat(kept.parts().get(0).header()).isEqualTo(header);
    Segmentation.Parts dropped = (Segmentation.Parts) segmenter.text("\u4E2D", header, 1);
    assertThat(dropped.alphabet()).isEqualTo(Alphabet.UCS2);
    assertThat(dropped.parts().get(0).header())
        .isEqualTo(Udh.NONE.with(new Udh.Ports(1, 2, false)));
  }

  @Test
  void aPartIsNotCutAgain() {
    Udh part = Udh.NONE.with(new Concatenation(Concatenation.Kind.UDH8, 5, 2, 1));
    Segmenter segmenter = new Segmenter(SegmentRules.of(SegmentMethod.UDH8));
    assertThat(parts(segmenter.text("a".repeat(153), part, 1)).get(0).header()).isEqualTo(part);
    assertThat(reason(segmenter.text("a".repeat(154), part, 1)))
        .isEqualTo(Segmentation.Reason.ALREADY_A_PART);
  }

  @Test
  void aHeaderWithoutRoomBesideItIsRefused() {
    for (int length = 125; length <= 253; length += 4) {
      Udh header = Udh.NONE.plus(new Udh.Element(0x70, Octets.of(new byte[length])));
      Segmenter segmenter = new Segmenter(SegmentRules.of(SegmentMethod.UDH8));
      Segmentation cut = segmenter.text("\u4E2D".repeat(20), header, 1);
      if (length >= 133) {
        assertThat(reason(cut)).isEqualTo(Segmentation.Reason.NO_ROOM);
      } else {
        assertThat(parts(cut)).hasSizeGreaterThan(5);
      }
      Segmentation binary = segmenter.octets(Octets.of(new byte[200]), Alphabet.BINARY, header, 1);
      assertThat(binary instanceof Segmentation.Refused).isEqualTo(length >= 133);
    }
  }

  @Test
  void escapesAndSurrogatesStayWholeAtEveryCut() {
    for (int before = 140; before <= 160; before++) {
      String text = "a".repeat(before) + "\u20AC".repeat(20) + "b".repeat(40);
      for (Alphabet alphabet : new Alphabet[] {Alphabet.GSM7, Alphabet.GSM7_PACKED}) {
        for (Part part : parts(fixed(SegmentMethod.UDH8, alphabet).text(text, Udh.NONE, 1))) {
          String piece = read(part, alphabet);
          assertThat(text).contains(piece);
          assertThat(piece).doesNotContain(" ").doesNotContain("e");
        }
      }
    }
    for (int before = 60; before <= 72; before++) {
      String text = "\u4E2D".repeat(before) + SMILE.repeat(5) + "b".repeat(40);
      for (Part part : parts(fixed(SegmentMethod.UDH8, Alphabet.UCS2).text(text, Udh.NONE, 1))) {
        assertThat(read(part, Alphabet.UCS2).getBytes(StandardCharsets.UTF_8))
            .doesNotContain((byte) '?');
      }
    }
  }

  @Test
  void encodedOctetsAreCutWhereCharactersBegin() {
    for (int before = 120; before <= 150; before++) {
      check("a".repeat(before) + "\u20AC".repeat(20) + "b".repeat(40), Alphabet.GSM7);
      check("a".repeat(before) + "\u20AC".repeat(20) + "b".repeat(40), Alphabet.GSM7_PACKED);
      check("a".repeat(before / 2) + SMILE.repeat(30), Alphabet.UCS2);
      check("a".repeat(before / 2) + SMILE.repeat(30), Alphabet.UCS2_LE);
      check("a".repeat(before) + SMILE.repeat(30), Alphabet.UTF8);
      check("a".repeat(before) + "\u65E5\u672C".repeat(30), Alphabet.JIS);
      check("a".repeat(before) + "\uD55C\uAE00".repeat(30), Alphabet.KOREAN);
      check("a".repeat(before) + "\u65E5\u672C".repeat(30), Alphabet.ISO_2022_JP);
    }
    check("\u4E02".repeat(100), Alphabet.KANJI);
  }

  /** Every part must read by itself, and all of them give the text. */
  private static void check(String text, Alphabet alphabet) {
    Octets octets = Octets.of(MessageText.encode(alphabet, text, Unencodable.REPORT));
    Segmenter segmenter = new Segmenter(SegmentRules.of(SegmentMethod.UDH8));
    StringBuilder joined = new StringBuilder();
    for (Part part : parts(segmenter.octets(octets, alphabet, Udh.NONE, 1))) {
      assertThat(part.userData().length())
          .isLessThanOrEqualTo(alphabet == Alphabet.GSM7 ? 160 : 140);
      joined.append(read(part, alphabet));
    }
    assertThat(joined.toString()).isEqualTo(text);
  }

  @Test
  void octetsWithoutAnyBoundaryAreCutAnyway() {
    Segmenter segmenter = new Segmenter(SegmentRules.of(SegmentMethod.UDH8));
    byte[] continuations = new byte[300];
    Arrays.fill(continuations, (byte) 0x80);
    assertThat(parts(segmenter.octets(Octets.of(continuations), Alphabet.UTF8, Udh.NONE, 1)))
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    // A letter and its accent, a joined family, a skin tone, a flag, a keycap.
    "e\u0301",
    "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
    "\uD83D\uDC4D\uD83C\uDFFD",
    "\uD83C\uDDE8\uD83C\uDDED",
    "1\uFE0F\u20E3",
  })
  void whatAReaderSeesAsOneStaysTogether(String whole) {
    for (int before = 67 - whole.length(); before <= 68; before++) {
      String text = "\u4E2D".repeat(before) + whole.repeat(3) + "\u4E2D".repeat(40);
      Segmenter segmenter = fixed(SegmentMethod.UDH8, Alphabet.UCS2);
      StringBuilder joined = new StringBuilder();
      for (Part part : parts(segmenter.text(text, Udh.NONE, 1))) {
        String piece = read(part, Alphabet.UCS2);
        assertThat(piece.replace(whole, "").replace("\u4E2D", "")).isEmpty();
        joined.append(piece);
      }
      assertThat(joined.toString()).isEqualTo(text);
    }
  }

  @Test
  void anEndlessPileOfAccentsIsCutBetweenThem() {
    String text = "e" + "\u0301".repeat(200);
    Segmenter segmenter = fixed(SegmentMethod.UDH8, Alphabet.UCS2);
    List<Part> parts = parts(segmenter.text(text, Udh.NONE, 1));
    assertThat(parts).hasSize(3);
    assertThat(parts.get(0).body().length()).isEqualTo(134);
  }

  @Test
  void aCarriageReturnAtTheEndOfAFullPackedMessageNeedsAnother() {
    Segmenter segmenter = fixed(SegmentMethod.UDH8, Alphabet.GSM7_PACKED);
    assertThat(parts(segmenter.text("a".repeat(159) + "\r", Udh.NONE, 1))).hasSize(2);
    for (Part part : parts(segmenter.text("a".repeat(152) + "\r" + "b".repeat(50), Udh.NONE, 1))) {
      assertThat(part.userData().length()).isLessThanOrEqualTo(140);
    }
  }

  @Test
  void charactersTheAlphabetLacksAreReportedOrReplaced() {
    SegmentRules rules = SegmentRules.of(SegmentMethod.UDH8);
    Segmenter strict = new Segmenter(rules.with(Alphabet.GSM7, Unencodable.REPORT));
    assertThat(strict.text("ab\u010D", Udh.NONE, 1))
        .isEqualTo(
            new Segmentation.Refused(
                Segmentation.Reason.UNENCODABLE, "GSM7 lacks the character at 2"));
    Segmenter lax = new Segmenter(rules.with(Alphabet.GSM7, Unencodable.LOOKALIKE));
    assertThat(read(parts(lax.text("ab\u010D", Udh.NONE, 1)).get(0), Alphabet.GSM7))
        .isEqualTo("abc");
    Segmenter binary = new Segmenter(rules.with(Alphabet.BINARY, Unencodable.LOOKALIKE));
    assertThat(reason(binary.text("", Udh.NONE, 1))).isEqualTo(Segmentation.Reason.UNENCODABLE);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SegmentRules(SegmentMethod.SAR, null, List.of(), false, Unencodable.REPORT, 0));
  }

  private static Segmenter fixed(SegmentMethod method, Alphabet alphabet) {
    return new Segmenter(SegmentRules.of(method).with(alphabet, Unencodable.REPORT));
  }

  private static List<Integer> lengths(Segmenter segmenter, String text, Alphabet alphabet) {
    return parts(segmenter.text(text, Udh.NONE, 1)).stream()
        .map(part -> read(part, alphabet).length())
        .toList();
  }

  private static String read(Part part, Alphabet alphabet) {
    return ((UserData.Whole) UserData.of(part.userData(), part.udhi())).text(alphabet);
  }

  private static List<Part> parts(Segmentation segmentation) {
    assertThat(segmentation).isInstanceOf(Segmentation.Parts.class);
    return ((Segmentation.Parts) segmentation).parts();
  }

  private static Alphabet alphabet(Segmentation segmentation) {
    return ((Segmentation.Parts) segmentation).alphabet();
  }

  private static Segmentation.Reason reason(Segmentation segmentation) {
    return ((Segmentation.Refused) segmentation).reason();
  }

  private static Tlvs tlvs(Part part) {
    Tlvs.Builder tlvs = Tlvs.builder();
    part.addTo(tlvs);
    return tlvs.build();
  }

  private static String hex(Octets octets) {
    return HexFormat.of().formatHex(octets.toByteArray());
  }
}
