package org.messagecenter.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.protocol.codec.Wire.bytes;
import static org.messagecenter.protocol.codec.Wire.packet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.BindTransceiverResp;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.DeliverSmResp;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;

/** What deployed peers send against the letter of the specification, and is understood. */
class ToleranceTest {
  /** A submit_sm to destination 1, up to but without sm_length. */
  private static final String SUBMIT = "00 000000 00003100" + "00".repeat(9);

  @ParameterizedTest
  @EnumSource(
      names = {
        "BIND_TRANSMITTER_RESP",
        "BIND_RECEIVER_RESP",
        "BIND_TRANSCEIVER_RESP",
        "SUBMIT_SM_RESP",
        "DELIVER_SM_RESP",
        "UNBIND_RESP",
        "ENQUIRE_LINK_RESP",
        "GENERIC_NACK"
      })
  void errorResponsesHaveNoBodyOrOneNul(CommandId id) {
    for (String body : new String[] {"", "00"}) {
      Packet packet = packet(Wire.pdu(id, 0x0D, bytes(body)));

      assertThat(packet.pdu()).isEqualTo(PduTable.blank(id));
      assertThat(packet.commandStatus()).isEqualTo(0x0D);
    }
  }

  @Test
  void errorResponsesMayHaveAWholeBody() {
    assertThat(packet(Wire.pdu(CommandId.SUBMIT_SM_RESP, 0x0B, bytes("4142 00"))).pdu())
        .isEqualTo(new SubmitSmResp("AB", Tlvs.EMPTY));
    assertThat(packet(Wire.pdu(CommandId.SUBMIT_SM_RESP, 0xFE, bytes("00 0425 0001 03"))).pdu())
        .isEqualTo(
            new SubmitSmResp("", Tlvs.builder().put(TlvTag.DELIVERY_FAILURE_REASON, 3).build()));
    assertThat(packet(Wire.pdu(CommandId.BIND_TRANSCEIVER_RESP, 0x0D, bytes("6D63 00"))).pdu())
        .isEqualTo(new BindTransceiverResp("mc", Tlvs.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"41", "41 00 99", "00 0000 FFFF"})
  void aBodyWithoutSenseDoesNotSpoilAnErrorResponse(String body) {
    assertThat(packet(Wire.pdu(CommandId.SUBMIT_SM_RESP, 0x58, bytes(body))).pdu())
        .isEqualTo(new SubmitSmResp("", Tlvs.EMPTY));
  }

  @Test
  void aNulAfterTheTextIsIgnored() {
    SubmitSm plain = (SubmitSm) packet(submit(SUBMIT + "02 6869")).pdu();

    assertThat(packet(submit(SUBMIT + "02 6869 00")).pdu()).isEqualTo(plain);
    assertThat(((SubmitSm) packet(submit(SUBMIT + "03 686900")).pdu()).text().length())
        .isEqualTo(3);
    assertThat(packet(submit(SUBMIT + "02 6869 00 0204 0002 0001")).pdu())
        .isEqualTo(packet(submit(SUBMIT + "02 6869 0204 0002 0001")).pdu());
  }

  @ParameterizedTest
  @CsvSource({"3939, 99", "393900, 99", "39390000, 99", "00, ''"})
  void tlvTextsMayLackTheirNul(String value, String expected) {
    String length = String.format("%04X", value.length() / 2);
    SubmitSm sm = (SubmitSm) packet(submit(SUBMIT + "00 001E" + length + value)).pdu();

    assertThat(sm.tlvs().text(TlvTag.RECEIPTED_MESSAGE_ID)).isEqualTo(expected);
    assertThat(SubmitSm.LAYOUT.check(sm)).isNull();
  }

  @Test
  void tlvNumbersMayHaveAnotherWidth() {
    SubmitSm sm = (SubmitSm) packet(submit(SUBMIT + "00 0204 0001 2A 0010 0002 0007")).pdu();

    assertThat(sm.tlvs().intValue(TlvTag.USER_MESSAGE_REFERENCE, -1)).isEqualTo(42);
    assertThat(sm.tlvs().intValue(TlvTag.SOURCE_TELEMATICS_ID, -1)).isEqualTo(7);
    assertThat(SubmitSm.LAYOUT.check(sm)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64})
  void deliverSmRespMayHaveAMessageId(int length) {
    byte[] frame = Wire.pdu(CommandId.DELIVER_SM_RESP, 0, bytes("39".repeat(length) + "00"));

    assertThat(packet(frame).pdu()).isEqualTo(new DeliverSmResp("9".repeat(length), Tlvs.EMPTY));
  }

  @Test
  void deliverSmRespAndBindRespMayLackTheirBody() {
    assertThat(packet(Wire.pdu(CommandId.DELIVER_SM_RESP, 0, new byte[0])).pdu())
        .isEqualTo(new DeliverSmResp("", Tlvs.EMPTY));
    assertThat(packet(Wire.pdu(CommandId.BIND_TRANSCEIVER_RESP, 0, new byte[0])).pdu())
        .isEqualTo(new BindTransceiverResp("", Tlvs.EMPTY));
  }

  @Test
  void deliverSmMayHaveTimes() {
    String time = "3236313233313233353935393030302B 00";
    String body = "00 000000 000000 00 00 00" + time + time + "00 00 00 00 00";
    DeliverSm sm = (DeliverSm) packet(Wire.pdu(CommandId.DELIVER_SM, 0, bytes(body))).pdu();

    assertThat(sm.scheduleDeliveryTime()).isEqualTo("261231235959000+");
    assertThat(sm.validityPeriod()).isEqualTo("261231235959000+");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ENQUIRE_LINK", "ENQUIRE_LINK_RESP", "UNBIND", "UNBIND_RESP", "GENERIC_NACK"})
  void octetsBehindAHeaderOnlyPduAreIgnored(CommandId id) {
    assertThat(packet(Wire.pdu(id, 0, bytes("FF"))).pdu()).isEqualTo(PduTable.blank(id));
    assertThat(packet(Wire.pdu(id, 0, bytes("0001020304"))).pdu()).isEqualTo(PduTable.blank(id));
  }

  @Test
  void anySequenceNumberAndStatusIsKept() {
    Packet packet = packet(bytes("00000010 00000015 00000008 80000000"));

    assertThat(packet.sequence()).isEqualTo(Integer.MIN_VALUE);
    assertThat(packet.commandStatus()).isEqualTo(8);
    assertThat(packet(bytes("00000010 00000015 00000000 00000000")).sequence()).isZero();
  }

  @Test
  void aBindMayCarryTlvsWeDoNotKeep() {
    String body = "65 00 00 00 34 00 00 00";

    assertThat(packet(Wire.pdu(CommandId.BIND_TRANSCEIVER, 0, bytes(body + "1400 0001 05"))).pdu())
        .isEqualTo(new BindTransceiver("e", "", "", 0x34, 0, 0, ""));
    assertThat(packet(Wire.pdu(CommandId.BIND_TRANSCEIVER, 0, bytes(body + "00"))).pdu())
        .isEqualTo(new BindTransceiver("e", "", "", 0x34, 0, 0, ""));
  }

  private static byte[] submit(String body) {
    return Wire.pdu(CommandId.SUBMIT_SM, 0, bytes(body));
  }
}
