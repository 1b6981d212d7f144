package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.BindReceiver;
import org.messagecenter.protocol.pdu.BindReceiverResp;
import org.messagecenter.protocol.pdu.BindResp;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.BindTransceiverResp;
import org.messagecenter.protocol.pdu.BindTransmitter;
import org.messagecenter.protocol.pdu.BindTransmitterResp;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.EnquireLink;
import org.messagecenter.protocol.pdu.EnquireLinkResp;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.pdu.UnbindResp;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.testkit.MessageCenterExtension;
import org.messagecenter.testkit.RawPdu;

/** What every ESME needs, in each version of the protocol. */
class EachVersionTest {
  private static final int V_3_3 = 0x33;
  private static final int V_3_4 = 0x34;
  private static final int V_5_0 = 0x50;
  private static final int NO_VERSION = -1;
  private static final int PARAM_RETRIEVE = 0x22;
  private static final int ESME_RINVCMDID = 0x03;
  private static final String NUMBER = "55501888";
  private static final String REFERENCE = "02040002cafe";
  private static final Duration SOON = Duration.ofSeconds(60);

  @RegisterExtension static final MessageCenterExtension CENTER = new MessageCenterExtension();

  private static VersionedPeer connect() throws IOException {
    return VersionedPeer.connect(CENTER.process(), NUMBER);
  }

  @ParameterizedTest
  @ValueSource(ints = {V_3_3, V_3_4, V_5_0})
  void aTransmitterSubmitsAndAReceiverIsServed(int version) throws IOException {
    try (VersionedPeer sender = connect();
        VersionedPeer receiver = connect()) {
      BindResp asSender =
          sender.ask(
              new BindTransmitter("demo", "secret", "", version, 0, 0, ""),
              BindTransmitterResp.class,
              SOON);
      BindResp asReceiver =
          receiver.ask(
              new BindReceiver("demo", "secret", "", version, 0, 0, ""),
              BindReceiverResp.class,
              SOON);
      sender.submit(version == V_3_3 ? "" : REFERENCE, "", SOON);
      DeliverSm message = receiver.delivered(SOON);

      assertThat(asSender.tlvs().intValue(TlvTag.SC_INTERFACE_VERSION, NO_VERSION))
          .isEqualTo(version == V_3_3 ? NO_VERSION : V_5_0);
      assertThat(asReceiver.tlvs()).isEqualTo(asSender.tlvs());
      assertThat(message.text().latin1()).isEqualTo("hi");
      assertThat(message.tlvs()).isEqualTo(PduBytes.tlvs(version == V_3_3 ? "" : REFERENCE));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {V_3_4, V_5_0})
  void aTransceiverSubmitsAndIsServed(int version) throws IOException {
    try (VersionedPeer peer = connect()) {
      BindResp bound =
          peer.ask(
              new BindTransceiver("demo", "secret", "", version, 0, 0, ""),
              BindTransceiverResp.class,
              SOON);

      assertThat(bound.tlvs().intValue(TlvTag.SC_INTERFACE_VERSION, NO_VERSION)).isEqualTo(V_5_0);
      assertThat(peer.roundTrip(REFERENCE, SOON).tlvs()).isEqualTo(PduBytes.tlvs(REFERENCE));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {V_3_3, V_3_4, V_5_0})
  void aSessionIsKeptAndEnded(int version) throws IOException {
    try (VersionedPeer peer = connect()) {
      peer.ask(
          new BindTransmitter("demo", "secret", "", version, 0, 0, ""),
          BindTransmitterResp.class,
          SOON);
      RawPdu refused = peer.exchange(RawPdu.request(PARAM_RETRIEVE, 77), SOON);

      assertThat(refused.commandId()).isEqualTo(RawPdu.GENERIC_NACK);
      assertThat(refused.status()).isEqualTo(ESME_RINVCMDID);
      assertThat(refused.body()).isEmpty();
      assertThat(peer.ask(new EnquireLink(), EnquireLinkResp.class, SOON)).isNotNull();
      assertThat(peer.ask(new Unbind(), UnbindResp.class, SOON)).isNotNull();
      assertThat(peer.closed(SOON)).isTrue();
    }
  }
}
