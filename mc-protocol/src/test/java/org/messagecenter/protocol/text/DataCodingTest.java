package org.messagecenter.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DataCodingTest {
  @ParameterizedTest
  @CsvSource({
    "0x00, GSM7, false",
    "0x01, ASCII, false",
    "0x02, BINARY, false",
    "0x03, LATIN1, false",
    "0x04, BINARY, false",
    "0x05, JIS, false",
    "0x06, CYRILLIC, false",
    "0x07, HEBREW, false",
    "0x08, UCS2, false",
    "0x09, OTHER, false",
    "0x0A, ISO_2022_JP, false",
    "0x0B, OTHER, true",
    "0x0C, OTHER, true",
    "0x0D, KANJI, false",
    "0x0E, KOREAN, false",
    "0x0F, OTHER, true",
    "0x10, GSM7, true",
    "0x15, BINARY, true",
    "0x18, UCS2, true",
    "0x1C, GSM7, true",
    "0x20, BINARY, true",
    "0x40, OTHER, true",
    "0xBF, OTHER, true",
    "0xC0, GSM7, false",
    "0xC4, GSM7, true",
    "0xD8, GSM7, false",
    "0xE0, UCS2, true",
    "0xF1, GSM7, false",
    "0xF5, BINARY, false",
    "0xF8, GSM7, true",
  })
  void smppNamesItsAlphabets(int value, Alphabet alphabet, boolean reserved) {
    DataCoding coding = DataCoding.of(value, Dialect.STANDARD);
    assertThat(coding.value()).isEqualTo(value);
    assertThat(coding.alphabet()).isEqualTo(alphabet);
    assertThat(coding.reserved()).isEqualTo(reserved);
    assertThat(DataCoding.alphabet(value, Alphabet.GSM7)).isEqualTo(alphabet);
  }

  @ParameterizedTest
  @CsvSource({
    "0x00, GSM7, false",
    "0x01, GSM7, true",
    "0x04, BINARY, false",
    "0x08, UCS2, false",
    "0x0C, GSM7, true",
    "0x0D, GSM7, true",
    "0x11, GSM7, false",
    "0x24, BINARY, false",
    "0x40, GSM7, false",
    "0x58, UCS2, false",
    "0x80, GSM7, true",
    "0xBF, GSM7, true",
    "0xEA, UCS2, false",
    "0xF6, BINARY, false",
  })
  void gsmReadsEveryValueItsOwnWay(int value, Alphabet alphabet, boolean reserved) {
    DataCoding coding = DataCoding.of(value, Dialect.GSM);
    assertThat(coding.alphabet()).isEqualTo(alphabet);
    assertThat(coding.reserved()).isEqualTo(reserved);
  }

  @Test
  void classesStandInTwoGroups() {
    for (int low = 0; low < 16; low++) {
      int expected = low & 3;
      assertThat(number(DataCoding.of(0xF0 | low, Dialect.STANDARD).messageClass()))
          .isEqualTo(expected);
      assertThat(number(DataCoding.of(0x10 | low, Dialect.STANDARD).messageClass()))
          .isEqualTo(expected);
      assertThat(number(DataCoding.of(0x30 | low, Dialect.STANDARD).messageClass()))
          .isEqualTo(expected);
      assertThat(number(DataCoding.of(0x50 | low, Dialect.GSM).messageClass())).isEqualTo(expected);
      assertThat(DataCoding.of(low, Dialect.STANDARD).messageClass()).isNull();
      assertThat(DataCoding.of(low, Dialect.GSM).messageClass()).isNull();
      assertThat(DataCoding.of(0xC0 | low, Dialect.STANDARD).messageClass()).isNull();
      assertThat(DataCoding.of(0x50 | low, Dialect.STANDARD).messageClass()).isNull();
    }
  }

  private static int number(@Nullable MessageClass messageClass) {
    return Objects.requireNonNull(messageClass).number();
  }

  @Test
  void compressionIsABitOfTheGeneralGroupOnly() {
    for (int value = 0; value <= 0xFF; value++) {
      assertThat(DataCoding.of(value, Dialect.STANDARD).compressed())
          .as("%x", value)
          .isEqualTo(value >= 0x20 && value <= 0x3F);
      assertThat(DataCoding.of(value, Dialect.GSM).compressed())
          .as("%x", value)
          .isEqualTo(value <= 0x7F && (value & 0x20) != 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0xC8, false, VOICEMAIL, true",
    "0xC1, false, FAX, false",
    "0xDA, true, EMAIL, true",
    "0xD3, true, OTHER, false",
    "0xE9, true, FAX, true",
  })
  void waitingIsToldByThreeGroups(
      int value, boolean store, MessageWaiting.Indicator indicator, boolean active) {
    MessageWaiting waiting = new MessageWaiting(store, indicator, active);
    DataCoding coding = DataCoding.of(value, Dialect.STANDARD);
    assertThat(coding.waiting()).isEqualTo(waiting);
    assertThat(DataCoding.valueOf(coding.alphabet(), waiting)).hasValue(value);
  }

  @Test
  void nothingElseTellsOfWaiting() {
    for (int value = 0; value <= 0xFF; value++) {
      assertThat(DataCoding.of(value, Dialect.GSM).waiting() != null)
          .as("%x", value)
          .isEqualTo(value >= 0xC0 && value <= 0xEF);
    }
    MessageWaiting discard = new MessageWaiting(false, MessageWaiting.Indicator.FAX, true);
    assertThat(DataCoding.valueOf(Alphabet.UCS2, discard)).isEmpty();
    assertThat(DataCoding.valueOf(Alphabet.LATIN1, discard)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(MessageClass.class)
  void whatIsWrittenWithAClassIsReadWithIt(MessageClass messageClass) {
    for (Alphabet alphabet : new Alphabet[] {Alphabet.GSM7, Alphabet.BINARY, Alphabet.UCS2}) {
      int value = DataCoding.valueOf(alphabet, messageClass).orElseThrow();
      DataCoding coding = DataCoding.of(value, Dialect.STANDARD);
      assertThat(coding.alphabet()).isEqualTo(alphabet);
      assertThat(coding.messageClass()).isEqualTo(messageClass);
    }
    assertThat(DataCoding.valueOf(Alphabet.CYRILLIC, messageClass)).isEmpty();
    assertThat(messageClass.destAddrSubunit()).isEqualTo(messageClass.number() + 1);
  }

  @ParameterizedTest
  @EnumSource(Alphabet.class)
  void whatIsWrittenIsReadInTheSameAlphabet(Alphabet alphabet) {
    for (Dialect dialect :
        new Dialect[] {
          Dialect.STANDARD,
          Dialect.GSM,
          Dialect.of(alphabet),
          new Dialect(
              Alphabet.LATIN1, Alphabet.GSM7, Alphabet.WINDOWS_1252, Alphabet.UCS2_LE, false)
        }) {
      OptionalInt value = DataCoding.valueOf(alphabet, dialect);
      if (value.isPresent()) {
        assertThat(DataCoding.of(value.getAsInt(), dialect).alphabet()).isEqualTo(alphabet);
      }
    }
    boolean named = alphabet != Alphabet.OTHER;
    assertThat(DataCoding.valueOf(alphabet, Dialect.of(alphabet)).isPresent()).isEqualTo(named);
  }

  @Test
  void aPeerWhoseZeroIsAnotherAlphabetStillGetsGsm7() {
    assertThat(DataCoding.valueOf(Alphabet.GSM7, Dialect.of(Alphabet.LATIN1))).hasValue(0xF1);
    assertThat(DataCoding.valueOf(Alphabet.LATIN1, Dialect.of(Alphabet.LATIN1))).hasValue(0);
    assertThat(DataCoding.valueOf(Alphabet.GSM7_PACKED, Dialect.STANDARD)).isEmpty();
    assertThat(DataCoding.valueOf(Alphabet.CYRILLIC, Dialect.GSM)).isEmpty();
  }

  @Test
  void theDialectDecidesWherePeersDiffer() {
    Dialect dialect =
        new Dialect(Alphabet.GSM7_PACKED, Alphabet.GSM7, Alphabet.LATIN9, Alphabet.UCS2_LE, false);
    assertThat(DataCoding.alphabet(0, dialect)).isEqualTo(Alphabet.GSM7_PACKED);
    assertThat(DataCoding.alphabet(1, dialect)).isEqualTo(Alphabet.GSM7);
    assertThat(DataCoding.alphabet(3, dialect)).isEqualTo(Alphabet.LATIN9);
    assertThat(DataCoding.alphabet(8, dialect)).isEqualTo(Alphabet.UCS2_LE);
    assertThat(DataCoding.alphabet(6, dialect)).isEqualTo(Alphabet.CYRILLIC);
    assertThat(DataCoding.alphabet(0x18, dialect)).isEqualTo(Alphabet.UCS2_LE);
    assertThat(DataCoding.alphabet(0xE8, dialect)).isEqualTo(Alphabet.UCS2_LE);
    Dialect both =
        new Dialect(Alphabet.UCS2, Alphabet.ASCII, Alphabet.LATIN1, Alphabet.UCS2_LE, true);
    assertThat(DataCoding.alphabet(0, both)).isEqualTo(Alphabet.UCS2);
    assertThat(DataCoding.alphabet(0x48, both)).isEqualTo(Alphabet.UCS2_LE);
  }
}
