package org.messagecenter.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

class UdhTest {
  private static final Concatenation EIGHT = new Concatenation(Concatenation.Kind.UDH8, 0x2A, 3, 2);
  private static final Concatenation SIXTEEN =
      new Concatenation(Concatenation.Kind.UDH16, 0xABCD, 3, 2);

  @Test
  void concatenationsHaveTheirOctets() {
    assertThat(hex(Udh.NONE.with(EIGHT))).isEqualTo("0500032a0302");
    assertThat(hex(Udh.NONE.with(SIXTEEN))).isEqualTo("060804abcd0302");
    assertThat(whole("0500032a0302").header().concatenation()).isEqualTo(EIGHT);
    assertThat(whole("060804abcd0302").header().concatenation()).isEqualTo(SIXTEEN);
  }

  @Test
  void portsAndConcatenationShareAHeader() {
    UserData.Whole data = whole("0b0504158100000003010201414243");
    assertThat(data.headerOctets()).isEqualTo(12);
    assertThat(data.header().ports()).isEqualTo(new Udh.Ports(0x1581, 0, true));
    assertThat(data.header().concatenation())
        .isEqualTo(new Concatenation(Concatenation.Kind.UDH8, 1, 2, 1));
    assertThat(data.body().latin1()).isEqualTo("ABC");
    assertThat(hex(data.header())).isEqualTo("0b0504158100000003010201");
    assertThat(hex(data.header().withoutConcatenation())).isEqualTo("06050415810000");
  }

  @Test
  void portsAreWrittenInBothWidths() {
    assertThat(hex(Udh.NONE.with(new Udh.Ports(0x23F4, 0x23F5, true)))).isEqualTo("06050423f423f5");
    Udh narrow = Udh.NONE.with(new Udh.Ports(0xF4, 0xF5, false));
    assertThat(hex(narrow)).isEqualTo("040402f4f5");
    assertThat(narrow.ports()).isEqualTo(new Udh.Ports(0xF4, 0xF5, false));
    Udh replaced = narrow.with(new Udh.Ports(1, 2, true));
    assertThat(hex(replaced)).isEqualTo("06050400010002");
  }

  @Test
  void nationalShiftsChooseTheSet() {
    Gsm7Set turkish = Gsm7Set.of(NationalLanguage.TURKISH, NationalLanguage.PORTUGUESE);
    Udh header = Udh.NONE.with(turkish);
    assertThat(hex(header)).isEqualTo("06250101240103");
    assertThat(header.gsm7()).isSameAs(turkish);
    assertThat(whole("0324010241").header().gsm7())
        .isSameAs(Gsm7Set.of(NationalLanguage.NONE, NationalLanguage.SPANISH));
    assertThat(whole("032401ff").header().gsm7()).isSameAs(Gsm7Set.DEFAULT);
    assertThat(whole("0424020101").header().gsm7()).isSameAs(Gsm7Set.DEFAULT);
    assertThat(header.with(Gsm7Set.DEFAULT)).isEqualTo(Udh.NONE);
    assertThat(whole("032401011b47").text(Alphabet.GSM7)).isEqualTo("\u011E");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0500032a0300",
        "0500032a0003",
        "0500032a0000",
        "0500032a0203",
        "060804abcd0203",
        "0400022a03",
        "060004002a0302",
        "0508032a0302",
      })
  void concatenationsThatMakeNoSenseAreKeptButNotHeeded(String octets) {
    UserData.Whole data = whole(octets);
    assertThat(data.header().concatenation()).isNull();
    assertThat(hex(data.header())).isEqualTo(octets);
    assertThat(hex(data.header().with(EIGHT))).isEqualTo("0500032a0302");
  }

  @Test
  void ofRepeatedElementsTheLastHolds() {
    assertThat(whole("0a00032a03020003aa0201").header().concatenation())
        .isEqualTo(new Concatenation(Concatenation.Kind.UDH8, 0xAA, 2, 1));
    assertThat(whole("0a00032a03020003aa0200").header().concatenation()).isEqualTo(EIGHT);
    assertThat(whole("0a05040001000204020304").header().ports())
        .isEqualTo(new Udh.Ports(3, 4, false));
  }

  @ParameterizedTest
  @CsvSource({
    "'', a user data header in an empty message",
    "05, a user data header of 6 octets in a message of 1",
    "ff0003010201, a user data header of 256 octets in a message of 6",
    "0100, user data header element 0 does not end with the header",
    "0500042a0302, user data header element 0 does not end with the header",
    "060003010201ff41, user data header element 255 does not end with the header",
    "05000301020141ff, ''",
  })
  void brokenHeadersAreToldOf(String octets, String fault) {
    UserData data = UserData.of(octets(octets), true);
    if (fault.isEmpty()) {
      assertThat(data).isInstanceOf(UserData.Whole.class);
    } else {
      assertThat(data).isEqualTo(new UserData.Broken(fault, octets(octets)));
    }
    assertThat(UserData.of(octets(octets), false))
        .isEqualTo(new UserData.Whole(Udh.NONE, 0, octets(octets)));
  }

  @Test
  void aHeaderWithoutElementsIsPassedOver() {
    UserData.Whole data = whole("0041");
    assertThat(data.header()).isEqualTo(Udh.NONE);
    assertThat(data.headerOctets()).isEqualTo(1);
    assertThat(data.body().latin1()).isEqualTo("A");
  }

  @Test
  void anyOctetsAreEitherWrittenBackAsTheyCameOrBroken() {
    Random random = new Random(11);
    int whole = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] array = new byte[random.nextInt(40)];
      for (int j = 0; j < array.length; j++) {
        array[j] = (byte) random.nextInt(j % 2 == 0 ? 6 : 40);
      }
      // Neighbours that must not be read.
      byte[] padded = Arrays.copyOf(array, array.length + 300);
      Arrays.fill(padded, array.length, padded.length, (byte) 3);
      Octets octets = new Octets(padded, 0, array.length);
      if (UserData.of(octets, true) instanceof UserData.Whole data) {
        whole++;
        assertThat(data.headerOctets() + data.body().length()).isEqualTo(array.length);
        if (!data.header().isEmpty()) {
          assertThat(data.header().before(data.body())).isEqualTo(octets);
        }
        data.header().concatenation();
        data.header().ports();
        data.text(Alphabet.GSM7_PACKED);
      }
    }
    assertThat(whole).isBetween(500, 19_500);
  }

  @Test
  void everyTruncationOfAHeaderIsBroken() {
    String header = "0b0504158100000003010201";
    for (int length = 0; length < header.length(); length += 2) {
      assertThat(UserData.of(octets(header.substring(0, length)), true))
          .isInstanceOf(UserData.Broken.class);
    }
  }

  @Test
  void headersAreNoLongerThanTheirLengthOctetCounts() {
    Udh.Element longest = new Udh.Element(0x70, Octets.of(new byte[253]));
    assertThat(new Udh(List.of(longest)).length()).isEqualTo(256);
    Udh.Element empty = new Udh.Element(0x71, Octets.EMPTY);
    assertThatIllegalArgumentException().isThrownBy(() -> new Udh(List.of(longest, empty)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Udh.Element(1, Octets.of(new byte[254])));
    assertThatIllegalArgumentException().isThrownBy(() -> new Udh.Element(256, Octets.EMPTY));
  }

  @Test
  void theHeaderDecidesOverTheTlvs() {
    Tlvs sar = sar(7, 4, 1);
    assertThat(Concatenation.of(Udh.NONE, sar))
        .isEqualTo(new Concatenation(Concatenation.Kind.SAR, 7, 4, 1));
    assertThat(Concatenation.of(Udh.NONE.with(EIGHT), sar)).isEqualTo(EIGHT);
    Udh ports = Udh.NONE.with(new Udh.Ports(1, 2, true));
    assertThat(Concatenation.of(ports, sar)).isNotNull();
    assertThat(Concatenation.of(ports, Tlvs.EMPTY)).isNull();
  }

  @Test
  void anIncompleteOrSenselessSetOfTlvsSaysNothing() {
    assertThat(Concatenation.of(Udh.NONE, sar(7, 4, 1).without(TlvTag.SAR_MSG_REF_NUM))).isNull();
    assertThat(Concatenation.of(Udh.NONE, sar(7, 4, 1).without(TlvTag.SAR_TOTAL_SEGMENTS)))
        .isNull();
    assertThat(Concatenation.of(Udh.NONE, sar(7, 4, 1).without(TlvTag.SAR_SEGMENT_SEQNUM)))
        .isNull();
    assertThat(Concatenation.of(Udh.NONE, sar(7, 4, 5))).isNull();
    assertThat(Concatenation.of(Udh.NONE, sar(7, 4, 0))).isNull();
    assertThat(Concatenation.of(Udh.NONE, sar(7, 0, 0))).isNull();
  }

  @Test
  void numbersOutsideTheirRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Concatenation(Concatenation.Kind.UDH8, 256, 2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Concatenation(Concatenation.Kind.SAR, 65_536, 2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Concatenation(Concatenation.Kind.UDH16, 0, 256, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Udh.NONE.with(new Concatenation(Concatenation.Kind.SAR, 0, 2, 1)));
  }

  private static Tlvs sar(int reference, int total, int number) {
    return Tlvs.builder()
        .put(TlvTag.SAR_MSG_REF_NUM, reference)
        .put(TlvTag.SAR_TOTAL_SEGMENTS, total)
        .put(TlvTag.SAR_SEGMENT_SEQNUM, number)
        .build();
  }

  private static UserData.Whole whole(String hex) {
    return (UserData.Whole) UserData.of(octets(hex), true);
  }

  private static Octets octets(String hex) {
    return Octets.of(HexFormat.of().parseHex(hex));
  }

  private static String hex(Udh header) {
    assertThat(header.before(Octets.EMPTY).length()).isEqualTo(header.length());
    return HexFormat.of().formatHex(header.before(Octets.EMPTY).toByteArray());
  }
}
