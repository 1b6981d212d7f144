package org.messagecenter.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

/** A message that comes back is the same to read. */
class MobileOriginatedTest {
  private static final Octets TEXT =
      Octets.of(new byte[] {5, 0, 3, 9, 2, 1, (byte) 0xD8, 0x3D, (byte) 0xDE, 0});

  private static DeliverSm comeBack(int esmClass, int dataCoding, Octets text, Tlvs tlvs) {
    return ScenarioCarrier.asMobileOriginated(
        new SubmitSm(
            "",
            new Address(1, 1, "4917"),
            new Address(1, 1, "55501"),
            esmClass,
            0,
            0,
            "",
            "",
            1,
            0,
            dataCoding,
            0,
            text,
            tlvs));
  }

  @Test
  void headerAndAlphabetTravelOn() {
    DeliverSm back = comeBack(0x43, 0x18, TEXT, Tlvs.EMPTY);
    assertThat(back.esmClass()).as("the mode is the message center's own").isEqualTo(0x40);
    assertThat(back.dataCoding()).isEqualTo(0x18);
    assertThat(back.shortMessage()).isEqualTo(TEXT);
  }

  @Test
  void soDoesAPayload() {
    Tlvs payload = Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, TEXT).build();
    DeliverSm back = comeBack(0xC0, 8, Octets.EMPTY, payload);
    assertThat(back.esmClass()).isEqualTo(0xC0);
    assertThat(back.shortMessage().isEmpty()).isTrue();
    assertThat(back.text()).isEqualTo(TEXT);
  }
}
