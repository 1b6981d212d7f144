package org.messagecenter.protocol.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVDSTADR;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVDSTNPI;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVESMCLASS;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVEXPIRY;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVMSGLEN;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVPASWD;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVPRTFLG;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVREPFLAG;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVSRCNPI;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVSRCTON;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;

class PduValuesTest {
  private static final Address PERSON = new Address(1, 1, PduExamples.NUMBER);
  private static final Octets HI = Octets.of(new byte[] {'h', 'i'});

  @Test
  void anAddressShowsItsEndsOnly() {
    assertThat(PERSON).hasToString("1/1/4917…89");
    assertThat(new Address(0, 0, "12345")).hasToString("0/0/12…");
    assertThat(new Address(5, 0, "ACME")).hasToString("5/0/ACME");
    assertThat(new Address(0, 0, "")).hasToString("0/0/");
    assertThat(new Address(0, 0, "7")).hasToString("0/0/…");
  }

  @Test
  void logsShowNoSecrets() {
    List<Pdu> pdus =
        List.of(
            PduExamples.bindTransmitter(),
            new BindReceiver("esme", "secret08", "", 0x34, 1, 1, PduExamples.NUMBER),
            new BindTransceiver("esme", "secret08", "", 0x34, 1, 1, PduExamples.NUMBER),
            PduExamples.submitSm(),
            PduExamples.deliverSm(),
            withPayload(PduExamples.TEXT));

    assertThat(pdus)
        .extracting(Pdu::toString)
        .allSatisfy(
            text ->
                assertThat(text)
                    .doesNotContain("secret08", PduExamples.NUMBER, PduExamples.TEXT, "DELIVRD"));
    assertThat(pdus.get(0)).asString().contains("SMPP3TEST", "SUBMIT1", "bind_transmitter");
    assertThat(pdus.get(5)).asString().contains("message_payload: 19 octets");
  }

  @Test
  void equalityIsByContent() {
    assertThat(PduExamples.submitSm())
        .isEqualTo(PduExamples.submitSm())
        .hasSameHashCodeAs(PduExamples.submitSm());
    assertThat(PduExamples.submitSm().tlvs()).isNotEqualTo(PduExamples.deliverSm().tlvs());
  }

  @Test
  void theTextIsThePayloadIfThereIsOne() {
    assertThat(PduExamples.submitSm().text().latin1()).isEqualTo(PduExamples.TEXT);
    assertThat(withPayload("longer").text().latin1()).isEqualTo("longer");
    assertThat(withPayload("").text()).isEqualTo(Octets.EMPTY);
    assertThat(message("hi", "longer").text().latin1()).isEqualTo("longer");
    assertThat(message("hi", "").text()).as("nothing is no text to prefer").isEqualTo(HI);
  }

  @Test
  void aBindIsAnsweredInItsOwnMode() {
    List<Bind> binds =
        List.of(
            PduExamples.bindTransmitter(),
            new BindReceiver("", "", "", 0, 0, 0, ""),
            new BindTransceiver("", "", "", 0, 0, 0, ""));

    assertThat(binds)
        .allSatisfy(
            bind -> {
              BindResp response = BindResp.to(bind, "mc", Tlvs.EMPTY);
              assertThat(response.commandId()).isEqualTo(bind.commandId().response());
              assertThat(response.systemId()).isEqualTo("mc");
            });
  }

  @Test
  void examplesAreLegal() {
    assertThat(SubmitSm.LAYOUT.check(PduExamples.submitSm())).isNull();
    assertThat(DeliverSm.LAYOUT.check(PduExamples.deliverSm())).isNull();
    assertThat(BindTransmitter.LAYOUT.check(PduExamples.bindTransmitter())).isNull();
    assertThat(SubmitSm.LAYOUT.check(sm(Address.EMPTY, PERSON, 0, 0, "", 0, HI))).isNull();
  }

  static List<Arguments> illegal() {
    return List.of(
        Arguments.of(ESME_RINVSRCTON, sm(new Address(7, 0, "1"), PERSON, 0, 0, "", 0, HI)),
        Arguments.of(ESME_RINVSRCNPI, sm(new Address(0, 2, "1"), PERSON, 0, 0, "", 0, HI)),
        Arguments.of(ESME_RINVDSTNPI, sm(PERSON, new Address(1, 5, "1"), 0, 0, "", 0, HI)),
        Arguments.of(ESME_RINVDSTADR, sm(PERSON, new Address(1, 1, ""), 0, 0, "", 0, HI)),
        Arguments.of(ESME_RINVESMCLASS, sm(PERSON, PERSON, 0x0C, 0, "", 0, HI)),
        Arguments.of(ESME_RINVPRTFLG, sm(PERSON, PERSON, 0, 4, "", 0, HI)),
        Arguments.of(ESME_RINVEXPIRY, sm(PERSON, PERSON, 0, 0, "000001000000000", 0, HI)),
        Arguments.of(ESME_RINVREPFLAG, sm(PERSON, PERSON, 0, 0, "", 2, HI)),
        Arguments.of(ESME_RINVMSGLEN, sm(PERSON, PERSON, 0, 0, "", 0, Octets.of(new byte[256]))));
  }

  @ParameterizedTest
  @MethodSource("illegal")
  void anIllegalValueHasTheStatusOfItsField(CommandStatus expected, SubmitSm pdu) {
    assertThat(SubmitSm.LAYOUT.check(pdu)).isNotNull().extracting("status").isEqualTo(expected);
  }

  @Test
  void aLongPasswordHasAStatusOfItsOwn() {
    assertThat(BindReceiver.LAYOUT.check(new BindReceiver("a", "123456789", "", 0x34, 0, 0, "")))
        .isNotNull()
        .extracting("status")
        .isEqualTo(ESME_RINVPASWD);
  }

  @Test
  void theBlankOfEveryResponseIsEmpty() {
    assertThat(PduTable.blank(CommandId.SUBMIT_SM_RESP))
        .isEqualTo(new SubmitSmResp("", Tlvs.EMPTY));
    assertThat(PduTable.blank(CommandId.UNBIND_RESP)).isEqualTo(new UnbindResp());
  }

  private static SubmitSm withPayload(String text) {
    return message("", text);
  }

  private static SubmitSm message(String shortMessage, String payload) {
    return new SubmitSm(
        "",
        PERSON,
        PERSON,
        0,
        0,
        0,
        "",
        "",
        0,
        0,
        0,
        0,
        Octets.of(shortMessage.getBytes(StandardCharsets.US_ASCII)),
        Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, payload).build());
  }

  private static SubmitSm sm(
      Address source,
      Address destination,
      int esmClass,
      int priority,
      String validity,
      int replace,
      Octets text) {
    return new SubmitSm(
        "",
        source,
        destination,
        esmClass,
        0,
        priority,
        "",
        validity,
        0,
        replace,
        0,
        0,
        text,
        Tlvs.EMPTY);
  }
}
