package org.messagecenter.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
  @CsvSource({"0, 0", "6, 1", "7, 0", "12, 2", "5, 2", "4, 3", "3, 4", "2, 5", "1, 6"})
  void textBehindAHeaderBeginsOnASeptetBoundary(int header, int fillBits) {
    assertThat(Gsm7.fillBits(header)).isEqualTo(fillBits);
    assertThat((header * 8 + fillBits) % 7).isZero();
  }

  @Test
  void fillBitsMoveTheWholeText() {
    // hello: 68 65 6C 6C 6F, from the low bit on, behind one zero bit.
    byte[] packed = HexFormat.of().parseHex("d06536fb0d");
    assertThat(Gsm7.pack(Gsm7.encode("hello"), 1)).isEqualTo(packed);
    assertThat(Gsm7.unpack(Octets.of(packed), 1, 5)).isEqualTo(Gsm7.encode("hello"));
  }

  @Test
  void whatIsPackedBehindFillBitsIsUnpacked() {
    Random random = new Random(7);
    for (int fillBits = 0; fillBits < 7; fillBits++) {
      for (int length = 0; length <= 40; length++) {
        byte[] septets = new byte[length];
        for (int i = 0; i < length; i++) {
          septets[i] = (byte) random.nextInt(128);
        }
        byte[] packed = Gsm7.pack(septets, fillBits);
        assertThat(packed).hasSize((fillBits + 7 * length + 7) / 8);
        assertThat(Gsm7.unpack(Octets.of(packed), fillBits, length)).isEqualTo(septets);
      }
    }
  }

  @Test
  void octetsThatDoNotHoldTheSeptetsAreRefused() {
    Octets octets = Octets.of(new byte[7]);
    assertThat(Gsm7.unpack(octets, 0, 8)).hasSize(8);
    assertThatIllegalArgumentException().isThrownBy(() -> Gsm7.unpack(octets, 0, 9));
    assertThatIllegalArgumentException().isThrownBy(() -> Gsm7.unpack(octets, 1, 8));
    assertThatIllegalArgumentException().isThrownBy(() -> Gsm7.unpack(octets, 0, -1));
  }

  @ParameterizedTest
  @CsvSource({
    // Seven bits left over are filled with a carriage return, 0x0D in the upper seven bits.
    "1234567, 7, 1a",
    "12345678, 7, 70",
    "123456, 6, 01",
  })
  void textWithoutACountReadsBackAsItWas(String text, int octets, String last) {
    byte[] packed = Gsm7.packUncounted(Gsm7.encode(text), 0);
    assertThat(packed).hasSize(octets);
    assertThat(packed[octets - 1] & 0xFF).isEqualTo(Integer.parseInt(last, 16));
    assertThat(Gsm7.unpackUncounted(Octets.of(packed), 0)).isEqualTo(Gsm7.encode(text));
  }

  @Test
  void aCarriageReturnAtTheVeryEndIsNotTakenForFilling() {
    byte[] packed = Gsm7.packUncounted(Gsm7.encode("1234567\r"), 0);
    assertThat(packed).hasSize(8);
    assertThat(Gsm7.unpackUncounted(Octets.of(packed), 0)).isEqualTo(Gsm7.encode("1234567\r\r"));
  }

  @Test
  void zeroFillingIsNoAt() {
    Octets zeroFilled = Octets.of(Gsm7.pack(Gsm7.encode("1234567")));
    assertThat(Gsm7.unpackUncounted(zeroFilled, 0)).isEqualTo(Gsm7.encode("1234567"));
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
