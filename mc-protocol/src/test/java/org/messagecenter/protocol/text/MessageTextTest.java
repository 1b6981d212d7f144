package org.messagecenter.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.pdu.Octets;

class MessageTextTest {
  @ParameterizedTest
  @CsvSource({
    "ASCII, 'Hi @', 48692040",
    "LATIN1, '\u00E9\u00FF', e9ff",
    "LATIN9, '\u20AC\u0153', a4bd",
    "WINDOWS_1252, '\u20AC\u201C', 8093",
    "CYRILLIC, '\u041F\u0440\u0438', bfe0d8",
    "HEBREW, '\u05E9\u05DC\u05D5\u05DD', f9ece5ed",
    "JIS, 'A\u65E5\u672C', 4193fa967b",
    "ISO_2022_JP, 'A\u65E5\u672C', 411b2442467c4b5c1b2842",
    "KOREAN, 'A\uD55C\uAE00', 41c7d1b1db",
    "UCS2, 'h\u00E9', 006800e9",
    "UCS2, '\uD83D\uDE00', d83dde00",
    "UCS2_LE, 'h\u00E9', 6800e900",
    "UTF8, '\u00E9\uD83D\uDE00', c3a9f09f9880",
    "GSM7, '\u00E9[@', 051b3c00",
    "GSM7_PACKED, 'hellohello', e8329bfd4697d9ec37",
  })
  void textsHaveTheirOctets(Alphabet alphabet, String text, String hex) {
    byte[] octets = HexFormat.of().parseHex(hex);
    assertThat(MessageText.canEncode(alphabet, text)).isTrue();
    assertThat(MessageText.encode(alphabet, text, Unencodable.REPORT)).isEqualTo(octets);
    assertThat(MessageText.decode(alphabet, Octets.of(octets))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "LATIN1, ISO-8859-1",
    "LATIN9, ISO-8859-15",
    "WINDOWS_1252, windows-1252",
    "CYRILLIC, ISO-8859-5",
    "HEBREW, ISO-8859-8",
  })
  void singleOctetsAgreeWithThePlatform(Alphabet alphabet, String name) {
    Charset charset = Charset.forName(name);
    for (int octet = 0; octet <= 0xFF; octet++) {
      byte[] octets = {(byte) octet};
      String text = new String(octets, charset);
      assertThat(MessageText.decode(alphabet, Octets.of(octets))).isEqualTo(text);
      boolean defined = !text.equals("\uFFFD");
      assertThat(MessageText.canEncode(alphabet, text)).as("%x", octet).isEqualTo(defined);
      if (defined) {
        assertThat(MessageText.encode(alphabet, text, Unencodable.REPORT)).isEqualTo(octets);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JIS, Shift_JIS",
    "ISO_2022_JP, ISO-2022-JP",
    "KANJI, JIS_X0212-1990",
    "KOREAN, EUC-KR",
    "UTF8, UTF-8",
    "UCS2, UTF-16BE",
    "UCS2_LE, UTF-16LE",
  })
  void whatThePlatformWritesReadsTheSame(Alphabet alphabet, String name) {
    Charset charset = Charset.forName(name);
    int known = 0;
    for (int c = 0x20; c < 0xD800; c++) {
      String text = Character.toString(c);
      byte[] octets = text.getBytes(charset);
      boolean there =
          new String(octets, charset).equals(text) && MessageText.canEncode(alphabet, text);
      if (there) {
        known++;
        assertThat(MessageText.encode(alphabet, text, Unencodable.REPORT)).isEqualTo(octets);
        assertThat(MessageText.decode(alphabet, Octets.of(octets))).isEqualTo(text);
      }
    }
    assertThat(known).isGreaterThan(6_000);
  }

  @Test
  void aByteOrderMarkOverrulesTheOrder() {
    Octets big = hex("feff00680069");
    Octets little = hex("fffe68006900");
    for (Alphabet alphabet : new Alphabet[] {Alphabet.UCS2, Alphabet.UCS2_LE}) {
      assertThat(MessageText.decode(alphabet, big)).isEqualTo("hi");
      assertThat(MessageText.decode(alphabet, little)).isEqualTo("hi");
      assertThat(MessageText.decode(alphabet, hex("feff"))).isEmpty();
      assertThat(MessageText.decode(alphabet, hex("fe"))).isEmpty();
    }
    assertThat(MessageText.decode(Alphabet.UCS2, hex("00680069ff"))).isEqualTo("hi");
  }

  @Test
  void halfASurrogatePairIsWrittenAsItStands() {
    assertThat(MessageText.encode(Alphabet.UCS2, "\uD83D", Unencodable.REPORT))
        .isEqualTo(HexFormat.of().parseHex("d83d"));
  }

  @Test
  void octetsBeyondAsciiAreReadAsLatin1() {
    assertThat(MessageText.decode(Alphabet.ASCII, hex("41e9"))).isEqualTo("A\u00E9");
    assertThat(MessageText.decode(Alphabet.OTHER, hex("41e9"))).isEqualTo("A\u00E9");
    assertThat(MessageText.canEncode(Alphabet.ASCII, "\u00E9")).isFalse();
  }

  @Test
  void packedTextBehindAHeaderBeginsAtItsBoundary() {
    Gsm7Set spanish = Gsm7Set.of(NationalLanguage.NONE, NationalLanguage.SPANISH);
    Udh header = Udh.NONE.with(spanish);
    Octets body = Octets.of(Gsm7.packUncounted(spanish.encode("S\u00ED!"), Gsm7.fillBits(4)));
    UserData.Whole data = (UserData.Whole) UserData.of(header.before(body), true);
    assertThat(data.text(Alphabet.GSM7_PACKED)).isEqualTo("S\u00ED!");
  }

  @Test
  void theFirstCharacterAnAlphabetLacksIsReported() {
    assertThat(MessageText.firstUnencodable(Alphabet.GSM7, Gsm7Set.DEFAULT, "ab\u010Dd\u0109"))
        .hasValue(2);
    assertThat(MessageText.firstUnencodable(Alphabet.LATIN1, Gsm7Set.DEFAULT, "\u00E9\uD83D\uDE00"))
        .hasValue(1);
    assertThat(MessageText.firstUnencodable(Alphabet.BINARY, Gsm7Set.DEFAULT, "a")).hasValue(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageText.encode(Alphabet.GSM7, "\u010D", Unencodable.REPORT))
        .withMessage("GSM7 lacks the character at 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageText.encode(Alphabet.BINARY, "", Unencodable.QUESTION_MARK));
  }

  @ParameterizedTest
  @CsvSource({
    "GSM7, 'na\u00EFve \u201Cquote\u201D \u2013 \u0161', 'naive \"quote\" - s'",
    "GSM7, 'cafe\u0301 \u2026 \uFB01n', 'cafe ... fin'",
    "GSM7, '\uD83D\uDC69\u200D\uD83D\uDCBB \u4E2D', '?? ?'",
    "GSM7, 'a\u00A0b\tc', 'a b c'",
    "ASCII, '\u00C5ngstr\u00F6m \u0141\u00F3d\u017A', 'Angstrom Lodz'",
    "LATIN1, '\u0152uvre \u010D\u00E9', 'OEuvre c\u00E9'",
  })
  void lookalikesStandInWhereThereAreAny(Alphabet alphabet, String text, String expected) {
    byte[] octets = MessageText.encode(alphabet, text, Unencodable.LOOKALIKE);
    assertThat(MessageText.decode(alphabet, Octets.of(octets))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"GSM7, '?a?'", "ASCII, '?a?'", "LATIN1, '?a?'", "CYRILLIC, '?a?'"})
  void questionMarksStandForWholeCharacters(Alphabet alphabet, String expected) {
    byte[] octets = MessageText.encode(alphabet, "\uD83D\uDE00a\u4E2D", Unencodable.QUESTION_MARK);
    assertThat(MessageText.decode(alphabet, Octets.of(octets))).isEqualTo(expected);
  }

  @Test
  void textsAreReadBehindTheirHeader() {
    Octets octets =
        Octets.of("\u0005\u0000\u0003\u0001\u0002\u0001hi".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(MessageText.withoutHeader(octets, true).latin1()).isEqualTo("hi");
    assertThat(((UserData.Whole) UserData.of(octets, true)).text(Alphabet.GSM7)).isEqualTo("hi");
  }

  @ParameterizedTest
  @CsvSource({
    // alphabet, octets, most, what is left of the text
    "GSM7, 6162631b65, 5, abc\u20AC",
    "GSM7, 6162631b65, 4, abc",
    "GSM7, 611b1b6263, 2, a",
    "GSM7, 611b1b6263, 3, 'a '",
    "GSM7, 6162, 0, ''",
    "GSM7_PACKED, e8329bfd4697d9ec37, 7, hellohel",
    "GSM7_PACKED, e8329bfd4697d9ec37, 6, helloh",
    "UCS2, 0061d83dde000062, 6, a\uD83D\uDE00",
    "UCS2, 0061d83dde000062, 5, a",
    "UCS2_LE, 61003dd800de6200, 4, a",
    "UTF8, 61e282ac62, 3, a",
    "UTF8, 61e282ac62, 4, a\u20AC",
    "JIS, 61935d62, 2, a",
    "KOREAN, 61c7d162, 2, a",
    "LATIN1, 61fc62, 2, a\u00FC",
  })
  void theBeginningOfATextEndsWithAWholeCharacter(
      Alphabet alphabet, String octets, int most, String text) {
    UserData.Whole beginning =
        new UserData.Whole(Udh.NONE, 0, hex(octets)).beginning(alphabet, most);
    assertThat(beginning.body().length()).isLessThanOrEqualTo(most);
    assertThat(beginning.text(alphabet)).isEqualTo(text);
  }

  @Test
  void whatFitsIsTheBeginningAsItIs() {
    UserData.Whole data = new UserData.Whole(Udh.NONE, 0, hex("611b"));
    assertThat(data.beginning(Alphabet.GSM7, 2)).isSameAs(data);
  }

  @Test
  void theBeginningOfPackedTextKeepsItsFillBits() {
    Udh header = Udh.NONE.with(new Concatenation(Concatenation.Kind.UDH8, 1, 2, 1));
    byte[] packed = Gsm7.pack(Gsm7.encode("abcdefghij"), Gsm7.fillBits(6));
    UserData.Whole data = new UserData.Whole(header, 6, Octets.of(packed));
    assertThat(data.beginning(Alphabet.GSM7_PACKED, 5).text(Alphabet.GSM7_PACKED))
        .isEqualTo("abcde");
  }

  private static Octets hex(String hex) {
    return Octets.of(HexFormat.of().parseHex(hex));
  }
}
