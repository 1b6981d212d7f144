package org.messagecenter.protocol.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.protocol.codec.Wire.bytes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BindReceiver;
import org.messagecenter.protocol.pdu.BindReceiverResp;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.BindTransceiverResp;
import org.messagecenter.protocol.pdu.BindTransmitter;
import org.messagecenter.protocol.pdu.BindTransmitterResp;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.DeliverSmResp;
import org.messagecenter.protocol.pdu.EnquireLink;
import org.messagecenter.protocol.pdu.EnquireLinkResp;
import org.messagecenter.protocol.pdu.GenericNack;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.SubmitMultiResp;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.pdu.UnbindResp;
import org.messagecenter.protocol.pdu.UnsuccessSme;
import org.messagecenter.protocol.spec.TlvTag;

/** Each PDU against octets written down by hand or printed in the specifications. */
class ByteVectorTest {
  static List<Arguments> vectors() {
    Tlvs version = Tlvs.builder().put(TlvTag.SC_INTERFACE_VERSION, 0x34).build();
    return List.of(
        // 34:3.2.2; the 5.0 print of it differs in interface_version only (50:3.2.2).
        Arguments.of(
            new BindTransmitter("SMPP3TEST", "secret08", "SUBMIT1", 0, 1, 1, ""),
            0,
            1,
            "0000002F 00000002 00000000 00000001 534D50503354455354 00 7365637265743038 00"
                + "5355424D495431 00 00 01 01 00"),
        Arguments.of(
            new BindTransmitter("SMPP3TEST", "secret08", "SUBMIT1", 0x50, 1, 1, ""),
            0,
            1,
            "0000002F 00000002 00000000 00000001 534D50503354455354 00 7365637265743038 00"
                + "5355424D495431 00 50 01 01 00"),
        Arguments.of(
            new BindReceiver("esme", "", "", 0x34, 0, 0, "^49"),
            0,
            2,
            "0000001E 00000001 00000000 00000002 65736D65 00 00 00 34 00 00 5E3439 00"),
        Arguments.of(
            new BindTransceiver("e", "p", "", 0x34, 0, 0, ""),
            0,
            3,
            "00000019 00000009 00000000 00000003 65 00 70 00 00 34 00 00 00"),
        Arguments.of(
            new BindTransmitterResp("mc", version),
            0,
            1,
            "00000018 80000002 00000000 00000001 6D63 00 0210 0001 34"),
        Arguments.of(
            new BindReceiverResp("mc", Tlvs.EMPTY),
            0,
            2,
            "00000013 80000001 00000000 00000002 6D63 00"),
        Arguments.of(
            new BindTransceiverResp("", version),
            0,
            3,
            "00000016 80000009 00000000 00000003 00 0210 0001 34"),
        Arguments.of(
            new SubmitSm(
                "",
                new Address(5, 0, "ACME"),
                new Address(1, 1, "4917"),
                0x40,
                0x41,
                1,
                "",
                "000001000000000R",
                0x11,
                0,
                0x08,
                0,
                Octets.of(new byte[] {0, 'h', 0, 'i'}),
                Tlvs.builder()
                    .put(TlvTag.DEST_BEARER_TYPE, 4)
                    .put(TlvTag.ALERT_ON_MESSAGE_DELIVERY, new byte[0])
                    .put(0x1401, new byte[] {(byte) 0xFF})
                    .build()),
            0,
            0x7FFFFFFF,
            "0000004B 00000004 00000000 7FFFFFFF"
                + "00 05 00 41434D45 00 01 01 34393137 00"
                + "40 41 01 00 30303030303130303030303030303052 00 11 00 08 00 04 00680069"
                + "0007 0001 04  130C 0000  1401 0001 FF"),
        Arguments.of(
            new SubmitSmResp("0a1B", Tlvs.EMPTY),
            0,
            0x7FFFFFFF,
            "00000015 80000004 00000000 7FFFFFFF 30613142 00"),
        Arguments.of(
            new DeliverSm(
                "CMT",
                new Address(1, 1, "4917"),
                new Address(0, 0, "12"),
                0x04,
                0,
                0,
                "",
                "",
                0,
                0,
                0,
                0,
                Octets.of("id:1".getBytes(US_ASCII)),
                Tlvs.builder()
                    .put(TlvTag.NETWORK_ERROR_CODE, new byte[] {3, 0, 1})
                    .put(TlvTag.RECEIPTED_MESSAGE_ID, "1")
                    .put(TlvTag.MESSAGE_STATE, 2)
                    .build()),
            0,
            5,
            "00000040 00000005 00000000 00000005"
                + "434D54 00 01 01 34393137 00 00 00 3132 00"
                + "04 00 00 00 00 00 00 00 00 04 69643A31"
                + "0423 0003 030001  001E 0002 3100  0427 0001 02"),
        Arguments.of(
            new DeliverSmResp("", Tlvs.EMPTY), 0, 5, "00000011 80000005 00000000 00000005 00"),
        // The two failures printed in 34:4.5.2 and 50:4.2.3.2.
        Arguments.of(
            new SubmitMultiResp(
                "ABC",
                List.of(
                    new UnsuccessSme(new Address(1, 1, "55555"), 5),
                    new UnsuccessSme(new Address(2, 8, "65455"), 0x15)),
                Tlvs.EMPTY),
            0,
            9,
            "0000002D 80000021 00000000 00000009 414243 00 02"
                + "01 01 3535353535 00 00000005 02 08 3635343535 00 00000015"),
        Arguments.of(
            new SubmitMultiResp("ABC", List.of(), Tlvs.EMPTY),
            0,
            9,
            "00000015 80000021 00000000 00000009 414243 00 00"),
        // TLVs as 50:3.1, 50:4.8.4.11 and 50:4.8.4.42 print them.
        Arguments.of(
            new DataSm(
                "",
                Address.EMPTY,
                new Address(1, 1, "1"),
                0,
                0,
                0,
                Tlvs.builder()
                    .put(TlvTag.DEST_BEARER_TYPE, 4)
                    .put(TlvTag.ALERT_ON_MESSAGE_DELIVERY, 1)
                    .put(TlvTag.BROADCAST_FREQUENCY_INTERVAL, new byte[] {9, 0, 31})
                    .put(TlvTag.NETWORK_ERROR_CODE, new byte[] {3, 0, 1})
                    .build()),
            0,
            9,
            "00000033 00000103 00000000 00000009 00 00 00 00 01 01 31 00 00 00 00"
                + "0007 0001 04 130C 0001 01 0605 0003 09001F 0423 0003 030001"),
        Arguments.of(new EnquireLink(), 0, 5, "00000010 00000015 00000000 00000005"),
        Arguments.of(new EnquireLinkResp(), 0, 5, "00000010 80000015 00000000 00000005"),
        Arguments.of(new Unbind(), 0, 6, "00000010 00000006 00000000 00000006"),
        Arguments.of(new UnbindResp(), 0, 6, "00000010 80000006 00000000 00000006"),
        Arguments.of(new GenericNack(), 2, 0, "00000010 80000000 00000002 00000000"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void encodesToTheseOctets(Pdu pdu, int status, int sequence, String hex) {
    assertThat(HexFormat.of().formatHex(Wire.encode(pdu, status, sequence)))
        .isEqualTo(HexFormat.of().formatHex(bytes(hex)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void decodesFromTheseOctets(Pdu pdu, int status, int sequence, String hex) {
    byte[] frame = bytes(hex);
    byte[] body = Arrays.copyOfRange(frame, PduCodec.HEADER_LENGTH, frame.length);

    assertThat(Wire.decode(frame)).isEqualTo(new Packet(pdu, status, sequence, Octets.of(body)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void bodiesAreStoredAndReadWithoutHeader(Pdu pdu, int status, int sequence, String hex)
      throws Exception {
    ByteBuf out = Unpooled.buffer();
    PduCodec.encodeBody(out, pdu);
    byte[] body = ByteBufUtil.getBytes(out);

    assertThat(PduCodec.decodeBody(pdu.commandId(), body)).isEqualTo(pdu);
    if (status == 0) {
      assertThat(Wire.pdu(pdu.commandId(), 0, body)).hasSameSizeAs(bytes(hex));
    }
  }

  @Test
  void anErrorResponseIsWrittenWithoutBody() {
    assertThat(Wire.encode(new SubmitSmResp("ignored", Tlvs.EMPTY), 0x58, 7))
        .isEqualTo(bytes("00000010 80000004 00000058 00000007"));
  }

  @Test
  void valuesOfThePduShareItsBody() {
    Packet packet = Wire.packet(Wire.encode(PduExamples.submitSm()));
    SubmitSm sm = (SubmitSm) packet.pdu();

    assertThat(sm.shortMessage().array()).isSameAs(packet.body().array());
    assertThat(sm.tlvs().raw().array()).isSameAs(packet.body().array());
  }
}
