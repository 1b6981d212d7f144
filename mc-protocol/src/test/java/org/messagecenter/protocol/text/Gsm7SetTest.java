package org.messagecenter.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.pdu.Octets;

/** The national tables, stated here as what each changes, code by code. */
class Gsm7SetTest {
  private static final NationalLanguage NONE = NationalLanguage.NONE;

  @ParameterizedTest
  @CsvSource({
    "TURKISH, 04 20AC 07 0131 0B 011E 0C 011F 1C 015E 1D 015F 40 0130 60 00E7",
    "SPANISH, ''",
    "PORTUGUESE, 04 00EA 06 00FA 07 00ED 08 00F3 09 00E7 0B 00D4 0C 00F4 0E 00C1 0F 00E1"
        + " 12 00AA 13 00C7 14 00C0 15 221E 16 005E 17 005C 18 20AC 19 00D3 1A 007C 1C 00C2"
        + " 1D 00E2 1E 00CA 24 00BA 40 00CD 5B 00C3 5C 00D5 5D 00DA 60 007E 7B 00E3 7C 00F5"
        + " 7D 0060",
  })
  void lockingShiftsChangeTheseCodesOfTheAlphabet(NationalLanguage language, String changes) {
    Gsm7Set set = Gsm7Set.of(language, NONE);
    for (int code = 0; code < 128; code++) {
      if (code != Gsm7.ESCAPE) {
        String plain = Gsm7Set.DEFAULT.decode(octets(code));
        assertThat(set.decode(octets(code)))
            .as("%02x", code)
            .isEqualTo(changed(changes, code, plain));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TURKISH, 47 011E 49 0130 53 015E 63 00E7 67 011F 69 0131 73 015F",
    "SPANISH, 09 00E7 41 00C1 49 00CD 4F 00D3 55 00DA 61 00E1 69 00ED 6F 00F3 75 00FA",
    "PORTUGUESE, 05 00EA 09 00E7 0B 00D4 0C 00F4 0E 00C1 0F 00E1 12 03A6 13 0393 15 03A9"
        + " 16 03A0 17 03A8 18 03A3 19 0398 1F 00CA 41 00C0 49 00CD 4F 00D3 55 00DA 5B 00C3"
        + " 5C 00D5 61 00C2 69 00ED 6F 00F3 75 00FA 7B 00E3 7C 00F5 7F 00E2",
  })
  void singleShiftsChangeTheseCodesOfTheExtension(NationalLanguage language, String changes) {
    Gsm7Set set = Gsm7Set.of(NONE, language);
    for (int code = 0; code < 128; code++) {
      String plain = Gsm7Set.DEFAULT.decode(octets(Gsm7.ESCAPE, code));
      assertThat(set.decode(octets(Gsm7.ESCAPE, code)))
          .as("1b%02x", code)
          .isEqualTo(changed(changes, code, plain));
    }
  }

  /** The character of {@code "code character"} pairs, or what it is otherwise. */
  private static String changed(String changes, int code, String otherwise) {
    String[] words = changes.split(" ");
    for (int i = 0; i + 1 < words.length; i += 2) {
      if (Integer.parseInt(words[i], 16) == code) {
        return Character.toString(Integer.parseInt(words[i + 1], 16));
      }
    }
    return otherwise;
  }

  @Test
  void everyCharacterOfEverySetIsWrittenAsItIsRead() {
    for (NationalLanguage locking : NationalLanguage.values()) {
      for (NationalLanguage single : NationalLanguage.values()) {
        Gsm7Set set = Gsm7Set.of(locking, single);
        int characters = 0;
        for (char c = 0; c < 0xFFFF; c++) {
          int septets = set.septets(c);
          String text = String.valueOf(c);
          assertThat(set.canEncode(text)).isEqualTo(septets > 0);
          if (septets > 0) {
            characters++;
            byte[] octets = set.encode(text);
            assertThat(octets).hasSize(septets);
            boolean smallCedilla = c == '\u00E7' && septets == 1 && octets[0] == 9;
            boolean portuguese = set.locking() == NationalLanguage.PORTUGUESE;
            assertThat(set.decode(Octets.of(octets)))
                .isEqualTo(smallCedilla && !portuguese ? "\u00C7" : text);
          }
        }
        assertThat(characters).as(set.toString()).isGreaterThanOrEqualTo(127 + 5);
      }
    }
  }

  @Test
  void aCharacterOfBothTablesTakesTheAlphabet() {
    Gsm7Set turkish = Gsm7Set.of(NationalLanguage.TURKISH, NationalLanguage.TURKISH);
    assertThat(turkish.encode("\u20AC\u011E")).containsExactly(0x04, 0x0B);
    assertThat(Gsm7Set.of(NONE, NationalLanguage.TURKISH).encode("\u20AC\u011E"))
        .isEqualTo(HexFormat.of().parseHex("1b651b47"));
  }

  @Test
  void identifiersWithoutATableFallBack() {
    assertThat(NationalLanguage.of(0)).isEqualTo(NONE);
    assertThat(NationalLanguage.of(4)).isEqualTo(NONE);
    assertThat(NationalLanguage.of(255)).isEqualTo(NONE);
    for (NationalLanguage language : NationalLanguage.values()) {
      assertThat(NationalLanguage.of(language.identifier())).isEqualTo(language);
    }
    assertThat(Gsm7Set.of(NationalLanguage.SPANISH, NONE)).isSameAs(Gsm7Set.DEFAULT);
    assertThat(NationalLanguage.SPANISH.hasLockingShift()).isFalse();
  }

  @Test
  void unknownEscapesShowTheNationalAlphabet() {
    Gsm7Set turkish = Gsm7Set.of(NationalLanguage.TURKISH, NONE);
    assertThat(turkish.decode(octets(0x1B, 0x07))).isEqualTo("\u0131");
    assertThat(turkish.decode(octets(0x1B, 0x1B, 'a', 0x1B))).isEqualTo(" a ");
  }

  private static Octets octets(int... values) {
    byte[] octets = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      octets[i] = (byte) values[i];
    }
    return Octets.of(octets);
  }
}
