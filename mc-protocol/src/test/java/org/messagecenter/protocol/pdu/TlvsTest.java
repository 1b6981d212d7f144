package org.messagecenter.protocol.pdu;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.spec.Violation;
import org.messagecenter.protocol.spec.WireReader;

class TlvsTest {
  private static Tlvs tlvs(String hex) {
    try {
      return Tlvs.read(new WireReader(bytes(hex)));
    } catch (BadBody e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void orderAndUnknownTagsAreKept() {
    Tlvs tlvs = tlvs("1501 0002 AABB 0007 0001 04 1501 0000");
    List<String> seen = new ArrayList<>();
    tlvs.forEach((tag, value) -> seen.add(Integer.toHexString(tag) + ":" + value.length()));

    assertThat(seen).containsExactly("1501:2", "7:1", "1501:0");
    assertThat(tlvs.raw()).isEqualTo(Octets.of(bytes("1501 0002 AABB 0007 0001 04 1501 0000")));
    assertThat(tlvs.find(0x1501)).isEqualTo(Octets.of(bytes("AABB")));
    assertThat(tlvs.find(0x1502)).isNull();
    assertThat(tlvs)
        .hasToString("{0x1501: 2 octets, dest_bearer_type: 1 octets, 0x1501: 0 octets}");
  }

  @Test
  void presenceNeedsNoValue() {
    Tlvs tlvs = tlvs("130C 0000");

    assertThat(tlvs.has(TlvTag.ALERT_ON_MESSAGE_DELIVERY)).isTrue();
    assertThat(tlvs.find(TlvTag.ALERT_ON_MESSAGE_DELIVERY)).isEqualTo(Octets.EMPTY);
    assertThat(tlvs.intValue(TlvTag.ALERT_ON_MESSAGE_DELIVERY, -1)).isEqualTo(-1);
    assertThat(tlvs.has(TlvTag.SET_DPF)).isFalse();
    assertThat(tlvs.isEmpty()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0204 0002 1234, 4660",
    "0204 0001 7F, 127",
    "0204 0003 00FFFF, 65535",
    "0204 0004 00000102, 258",
    "0204 0004 00010000, -1",
    "0204 0000, -1",
    "0204 0005 0000000001, -1",
    "1501 0001 01, -1"
  })
  void integersMayHaveAnyWidthTheyFitInto(String hex, int expected) {
    assertThat(tlvs(hex).intValue(TlvTag.USER_MESSAGE_REFERENCE, -1)).isEqualTo(expected);
  }

  @Test
  void fourOctetsAreTakenAsTheyStand() {
    assertThat(tlvs("0607 0004 FFFFFFFE").intValue(TlvTag.BROADCAST_ERROR_STATUS, 0)).isEqualTo(-2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"001E 0002 4142", "001E 0003 414200", "001E 0005 4142000000"})
  void textsMayLackTheirNulOrHaveMore(String hex) {
    assertThat(tlvs(hex).text(TlvTag.RECEIPTED_MESSAGE_ID)).isEqualTo("AB");
    assertThat(check(tlvs(hex))).isNull();
  }

  @Test
  void anEmptyTextIsNoMissingText() {
    assertThat(tlvs("001E 0001 00").text(TlvTag.RECEIPTED_MESSAGE_ID)).isEmpty();
    assertThat(tlvs("001E 0000").text(TlvTag.RECEIPTED_MESSAGE_ID)).isEmpty();
    assertThat(Tlvs.EMPTY.text(TlvTag.RECEIPTED_MESSAGE_ID)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0007",
        "000700",
        "0007 0002 04",
        "0007 0001 04 00",
        "0007 0001 04 000700",
        "0424 FFFF 41",
        "00 00",
        "00 0424 0002 41"
      })
  void aDamagedStreamIsReported(String hex) {
    assertThatThrownBy(() -> Tlvs.read(new WireReader(bytes(hex))))
        .isInstanceOfSatisfying(
            BadBody.class,
            bad -> assertThat(bad.status()).isEqualTo(CommandStatus.ESME_RINVTLVSTREAM));
  }

  @Test
  void aNulLeftOverFromTheTextIsSkipped() {
    assertThat(tlvs("00")).isEqualTo(Tlvs.EMPTY);
    assertThat(tlvs("00 0424 0001 41")).isEqualTo(tlvs("0424 0001 41"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0204 0000",
        "0204 0004 00010000",
        "0204 0005 0000000001",
        "0423 0002 0300",
        "0202 0001 80",
        "000D 0002 0101"
      })
  void lengthsThatMakeNoSenseAreViolations(String hex) {
    assertThat(check(tlvs(hex)))
        .isNotNull()
        .extracting("status")
        .isEqualTo(CommandStatus.ESME_RINVTLVLEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0204 0001 07",
        "0010 0002 0001",
        "0008 0001 01",
        "130C 0000",
        "1204 0004 04010001",
        "0424 0000",
        "3FFF 0000"
      })
  void lengthsSeenInTheFieldAreNone(String hex) {
    assertThat(check(tlvs(hex))).isNull();
  }

  @Test
  void anIdOfMoreThan64CharactersIsAViolation() {
    Tlvs longest = Tlvs.builder().put(TlvTag.RECEIPTED_MESSAGE_ID, "x".repeat(64)).build();
    Tlvs tooLong = Tlvs.builder().put(0x001E, "x".repeat(65).getBytes(US_ASCII)).build();

    assertThat(check(longest)).isNull();
    assertThat(check(tooLong)).isNotNull();
  }

  @Test
  void theBuilderWritesEachTypeInItsForm() {
    Tlvs built =
        Tlvs.builder()
            .put(TlvTag.DEST_BEARER_TYPE, 4)
            .put(TlvTag.USER_MESSAGE_REFERENCE, 0xFFFF)
            .put(TlvTag.QOS_TIME_TO_LIVE, -1)
            .put(TlvTag.RECEIPTED_MESSAGE_ID, "AB")
            .put(TlvTag.MESSAGE_PAYLOAD, "hi")
            .put(TlvTag.NETWORK_ERROR_CODE, new byte[] {3, 0, 1})
            .put(0x1401, Octets.of(new byte[] {7}))
            .build();

    assertThat(built.raw())
        .isEqualTo(
            Octets.of(
                bytes(
                    "0007 0001 04  0204 0002 FFFF  0017 0004 FFFFFFFF  001E 0003 414200 "
                        + "0424 0002 6869  0423 0003 030001  1401 0001 07")));
    assertThat(Tlvs.builder().build()).isSameAs(Tlvs.EMPTY);
  }

  @Test
  void theBuilderRefusesWhatDoesNotFit() {
    Tlvs.Builder builder = Tlvs.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.put(TlvTag.USER_MESSAGE_REFERENCE, 0x10000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.put(TlvTag.USER_MESSAGE_REFERENCE, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.put(TlvTag.MESSAGE_PAYLOAD, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.put(TlvTag.SET_DPF, "1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.put(TlvTag.RECEIPTED_MESSAGE_ID, "x".repeat(65)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.put(TlvTag.NETWORK_ERROR_CODE, new byte[2]));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.put(0x10000, new byte[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.put(1, new byte[0x10000]));
    assertThat(builder.build().isEmpty()).isTrue();
  }

  @Test
  void withoutTakesEveryOccurrence() {
    Tlvs tlvs = tlvs("0381 0001 01 0424 0001 41 0381 0001 02");

    assertThat(tlvs.without(TlvTag.CALLBACK_NUM)).isEqualTo(tlvs("0424 0001 41"));
    assertThat(tlvs.without(TlvTag.SET_DPF)).isSameAs(tlvs);
  }

  private static @Nullable Violation check(Tlvs tlvs) {
    return new TlvsType().check(tlvs);
  }
}
