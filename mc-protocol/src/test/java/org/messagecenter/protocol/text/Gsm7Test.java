package org.messagecenter.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.pdu.Octets;

class Gsm7Test {
  static Stream<Arguments> table() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Gsm7Test.class.getResourceAsStream("/spec/gsm7.csv")),
                StandardCharsets.UTF_8))) {
      List<Arguments> rows =
          lines
              .lines()
              .skip(1)
              .map(line -> line.split(",", -1))
              .filter(row -> row[3].startsWith("U+"))
              .map(
                  row ->
                      Arguments.of(
                          row[2].replace(" ", ""),
                          String.valueOf((char) Integer.parseInt(row[3].substring(2), 16))))
              .toList();
      return rows.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void everyCharacterHasItsOctets(String hex, String character) {
    byte[] octets = HexFormat.of().parseHex(hex);
    assertThat(Gsm7.decode(Octets.of(octets)))
        .isEqualTo(octets[0] == 0x1B && octets.length == 1 ? " " : character);
    if (!hex.equals("1B")) {
      assertThat(Gsm7.encode(character)).isEqualTo(octets);
      assertThat(Gsm7.septets(character.charAt(0))).hasValue(octets.length);
    }
  }

  @Test
  void whatTheAlphabetLacksIsKnownAndReplaced() {
    assertThat(Gsm7.canEncode("10 \u20AC [net]")).isTrue();
    assertThat(Gsm7.canEncode("\u010D")).isFalse();
    assertThat(Gsm7.encode("a\u010Db")).containsExactly('a', '?', 'b');
    assertThat(Gsm7.septets('\u4E2D')).isEmpty();
    assertThat(Gsm7.encode("\u00E7")).containsExactly(9);
  }

  @ParameterizedTest
  @CsvSource({"1B41, A", "1B, ' '", "411B, 'A '", "1B1B, ' '", "C1, A"})
  void unknownEscapesShowTheBasicCharacter(String hex, String text) {
    assertThat(Gsm7.decode(Octets.of(HexFormat.of().parseHex(hex)))).isEqualTo(text);
  }

  @Test
  void packsTheSpecificationsExample() {
    assertThat(Gsm7.pack(Gsm7.encode("hellohello")))
        .isEqualTo(HexFormat.of().parseHex("e8329bfd4697d9ec37"));
  }

  @Test
  void whatIsPackedIsUnpacked() {
    Random random = new Random(5);
    for (int length = 0; length <= 160; length++) {
      byte[] septets = new byte[length];
      for (int i = 0; i < length; i++) {
        septets[i] = (byte) random.nextInt(128);
      }
      assertThat(Gsm7.unpack(Gsm7.pack(septets), length)).isEqualTo(septets);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, GSM7",
    "1, ASCII",
    "2, BINARY",
    "3, LATIN1",
    "4, BINARY",
    "8, UCS2",
    "0x10, GSM7",
    "0x15, BINARY",
    "0x18, UCS2",
    "0xC0, GSM7",
    "0xD8, GSM7",
    "0xE0, UCS2",
    "0xF1, GSM7",
    "0xF5, BINARY",
    "6, CYRILLIC",
    "0x0D, KANJI",
    "0x0F, OTHER",
  })
  void dataCodingsNameTheirAlphabet(int dataCoding, Alphabet alphabet) {
    assertThat(DataCoding.alphabet(dataCoding, Alphabet.GSM7)).isEqualTo(alphabet);
  }

  @Test
  void zeroMeansWhatThePeerMeans() {
    assertThat(DataCoding.alphabet(0, Alphabet.LATIN1)).isEqualTo(Alphabet.LATIN1);
  }

  @Test
  void textsAreReadInTheirAlphabetBehindTheirHeader() {
    byte[] ucs2 = "h\u00E9 \uD83D\uDE00".getBytes(StandardCharsets.UTF_16BE);
    assertThat(MessageText.decode(Alphabet.UCS2, Octets.of(ucs2)))
        .isEqualTo("h\u00E9 \uD83D\uDE00");
    assertThat(MessageText.decode(Alphabet.BINARY, Octets.of(ucs2))).isEmpty();
    Octets concatenated = Octets.of(new byte[] {5, 0, 3, 1, 2, 1, 'h', 'i'});
    assertThat(MessageText.withoutHeader(concatenated, true))
        .isEqualTo(Octets.of(new byte[] {'h', 'i'}));
    assertThat(MessageText.withoutHeader(concatenated, false)).isEqualTo(concatenated);
    assertThat(MessageText.withoutHeader(Octets.of(new byte[] {9, 1}), true).length()).isZero();
  }
}
