package org.messagecenter.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jsmpp.bean.Bind;
import org.jsmpp.bean.MessageRequest;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.DefaultDecomposer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BindReceiver;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.BindTransceiverResp;
import org.messagecenter.protocol.pdu.BindTransmitter;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.DeliverSmResp;
import org.messagecenter.protocol.pdu.EnquireLink;
import org.messagecenter.protocol.pdu.MessagePdu;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.spec.TlvTag;

/** The same PDUs through another implementation, in both directions. */
class JsmppComparisonTest {
  private final DefaultComposer composer = new DefaultComposer();
  private final DefaultDecomposer decomposer = new DefaultDecomposer();

  static List<org.messagecenter.protocol.pdu.Bind> binds() {
    return List.of(
        PduExamples.bindTransmitter(),
        new BindTransmitter("", "", "", 0, 0, 0, ""),
        new BindReceiver("fifteen-letters", "8letters", "twelveletter", 0x50, 6, 18, "^49"),
        new BindTransceiver("esme", "pw", "", 0x34, 1, 1, "9".repeat(40)));
  }

  @ParameterizedTest
  @MethodSource("binds")
  void binds(org.messagecenter.protocol.pdu.Bind bind) throws Exception {
    byte[] ours = Wire.encode(bind, 0, 77);
    byte[] theirs =
        composer.bind(
            bind.commandId().value(),
            77,
            bind.systemId(),
            bind.password(),
            bind.systemType(),
            (byte) bind.interfaceVersion(),
            (byte) bind.addrTon(),
            (byte) bind.addrNpi(),
            bind.addressRange());
    Bind read = decomposer.bind(ours);

    assertThat(ours).isEqualTo(theirs);
    assertThat(Wire.packet(theirs).pdu()).isEqualTo(bind);
    assertThat(text(read.getSystemId())).isEqualTo(bind.systemId());
    assertThat(text(read.getPassword())).isEqualTo(bind.password());
    assertThat(text(read.getSystemType())).isEqualTo(bind.systemType());
    assertThat(read.getInterfaceVersion()).isEqualTo((byte) bind.interfaceVersion());
    assertThat(read.getAddrTon()).isEqualTo((byte) bind.addrTon());
    assertThat(read.getAddrNpi()).isEqualTo((byte) bind.addrNpi());
    assertThat(text(read.getAddressRange())).isEqualTo(bind.addressRange());
  }

  @Test
  void submitSmWithTlvs() throws Exception {
    SubmitSm sm =
        withTlvs(
            Tlvs.builder()
                .put(TlvTag.USER_MESSAGE_REFERENCE, 0x1234)
                .put(TlvTag.SAR_TOTAL_SEGMENTS, 2)
                .put(TlvTag.QOS_TIME_TO_LIVE, 86_400)
                .build());
    byte[] ours = Wire.encode(sm, 0, 78);
    byte[] theirs =
        composer.submitSm(
            78,
            sm.serviceType(),
            (byte) sm.sourceAddr().ton(),
            (byte) sm.sourceAddr().npi(),
            sm.sourceAddr().digits(),
            (byte) sm.destinationAddr().ton(),
            (byte) sm.destinationAddr().npi(),
            sm.destinationAddr().digits(),
            (byte) sm.esmClass(),
            (byte) sm.protocolId(),
            (byte) sm.priorityFlag(),
            sm.scheduleDeliveryTime(),
            sm.validityPeriod(),
            (byte) sm.registeredDelivery(),
            (byte) sm.replaceIfPresentFlag(),
            (byte) sm.dataCoding(),
            (byte) sm.smDefaultMsgId(),
            sm.shortMessage().toByteArray(),
            new OptionalParameter.User_message_reference((short) 0x1234),
            new OptionalParameter.Sar_total_segments((byte) 2),
            new OptionalParameter.Qos_time_to_live(86_400));

    assertThat(ours).isEqualTo(theirs);
    assertThat(Wire.packet(theirs).pdu()).isEqualTo(sm);
    assertSameMessage(decomposer.submitSm(ours), sm);
  }

  @Test
  void aPayloadInATlv() throws Exception {
    byte[] payload = new byte[1000];
    SubmitSm sm = withTlvs(Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, payload).build());
    OptionalParameter read =
        decomposer
            .submitSm(Wire.encode(sm))
            .getOptionalParameter(OptionalParameter.Tag.MESSAGE_PAYLOAD.code());

    assertThat(read)
        .isInstanceOfSatisfying(
            OptionalParameter.Message_payload.class,
            found -> assertThat(found.getValue()).isEqualTo(payload));
  }

  @Test
  void deliverSmWithTlvs() throws Exception {
    DeliverSm sm = PduExamples.deliverSm();
    byte[] ours = Wire.encode(sm, 0, 79);
    byte[] theirs =
        composer.deliverSm(
            79,
            sm.serviceType(),
            (byte) sm.sourceAddr().ton(),
            (byte) sm.sourceAddr().npi(),
            sm.sourceAddr().digits(),
            (byte) sm.destinationAddr().ton(),
            (byte) sm.destinationAddr().npi(),
            sm.destinationAddr().digits(),
            (byte) sm.esmClass(),
            (byte) sm.protocolId(),
            (byte) sm.priorityFlag(),
            (byte) sm.registeredDelivery(),
            (byte) sm.dataCoding(),
            sm.shortMessage().toByteArray(),
            new OptionalParameter.Receipted_message_id("0001"),
            new OptionalParameter.Message_state((byte) 2),
            new OptionalParameter.Network_error_code(new byte[] {3, 0, 1}));
    org.jsmpp.bean.DeliverSm read = decomposer.deliverSm(ours);

    assertThat(ours).isEqualTo(theirs);
    assertThat(Wire.packet(theirs).pdu()).isEqualTo(sm);
    assertSameMessage(read, sm);
    assertThat(
            read.getOptionalParameter(OptionalParameter.Receipted_message_id.class)
                .getValueAsString())
        .isEqualTo("0001");
  }

  @Test
  void responsesAndHeaderOnlyPdus() throws Exception {
    assertThat(Wire.encode(new SubmitSmResp("0a1b", Tlvs.EMPTY), 0, 80))
        .isEqualTo(composer.submitSmResp(80, "0a1b"));
    assertThat(
            Wire.encode(
                new BindTransceiverResp(
                    "mc", Tlvs.builder().put(TlvTag.SC_INTERFACE_VERSION, 0x34).build()),
                0,
                81))
        .isEqualTo(
            composer.bindResp(
                0x80000009, 81, "mc", new OptionalParameter.Sc_interface_version((byte) 0x34)));
    assertThat(Wire.encode(new DeliverSmResp("", Tlvs.EMPTY), 0, 82))
        .isEqualTo(composer.deliverSmResp(0, 82, ""));
    assertThat(Wire.encode(new EnquireLink(), 0, 83)).isEqualTo(composer.enquireLink(83));
    assertThat(Wire.encode(new Unbind(), 0, 84)).isEqualTo(composer.unbind(84));
  }

  private static SubmitSm withTlvs(Tlvs tlvs) {
    SubmitSm sm = PduExamples.submitSm();
    return new SubmitSm(
        sm.serviceType(),
        sm.sourceAddr(),
        new Address(1, 1, "9".repeat(20)),
        sm.esmClass(),
        sm.protocolId(),
        sm.priorityFlag(),
        sm.scheduleDeliveryTime(),
        sm.validityPeriod(),
        sm.registeredDelivery(),
        sm.replaceIfPresentFlag(),
        0xF5,
        sm.smDefaultMsgId(),
        Octets.of(new byte[] {0, 1, (byte) 0xFF}),
        tlvs);
  }

  private static void assertSameMessage(MessageRequest theirs, MessagePdu ours) {
    assertThat(text(theirs.getServiceType())).isEqualTo(ours.serviceType());
    assertThat(text(theirs.getSourceAddr())).isEqualTo(ours.sourceAddr().digits());
    assertThat(theirs.getSourceAddrTon()).isEqualTo((byte) ours.sourceAddr().ton());
    assertThat(text(theirs.getDestAddress())).isEqualTo(ours.destinationAddr().digits());
    assertThat(theirs.getDestAddrNpi()).isEqualTo((byte) ours.destinationAddr().npi());
    assertThat(theirs.getEsmClass()).isEqualTo((byte) ours.esmClass());
    assertThat(theirs.getProtocolId()).isEqualTo((byte) ours.protocolId());
    assertThat(theirs.getPriorityFlag()).isEqualTo((byte) ours.priorityFlag());
    assertThat(theirs.getRegisteredDelivery()).isEqualTo((byte) ours.registeredDelivery());
    assertThat(theirs.getDataCoding()).isEqualTo((byte) ours.dataCoding());
    assertThat(theirs.getShortMessage()).isEqualTo(ours.shortMessage().toByteArray());
    assertThat(theirs.getOptionalParameters()).hasSize(count(ours.tlvs()));
  }

  /** jSMPP reads an empty string as null. */
  private static String text(@Nullable String read) {
    return Objects.requireNonNullElse(read, "");
  }

  private static int count(Tlvs tlvs) {
    int[] count = new int[1];
    tlvs.forEach((tag, value) -> count[0]++);
    return count[0];
  }
}
