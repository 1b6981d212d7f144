package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVESMCLASS;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVMSGID;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVSCHED;
import static org.jsmpp.SMPPConstant.STAT_ESME_RTHROTTLED;
import static org.messagecenter.testkit.integration.Refusals.assertRefused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.PeerAddress;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/** data_sm, the modes that store nothing, and the alert that may follow a failure. */
class ModesTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofMillis(200);
  private static final int DATA_SM = 0x103;
  private static final int DATAGRAM = 1;
  private static final int TRANSACTION = 2;
  private static final int FORWARD = 3;
  private static final int ESME_RDELIVERYFAILURE = 0xFE;
  private static final int ADDITIONAL_STATUS_INFO_TEXT = 0x001D;
  private static final int DPF_RESULT = 0x0420;
  private static final int SET_DPF = 0x0421;
  private static final int NETWORK_ERROR_CODE = 0x0423;
  private static final int MESSAGE_PAYLOAD = 0x0424;
  private static final int DELIVERY_FAILURE_REASON = 0x0425;
  private static final int ALERT_ON_MESSAGE_DELIVERY = 0x130C;
  private static final PeerAddress SOURCE = PeerAddress.international("4915100000000");

  @AutoClose private static final MessageCenterServer CENTER = MessageCenterServer.usual().start();

  private static Submission data(String destination) {
    return Submission.to(destination).messagePayload("data").registeredDelivery(1);
  }

  // ---- data_sm --------------------------------------------------------------------------------

  @Test
  void aDataSmIsDeliveredLikeASubmitSm() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.data(data("5550100").tlv(0x0204, new byte[] {0, 7})).getMessageId();
      List<ReceivedMessage> came = esme.delivered().take(2, SOON);

      assertThat(came).anyMatch(m -> !m.isReceipt() && m.text().equals("data"));
      assertThat(came)
          .filteredOn(ReceivedMessage::isReceipt)
          .singleElement()
          .satisfies(
              receipt -> {
                assertThat(receipt.receipt().id()).isEqualTo(id);
                assertThat(receipt.receipt().stat()).isEqualTo("DELIVRD");
                assertThat(receipt.receipt().text()).isEqualTo("data");
                assertThat(receipt.tlvs().get(0x0204)).containsExactly(0, 7);
              });
    }
  }

  @Test
  void aTransmitterSendsDataAndAReceiverDoesNot() throws IOException {
    try (JsmppEsme transmitter = CENTER.esme().type(BindType.BIND_TX).bind()) {
      assertThat(transmitter.data(data("49170").registeredDelivery(0)).getMessageId())
          .matches("[0-9a-f]{32}");
    }
    try (RawSmpp raw = CENTER.raw()) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_RECEIVER, 1, "demo", "secret"), SOON);

      assertThat(raw.exchange(rawData(2, "49170", 0), SOON).status()).isEqualTo(0x04);
    }
  }

  @Test
  void anAddressMayHave64Characters() throws IOException {
    String digits = "4".repeat(64);
    try (RawSmpp raw = CENTER.raw();
        JsmppEsme esme = CENTER.esme("demo2", "secret2").bind()) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSMITTER, 1, "demo2", "secret2"), SOON);

      assertThat(raw.exchange(rawData(2, digits, 0), SOON).status()).isZero();
      // As much of it as a deliver_sm can carry.
      assertThat(esme.delivered().take(SOON).source().digits()).isEqualTo(digits.substring(0, 20));

      String handset = "5550200" + "1".repeat(57);
      assertThat(raw.exchange(rawData(3, handset, 0), SOON).status()).isZero();
      assertThat(esme.delivered().take(2, SOON))
          .extracting(ReceivedMessage::isReceipt)
          .containsExactlyInAnyOrder(true, false);
    }
  }

  @Test
  void aFailedDataSmSaysSoInItsReceipt() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.data(data("999")).getMessageId();
      ReceivedMessage receipt = esme.delivered().take(SOON);

      assertThat(receipt.receipt().id()).isEqualTo(id);
      assertThat(receipt.receipt().stat()).isEqualTo("UNDELIV");
    }
  }

  // ---- datagram -------------------------------------------------------------------------------

  @Test
  void aDatagramIsTriedOnceAndForgotten() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      Submission datagram = Submission.to("5550100").esmClass(DATAGRAM).registeredDelivery(1);
      String id = esme.submit(datagram.text("submitted"));
      assertThat(esme.delivered().take(SOON).text()).isEqualTo("submitted");
      assertRefused(STAT_ESME_RINVMSGID, () -> esme.query(id, SOURCE));
      assertRefused(
          STAT_ESME_RINVMSGID, () -> esme.cancel(id, SOURCE, new PeerAddress(0, 0, ""), ""));
      assertRefused(STAT_ESME_RINVMSGID, () -> esme.replace(id, datagram));

      esme.data(data("5550100").esmClass(DATAGRAM));
      assertThat(esme.delivered().take(SOON).text()).isEqualTo("data");
      esme.submitMulti(
          datagram.text("many"),
          List.of(PeerAddress.international("5550101"), PeerAddress.international("5550102")));
      assertThat(esme.delivered().take(2, SOON)).allMatch(m -> m.text().equals("many"));
      // Neither a receipt of these nor of those that fail.
      esme.submit(datagram.text("lost").registeredDelivery(0x11));
      esme.delivered().take(SOON);
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void aFailedDatagramIsNotTriedAgain() throws IOException {
    try (MessageCenterServer quick =
            MessageCenterServer.with("deliver.retry.first", "100ms").start();
        JsmppEsme esme = quick.esme().bind()) {
      for (String destination : List.of("996", "997", "998", "999")) {
        esme.submit(Submission.to(destination).esmClass(DATAGRAM).registeredDelivery(0x11));
      }
      Await.until("each is tried", SOON, () -> attempts(quick) == 4);
      esme.delivered().expectNone(A_WHILE);
      assertThat(attempts(quick)).isEqualTo(4);
    }
  }

  private static double attempts(MessageCenterServer center) {
    return center.meters().get("mc.direct.attempts").functionCounter().count();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, FORWARD})
  void theOtherModesStore(int esmClass) throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(Submission.to("49170").esmClass(esmClass).registeredDelivery(1));
      assertThat(esme.delivered().take(SOON).receipt().id()).isEqualTo(id);
    }
  }

  // ---- transaction ----------------------------------------------------------------------------

  @Test
  void theAnswerOfATransactionIsItsOutcome() throws IOException {
    try (JsmppEsme esme = CENTER.esme().version(InterfaceVersion.IF_50).bind()) {
      Submission transaction =
          Submission.to("5550100").esmClass(TRANSACTION).text("here").registeredDelivery(1);
      String id = esme.submit(transaction);
      // It is there before the answer.
      assertThat(esme.delivered().take(SOON).text()).isEqualTo("here");
      assertRefused(STAT_ESME_RINVMSGID, () -> esme.query(id, SOURCE));
      esme.data(data("5550100").esmClass(TRANSACTION));
      assertThat(esme.delivered().take(SOON).text()).isEqualTo("data");
      for (String failing : List.of("996", "997", "998", "999")) {
        Submission failed = data(failing).esmClass(TRANSACTION).registeredDelivery(0x11);
        assertRefused(ESME_RDELIVERYFAILURE, () -> esme.submit(failed));
        assertRefused(ESME_RDELIVERYFAILURE, () -> esme.data(failed));
      }
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void onlyDataSmAndFiveOhKnowTransactions() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      Submission transaction = data("49170").esmClass(TRANSACTION);

      assertRefused(STAT_ESME_RINVESMCLASS, () -> esme.submit(transaction));
      assertThat(esme.data(transaction).getMessageId()).isNotEmpty();
    }
    try (JsmppEsme esme = CENTER.esme().version(InterfaceVersion.IF_50).bind()) {
      assertRefused(
          STAT_ESME_RINVESMCLASS,
          () ->
              esme.submitMulti(
                  data("0").esmClass(TRANSACTION), List.of(PeerAddress.international("49170"))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {DATAGRAM, TRANSACTION})
  void neitherModeHasASchedule(int esmClass) throws IOException {
    try (JsmppEsme esme = CENTER.esme().version(InterfaceVersion.IF_50).bind()) {
      assertRefused(
          STAT_ESME_RINVSCHED,
          () ->
              esme.submit(
                  Submission.to("49170")
                      .esmClass(esmClass)
                      .scheduleDeliveryTime("000000010000000R")));
    }
  }

  /** Reason and error of each outcome, as jSMPP does not show them. */
  @ParameterizedTest
  @CsvSource({
    "999, 1, 0x4A1, 0",
    "997, 2, 0x4B2, 0",
    "996, 3, 0x4A0, 1",
    "998, 0, 0x4A0, 0",
  })
  void aFailureIsToldInTlvs(String destination, int reason, int error, int dpf) throws IOException {
    try (RawSmpp raw = CENTER.raw()) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSMITTER, 1, "demo2", "secret2"), SOON);
      RawPdu answer = raw.exchange(rawData(2, destination, TRANSACTION, 0x04, 0x21, 0, 1, 1), SOON);

      assertThat(answer.status()).isEqualTo(ESME_RDELIVERYFAILURE);
      Map<Integer, byte[]> tlvs = tlvs(answer.body());
      assertThat(tlvs.get(DELIVERY_FAILURE_REASON)).containsExactly(reason);
      assertThat(tlvs.get(NETWORK_ERROR_CODE)).containsExactly(8, error >> 8, error & 0xFF);
      assertThat(tlvs.get(ADDITIONAL_STATUS_INFO_TEXT)).endsWith((byte) 0);
      assertThat(tlvs.get(DPF_RESULT)).containsExactly(dpf);
      assertThat(tlvs(raw.exchange(rawData(3, destination, TRANSACTION), SOON).body()))
          .containsKeys(DELIVERY_FAILURE_REASON)
          .doesNotContainKey(DPF_RESULT);
    }
  }

  @Test
  void anOutcomeAfterTheTimeIsAFailure() throws IOException {
    try (MessageCenterServer impatient =
            MessageCenterServer.with("submit.transaction", "200ms").start();
        JsmppEsme esme = impatient.esme().bind()) {
      // The carrier takes it and says no more.
      assertRefused(ESME_RDELIVERYFAILURE, () -> esme.data(data("994").esmClass(TRANSACTION)));
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void tooManyAtOnceAreThrottledOrDropped() throws IOException {
    try (MessageCenterServer narrow =
            MessageCenterServer.with("submit.direct", "1")
                .with("scenario.delivery-delay", "1s")
                .start();
        RawSmpp raw = narrow.raw();
        JsmppEsme esme = narrow.esme().bind()) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSMITTER, 1, "demo", "secret"), SOON);
      // In one packet: all three are read before the first can be over.
      ByteArrayOutputStream three = new ByteArrayOutputStream();
      three.writeBytes(rawData(2, "49170", TRANSACTION).encode());
      three.writeBytes(rawData(3, "49170", TRANSACTION).encode());
      three.writeBytes(rawData(4, "5550100", DATAGRAM).encode());
      raw.send(three.toByteArray());
      RawPdu second = raw.read(SOON);
      assertThat(second.sequence()).isEqualTo(3);
      assertThat(second.status()).isEqualTo(STAT_ESME_RTHROTTLED);
      RawPdu datagram = raw.read(SOON);
      assertThat(datagram.sequence()).isEqualTo(4);
      assertThat(datagram.status()).isZero();
      RawPdu first = raw.read(SOON);
      assertThat(first.sequence()).isEqualTo(2);
      assertThat(first.status()).isZero();
      // There is room again, and the datagram was not kept for it.
      assertThat(raw.exchange(rawData(5, "49170", TRANSACTION), SOON).status()).isZero();
      esme.delivered().expectNone(Duration.ofMillis(1));
    }
  }

  // ---- alert_notification ---------------------------------------------------------------------

  @Test
  void anAlertFollowsAFailureForNow() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      Submission transaction = data("996").esmClass(TRANSACTION);
      assertRefused(
          ESME_RDELIVERYFAILURE, () -> esme.data(transaction.tlv(SET_DPF, new byte[] {1})));
      AlertNotification alert = esme.alerts().take(SOON);

      assertThat(alert.getSourceAddr()).isEqualTo("996");
      assertThat(alert.getSourceAddrTon()).isEqualTo((byte) 1);
      assertThat(alert.getSourceAddrNpi()).isEqualTo((byte) 1);
      assertThat(alert.getEsmeAddr()).isEqualTo(SOURCE.digits());
      assertThat(alert.getEsmeAddrTon()).isEqualTo((byte) 1);
      assertThat(alert.getEsmeAddrNpi()).isEqualTo((byte) 1);
    }
  }

  /** One that is stored is tried again: the alert comes with its delivery, to those who asked. */
  @Test
  void anAlertComesWithADeliveryAfterAFailure() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind();
        JsmppEsme stranger = CENTER.esme("demo2", "secret2").bind()) {
      Submission message = Submission.to("9961").registeredDelivery(1);
      esme.submit(message.tlv(SET_DPF, new byte[] {1}));
      esme.submit(
          Submission.to("9962").registeredDelivery(1).tlv(ALERT_ON_MESSAGE_DELIVERY, new byte[0]));
      esme.submit(Submission.to("9963").registeredDelivery(1).tlv(SET_DPF, new byte[] {0}));
      esme.submit(Submission.to("9964").registeredDelivery(1));
      // Delivered at the first try: it was reachable all the time.
      esme.submit(Submission.to("49170").registeredDelivery(1).tlv(SET_DPF, new byte[] {1}));
      assertThat(esme.delivered().take(5, SOON))
          .allMatch(m -> m.receipt().stat().equals("DELIVRD"));

      assertThat(esme.alerts().take(2, SOON))
          .extracting(AlertNotification::getSourceAddr)
          .containsExactlyInAnyOrder("9961", "9962");
      esme.alerts().expectNone(A_WHILE);
      stranger.alerts().expectNone(Duration.ofMillis(1));
    }
  }

  @Test
  void anAlertWaitsForAReceiverAndIsSentOnce() throws IOException {
    try (JsmppEsme transmitter = CENTER.esme("demo2", "secret2").type(BindType.BIND_TX).bind()) {
      assertRefused(
          ESME_RDELIVERYFAILURE,
          () -> transmitter.data(data("996").esmClass(TRANSACTION).tlv(SET_DPF, new byte[] {1})));
      try (JsmppEsme receiver = CENTER.esme("demo2", "secret2").type(BindType.BIND_RX).bind()) {
        assertThat(receiver.alerts().take(SOON).getSourceAddr()).isEqualTo("996");
      }
      try (JsmppEsme later = CENTER.esme("demo2", "secret2").bind()) {
        later.alerts().expectNone(A_WHILE);
      }
    }
  }

  // ---- octets ---------------------------------------------------------------------------------

  private static RawPdu rawData(int sequence, String destination, int esmClass, int... tail) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {0, 1, 1, '4', '9', 0, 1, 1});
    body.writeBytes(destination.getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(new byte[] {0, (byte) esmClass, 1, 0});
    body.writeBytes(new byte[] {MESSAGE_PAYLOAD >> 8, MESSAGE_PAYLOAD & 0xFF, 0, 1, 'x'});
    for (int octet : tail) {
      body.write(octet);
    }
    return new RawPdu(DATA_SM, 0, sequence, body.toByteArray());
  }

  /** The TLVs behind a message_id. */
  private static Map<Integer, byte[]> tlvs(byte[] body) {
    int end = 0;
    while (body[end] != 0) {
      end++;
    }
    ByteBuffer in = ByteBuffer.wrap(body).position(end + 1);
    Map<Integer, byte[]> tlvs = new HashMap<>();
    while (in.hasRemaining()) {
      int tag = in.getShort() & 0xFFFF;
      byte[] value = new byte[in.getShort()];
      in.get(value);
      tlvs.put(tag, value);
    }
    return tlvs;
  }
}
