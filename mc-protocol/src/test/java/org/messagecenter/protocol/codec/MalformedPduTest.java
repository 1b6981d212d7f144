package org.messagecenter.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messagecenter.protocol.codec.Wire.bytes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Which status a PDU that cannot be read is to be answered with. */
class MalformedPduTest {
  /** A submit_sm with every field empty, one element per row of its table. */
  private static final List<String> SUBMIT =
      List.of(
          "00", "00", "00", "00", "00", "00", "00", "00", "00", "00", "00", "00", "00", "00", "00",
          "00", "00");

  @ParameterizedTest(name = "a submit_sm of {0} octets: {1}")
  @CsvSource({
    "0, ESME_RINVSERTYP",
    "1, ESME_RINVSRCTON",
    "2, ESME_RINVSRCNPI",
    "3, ESME_RINVSRCADR",
    "4, ESME_RINVDSTTON",
    "5, ESME_RINVDSTNPI",
    "6, ESME_RINVDSTADR",
    "7, ESME_RINVESMCLASS",
    "8, ESME_RINVCMDLEN",
    "9, ESME_RINVPRTFLG",
    "10, ESME_RINVSCHED",
    "11, ESME_RINVEXPIRY",
    "12, ESME_RINVREGDLVFLG",
    "13, ESME_RINVREPFLAG",
    "14, ESME_RINVDCS",
    "15, ESME_RINVDFTMSGID",
    "16, ESME_RINVMSGLEN"
  })
  void aPduThatEndsEarlyHasTheStatusOfTheMissingField(int octets, CommandStatus expected) {
    for (CommandId id : List.of(CommandId.SUBMIT_SM, CommandId.DELIVER_SM)) {
      assertSuggested(id, String.join("", SUBMIT.subList(0, octets)), expected);
    }
  }

  @ParameterizedTest(name = "{1} characters in string {0}: {2}")
  @CsvSource({
    "0, 6, ESME_RINVSERTYP",
    "3, 21, ESME_RINVSRCADR",
    "6, 21, ESME_RINVDSTADR",
    "10, 17, ESME_RINVSCHED",
    "10, 20, ESME_RINVSCHED",
    "11, 17, ESME_RINVEXPIRY"
  })
  void aStringTooLongHasTheStatusOfItsField(int piece, int length, CommandStatus expected) {
    assertSuggested(CommandId.SUBMIT_SM, submitWith(piece, "39".repeat(length) + "00"), expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "3, 20", "6, 20", "10, 16", "11, 16"})
  void theLongestStringsAreRead(int piece, int length) {
    String body = submitWith(piece, "39".repeat(length) + "00");

    assertThat(Wire.decode(Wire.pdu(CommandId.SUBMIT_SM, 0, bytes(body))))
        .isInstanceOf(Packet.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "0241", "FF", "05 41424344"})
  void aTextShorterThanItsLengthIsRefused(String text) {
    assertSuggested(CommandId.SUBMIT_SM, submitWith(16, text), CommandStatus.ESME_RINVMSGLEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00 04",
        "00 0424",
        "00 042400",
        "00 0424 0003 4142",
        "00 0424 FFFF 41",
        "00 0204 0002 0001 99",
        "00 00 00",
        "01 41 41"
      })
  void octetsThatAreNoTlvAreRefused(String text) {
    assertSuggested(CommandId.SUBMIT_SM, submitWith(16, text), CommandStatus.ESME_RINVTLVSTREAM);
  }

  @ParameterizedTest
  @EnumSource(names = {"BIND_TRANSMITTER", "BIND_RECEIVER", "BIND_TRANSCEIVER"})
  void bindsHaveTheStatusesOfTheirFields(CommandId id) {
    String ok = "00";
    assertSuggested(id, "41".repeat(16) + "00", CommandStatus.ESME_RINVSYSID);
    assertSuggested(id, ok + "41".repeat(9) + "00", CommandStatus.ESME_RINVPASWD);
    assertSuggested(id, ok + ok + "41".repeat(13) + "00", CommandStatus.ESME_RINVSYSTYP);
    assertSuggested(id, ok + ok + ok, CommandStatus.ESME_RBINDFAIL);
    assertSuggested(id, "000000 34 00 00" + "41".repeat(41) + "00", CommandStatus.ESME_RBINDFAIL);
    assertSuggested(id, "000000 34 00 00 00 0001", CommandStatus.ESME_RINVTLVSTREAM);
  }

  @Test
  void aMissingNulIsNotMadeUp() {
    assertSuggested(CommandId.BIND_RECEIVER, "6162", CommandStatus.ESME_RINVSYSID);
  }

  @Test
  void aSuccessfulSubmitNeedsItsMessageId() {
    assertSuggested(CommandId.SUBMIT_SM_RESP, "", CommandStatus.ESME_RINVMSGID);
    assertSuggested(CommandId.SUBMIT_SM_RESP, "41".repeat(65) + "00", CommandStatus.ESME_RINVMSGID);
  }

  @Test
  void theHeaderIsKept() {
    BadPdu bad = Wire.bad(bytes("00000012 00000004 0000000A FFFFFFFF 3939"));

    assertThat(bad)
        .isEqualTo(new BadPdu(18, 4, 10, -1, CommandStatus.ESME_RINVSERTYP, false, bad.reason()));
    assertThat(bad.reason()).contains("submit_sm", "service_type", "no NUL");
    assertThat(bad.toString()).contains("0x00000004", "ESME_RINVSERTYP", "length=18");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000000A", "00000022", "00000023", "00010200", "80000077", "8000000B"})
  void commandsOfNoTableAreUnknown(String id) {
    BadPdu bad = Wire.bad(bytes("00000010" + id + "00000000 00000003"));

    assertThat(bad.suggested()).isEqualTo(CommandStatus.ESME_RINVCMDID);
    assertThat(bad.fatal()).isFalse();
    assertThat(bad.commandId()).isEqualTo(Integer.parseUnsignedInt(id, 16));
    assertThat(bad.sequence()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00000010",
        "00000011 00000015 00000000 00000001",
        "0000000F 00000015 00000000 00000001"
      })
  void aFrameThatIsNotWhatItSaysIsFatal(String hex) {
    BadPdu bad = Wire.bad(bytes(hex));

    assertThat(bad.fatal()).isTrue();
    assertThat(bad.suggested()).isEqualTo(CommandStatus.ESME_RINVCMDLEN);
  }

  @Test
  void storedBodiesAreReadWithTheSameCare() {
    assertThatThrownBy(() -> PduCodec.decodeBody(CommandId.SUBMIT_SM, new byte[] {1}))
        .isInstanceOfSatisfying(
            BadBody.class, bad -> assertThat(bad.field()).isEqualTo("service_type"));
  }

  @Test
  void reasonsNeverShowContent() {
    byte[] frame = Wire.encode(PduExamples.submitSm());
    for (int length = 16; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      cut[3] = (byte) length;
      Inbound inbound = Wire.decode(cut);
      assertThat(inbound.toString()).doesNotContain(PduExamples.NUMBER, PduExamples.TEXT);
    }
  }

  private static String submitWith(int piece, String hex) {
    List<String> pieces = new ArrayList<>(SUBMIT);
    pieces.set(piece, hex);
    return String.join("", pieces);
  }

  private static void assertSuggested(CommandId id, String body, CommandStatus expected) {
    BadPdu bad = Wire.bad(Wire.pdu(id, 0, bytes(body)));
    assertThat(bad.suggested()).isEqualTo(expected);
    assertThat(bad.fatal()).isFalse();
    assertThat(bad.commandId()).isEqualTo(id.value());
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "414243, ABC",
    "41424300 0424, ABC",
    "E4BD00 04, \u00e4\u00bd",
  })
  void anAnswerThatAMessageWasTakenIsUsedWhateverItsForm(String body, String messageId) {
    BadPdu bad = (BadPdu) Wire.decode(Wire.pdu(CommandId.SUBMIT_SM_RESP, 0, bytes(body)));
    Packet usable = Objects.requireNonNull(bad.usable());
    assertThat(usable.pdu()).isEqualTo(new SubmitSmResp(messageId, Tlvs.EMPTY));
    assertThat(usable.sequence()).isEqualTo(bad.sequence());
    assertThat(usable.commandStatus()).isZero();
  }

  @Test
  void anIdIsKeptWhateverItsLength() {
    byte[] body = bytes("41".repeat(300) + "00");
    BadPdu bad = (BadPdu) Wire.decode(Wire.pdu(CommandId.SUBMIT_SM_RESP, 0, body));
    assertThat(Objects.requireNonNull(bad.usable()).pdu())
        .isEqualTo(new SubmitSmResp("A".repeat(300), Tlvs.EMPTY));
  }

  @Test
  void nothingElseThatIsMalformedIsUsed() {
    for (CommandId id : List.of(CommandId.SUBMIT_SM, CommandId.DATA_SM_RESP)) {
      BadPdu bad = (BadPdu) Wire.decode(Wire.pdu(id, 0, bytes("41".repeat(70) + "00")));
      assertThat(bad.usable()).isNull();
    }
  }
}
