package org.messagecenter.protocol.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HexTextTest {
  private static final byte[] ENQUIRE_LINK = Captures.bytes("00000010 00000015 00000000 00000001");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000010000000150000000000000001",
        "00000010 00000015 00000000 00000001",
        "  00 00 00 10\n00 00 00 15\r\n\t00 00 00 00 00 00 00 01\n",
        "00:00:00:10:00:00:00:15:00:00:00:00:00:00:00:01",
        "0x00,0x00,0x00,0x10, 0x00000015 0x0000000000000001",
        "\\x00\\x00\\x00\\x10\\x00\\x00\\x00\\x15\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01",
        "# enquire_link\n00000010-00000015-00000000-00000001",
        // hexdump -C
        "00000000  00 00 00 10 00 00 00 15  00 00 00 00 00 00 00 01  |................|\n00000010\n",
        // xxd
        "00000000: 0000 0010 0000 0015 0000 0000 0000 0001  ................",
        // tshark -x
        "0000  00 00 00 10 00 00 00 15 00 00 00 00 00 00 00 01   ................",
      })
  void spellings(String text) throws BadHex {
    assertThat(HexText.parse(text)).isEqualTo(ENQUIRE_LINK);
  }

  /** The characters at the end of a short line look like octets. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        00000000  61 62 63 64 65 66 61 62  63 64 65 66 61 62 63 64  |abcdefabcdefabcd|
        00000010  61 62 63 64                                       |abcd|
        00000014""",
        "00000000: 6162 6364 6566 6162 6364 6566 6162 6364  abcdefabcdefabcd\n"
            + "00000010: 6162 6364                                abcd",
        "0000  61 62 63 64 65 66 61 62 63 64 65 66 61 62 63 64   abcdefabcdefabcd\n"
            + "0010  61 62 63 64                                       abcd",
      })
  void columnsOfCharacters(String text) throws BadHex {
    assertThat(new String(HexText.parse(text), US_ASCII)).isEqualTo("abcdefabcdefabcdabcd");
  }

  @Test
  void nothing() throws BadHex {
    assertThat(HexText.parse(" \n# only a comment\n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0g|line 1, column 1: one digit alone; an octet has two",
        "00 x1|line 1, column 4: \"x\" is no hexadecimal digit",
        "000|line 1, column 3: one digit alone; an octet has two",
      })
  void whatIsNoHexIsNamed(String text, String message) {
    assertThatThrownBy(() -> HexText.parse(text)).isInstanceOf(BadHex.class).hasMessage(message);
  }

  @Test
  void theLineIsNamed() {
    assertThatThrownBy(() -> HexText.parse("0000\n00\n  zz"))
        .hasMessage("line 3, column 3: \"z\" is no hexadecimal digit");
  }
}
