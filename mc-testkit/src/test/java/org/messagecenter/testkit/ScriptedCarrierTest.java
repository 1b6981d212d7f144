package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each step of a script as a raw client sees it, and the whole with jSMPP as the client. */
class ScriptedCarrierTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofMillis(100);
  private static final int SUBMIT_SM_RESP = RawPdu.SUBMIT_SM | RawPdu.RESPONSE;
  private static final int ESME_RBINDFAIL = 0x0D;
  private static final int ESME_RMSGQFUL = 0x14;
  private static final int ESME_RTHROTTLED = 0x58;
  private static final int ESME_RINVCMDID = 0x03;

  private static CarrierScript bound() {
    return CarrierScript.start().within(SOON).acceptBind();
  }

  private static RawSmpp connect(ScriptedCarrier carrier) throws IOException {
    return RawSmpp.connect(RunningMessageCenter.HOST, carrier.port());
  }

  private static RawSmpp bind(ScriptedCarrier carrier) throws IOException {
    RawSmpp raw = connect(carrier);
    RawPdu answer = raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "esme", "pw"), SOON);
    assertThat(answer.commandId()).isEqualTo(RawPdu.BIND_TRANSCEIVER | RawPdu.RESPONSE);
    assertThat(answer.status()).isZero();
    return raw;
  }

  private static RawSmpp submit(RawSmpp raw, int... sequences) throws IOException {
    for (int sequence : sequences) {
      raw.send(RawPdu.submit(sequence, "491701234567", 1, "m" + sequence));
    }
    return raw;
  }

  private static List<Integer> sequences(RawSmpp raw, int count) throws IOException {
    List<Integer> sequences = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      RawPdu pdu = raw.read(SOON);
      assertThat(pdu.commandId()).isEqualTo(SUBMIT_SM_RESP);
      sequences.add(pdu.sequence());
    }
    return sequences;
  }

  private static void assertSilent(RawSmpp raw) {
    assertThatThrownBy(() -> raw.read(A_WHILE)).hasCauseInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void isAGoodCarrierWithoutAScript() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen();
        JsmppEsme esme =
            JsmppEsme.to(RunningMessageCenter.HOST, carrier.port()).as("esme", "pw").bind()) {
      String first = esme.submit(Submission.to("491701").text("one").tlv(0x0204, new byte[] {7}));
      String second = esme.submit(Submission.to("491702").text("two"));

      assertThat(carrier.taken()).extracting(CarrierSubmit::id).containsExactly(first, second);
      CarrierSubmit submit = carrier.submitted().take(SOON);
      assertThat(submit.message().text()).isEqualTo("one");
      assertThat(submit.message().destination().digits()).isEqualTo("491701");
      assertThat(submit.message().tlvs().get(0x0204)).containsExactly(7);
      assertThat(submit.bind().systemId()).isEqualTo("esme");
      assertThat(carrier.binds().take(SOON)).isEqualTo(submit.bind());
    }
  }

  @Test
  void servesTls() throws IOException {
    ThrowawayIdentity identity = ThrowawayIdentity.create();
    try (ScriptedCarrier carrier = ScriptedCarrier.listenTls(identity.serverContext());
        JsmppEsme esme =
            JsmppEsme.to(RunningMessageCenter.HOST, carrier.port())
                .tls(identity.clientContext())
                .as("esme", "pw")
                .bind()) {
      assertThat(esme.submit(Submission.to("491701"))).isEqualTo(carrier.taken().get(0).id());
    }
  }

  @Test
  void neverAnswersABind() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(CarrierScript.start().ignoreBind());
        RawSmpp raw = connect(carrier)) {
      raw.send(RawPdu.bind(RawPdu.BIND_RECEIVER, 1, "esme", "pw"));
      carrier.awaitPlayed(1, SOON);

      assertThat(carrier.binds().take(SOON).commandId()).isEqualTo(RawPdu.BIND_RECEIVER);
      raw.send(RawPdu.request(RawPdu.ENQUIRE_LINK, 2));
      assertSilent(raw);
    }
  }

  @Test
  void refusesABindAndAcceptsTheNext() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(CarrierScript.start().refuseBind(ESME_RBINDFAIL), bound());
        RawSmpp raw = connect(carrier)) {
      RawPdu answer = raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSMITTER, 1, "esme", "pw"), SOON);

      assertThat(answer.status()).isEqualTo(ESME_RBINDFAIL);
      bind(carrier).close();
      bind(carrier).close();
      assertThat(carrier.connections()).isEqualTo(3);
    }
  }

  @Test
  void answersSomeAndFallsSilent() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().answer(2).fallSilent());
        RawSmpp raw = bind(carrier)) {
      assertThat(sequences(submit(raw, 2, 3), 2)).containsExactly(2, 3);
      carrier.awaitPlayed(1, SOON);
      submit(raw, 4).send(RawPdu.request(RawPdu.ENQUIRE_LINK, 5));

      assertSilent(raw);
      Await.until("the last", SOON, () -> carrier.seen(RawPdu.ENQUIRE_LINK).size() == 1);
      assertThat(carrier.taken()).hasSize(3);
    }
  }

  @Test
  void freezesWithWhatCameUnread() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().freeze());
        RawSmpp raw = bind(carrier)) {
      carrier.awaitPlayed(1, SOON);
      submit(raw, 2, 3, 4);

      assertSilent(raw);
      // One was being read already.
      assertThat(carrier.taken().size()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void answersBackwards() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().take(3).answerTakenBackwards());
        RawSmpp raw = bind(carrier)) {
      assertThat(sequences(submit(raw, 2, 3, 4), 3)).containsExactly(4, 3, 2);
    }
  }

  @Test
  void answersLate() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(bound().take(1).await("late").answerTaken());
        RawSmpp raw = bind(carrier)) {
      submit(raw, 2).send(RawPdu.request(RawPdu.ENQUIRE_LINK, 3));
      // Meanwhile it is alive.
      assertThat(raw.read(SOON).commandId()).isEqualTo(RawPdu.ENQUIRE_LINK | RawPdu.RESPONSE);
      assertSilent(raw);
      carrier.open("late");

      assertThat(sequences(raw, 1)).containsExactly(2);
    }
  }

  @Test
  void answersAfterAPause() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(bound().take(1).pause(A_WHILE).answerTaken());
        RawSmpp raw = bind(carrier)) {
      long before = System.nanoTime();
      assertThat(sequences(submit(raw, 2), 1)).containsExactly(2);

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(A_WHILE);
    }
  }

  @Test
  void isSilentForATime() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().silentUntil("back").answer(1));
        RawSmpp raw = bind(carrier)) {
      submit(raw, 2).send(RawPdu.request(RawPdu.ENQUIRE_LINK, 3));
      assertSilent(raw);
      Await.until("both to be read", SOON, () -> carrier.seen(RawPdu.ENQUIRE_LINK).size() == 1);
      carrier.open("back");

      assertThat(sequences(raw, 1)).containsExactly(2);
      assertSilent(raw);
    }
  }

  @Test
  void leavesSomeUnanswered() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().take(2).forgetTaken());
        RawSmpp raw = bind(carrier)) {
      assertThat(sequences(submit(raw, 2, 3, 4), 1)).containsExactly(4);
      assertSilent(raw);
    }
  }

  @Test
  void dropsTheConnectionWithASubmitUnanswered() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().take(1).drop(), bound());
        RawSmpp raw = bind(carrier)) {
      submit(raw, 2);

      assertThat(raw.closesWithin(SOON)).isTrue();
      carrier.awaitPlayed(1, SOON);
      assertThat(carrier.taken()).hasSize(1);
      try (RawSmpp again = bind(carrier)) {
        assertThat(sequences(submit(again, 7), 1)).containsExactly(7);
      }
    }
  }

  @Test
  void resetsTheConnection() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().take(1).reset());
        RawSmpp raw = bind(carrier)) {
      submit(raw, 2);

      assertThatThrownBy(() -> raw.socket().getInputStream().read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void sendsTheReceiptBeforeTheResponse() throws IOException {
    try (ScriptedCarrier carrier =
        ScriptedCarrier.listen(
                bound().take(1).receiptTaken(ReceiptStyle.delivered()).answerTaken().awaitAnswers())
            .numbering(CarrierIds.hexThenDecimal())) {
      try (RawSmpp raw = bind(carrier)) {
        RawPdu receipt = submit(raw, 2).read(SOON);
        RawPdu response = raw.read(SOON);
        raw.send(RawPdu.response(receipt, ""));
        carrier.awaitPlayed(1, SOON);

        CarrierSubmit submit = carrier.taken().get(0);
        assertThat(receipt.commandId()).isEqualTo(RawPdu.DELIVER_SM);
        assertThat(response.commandId()).isEqualTo(SUBMIT_SM_RESP);
        assertThat(new RawFields(response.body()).text()).isEqualTo(submit.id());
        // The bodies of submit_sm and deliver_sm have the same fields.
        ReceivedMessage read = ReceivedMessage.of(receipt, "raw");
        assertThat(read.isReceipt()).isTrue();
        assertThat(read.receipt().id()).isEqualTo(submit.receiptId()).isNotEqualTo(submit.id());
        assertThat(read.receiptedMessageId()).isEqualTo(submit.receiptId());
      }
    }
  }

  @Test
  void sendsReceiptsAndMessagesToJsmpp() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(
                bound()
                    .answer(2)
                    .receiptAnswered(ReceiptStyle.of("UNDELIV", "4a1"))
                    .deliver(Submission.to("55501").text("stop"))
                    .awaitAnswers());
        JsmppEsme esme =
            JsmppEsme.to(RunningMessageCenter.HOST, carrier.port()).as("esme", "pw").bind()) {
      String first = esme.submit(Submission.to("491701"));
      String second = esme.submit(Submission.to("491702"));
      List<ReceivedMessage> came = esme.delivered().take(3, SOON);

      assertThat(came.get(0).receipt().id()).isEqualTo(first);
      assertThat(came.get(1).receipt().id()).isEqualTo(second);
      assertThat(came.get(1).receipt().stat()).isEqualTo("UNDELIV");
      assertThat(came.get(2).text()).isEqualTo("stop");
      carrier.awaitPlayed(1, SOON);
    }
  }

  @Test
  void throttlesEvenly() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().throttle(2, 6));
        RawSmpp raw = bind(carrier)) {
      submit(raw, 2, 3, 4, 5, 6, 7, 8);
      List<Integer> statuses = new ArrayList<>();
      for (int n = 0; n < 7; n++) {
        statuses.add(raw.read(SOON).status());
      }

      assertThat(statuses).containsExactly(0, 0, ESME_RTHROTTLED, 0, 0, ESME_RTHROTTLED, 0);
    }
  }

  @Test
  void refusesWithAnyStatus() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(
                bound().refuse(1, ESME_RMSGQFUL).take(1).refuseTaken(ESME_RTHROTTLED));
        RawSmpp raw = bind(carrier)) {
      submit(raw, 2, 3, 4);

      assertThat(raw.read(SOON).status()).isEqualTo(ESME_RMSGQFUL);
      assertThat(raw.read(SOON).status()).isEqualTo(ESME_RTHROTTLED);
      assertThat(raw.read(SOON).status()).isZero();
    }
  }

  @Test
  void splitsItsOctets() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(CarrierScript.start().octetByOctet().acceptBind().answer(1));
        JsmppEsme esme =
            JsmppEsme.to(RunningMessageCenter.HOST, carrier.port()).as("esme", "pw").bind()) {
      assertThat(esme.submit(Submission.to("491701"))).isEqualTo(carrier.taken().get(0).id());
    }
  }

  @Test
  void unbinds() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().answer(1).unbind());
        JsmppEsme esme =
            JsmppEsme.to(RunningMessageCenter.HOST, carrier.port()).as("esme", "pw").bind()) {
      esme.submit(Submission.to("491701"));

      carrier.awaitPlayed(1, SOON);
      Await.until("the end of the session", SOON, () -> !esme.isBound());
      assertThat(carrier.seen(RawPdu.UNBIND | RawPdu.RESPONSE)).hasSize(1);
    }
  }

  @Test
  void sendsGarbageAndGoesOn() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(
                bound().send("00000010 000000ff 00000000 00000009").expect(RawPdu.GENERIC_NACK));
        RawSmpp raw = bind(carrier)) {
      assertThat(raw.read(SOON)).hasToString(RawPdu.request(0xFF, 9).toString());
      raw.send(new RawPdu(RawPdu.GENERIC_NACK, ESME_RINVCMDID, 9, new byte[0]));

      carrier.awaitPlayed(1, SOON);
    }
  }

  @Test
  void ignoresEnquireLinksOnly() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().ignoringEnquireLinks());
        RawSmpp raw = bind(carrier)) {
      raw.send(RawPdu.request(RawPdu.ENQUIRE_LINK, 2));

      assertThat(sequences(submit(raw, 3), 1)).containsExactly(3);
    }
  }

  @Test
  void saysWhichStepFailed() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(
                CarrierScript.start().acceptBind().answer(2).within(A_WHILE).answer(1));
        RawSmpp raw = bind(carrier)) {
      submit(raw, 2, 3);

      AssertionError failure =
          catchThrowableOfType(AssertionError.class, () -> carrier.awaitPlayed(1, SOON));
      assertThat(failure)
          .hasMessage("connection 1, step 3, answer(1): waited 0.1 s for 1 submit_sm");
      assertThat(raw.closesWithin(SOON)).isTrue();
    }
  }

  @Test
  void saysThatThePeerLeft() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().answer(2))) {
      bind(carrier).close();
      Await.until("the failure", SOON, () -> !carrier.failures().isEmpty());
      try (RawSmpp raw = bind(carrier)) {
        raw.exchange(RawPdu.request(RawPdu.UNBIND, 2), SOON);
      }
      Await.until("the failure", SOON, () -> carrier.failures().size() == 2);

      assertThat(carrier.failures())
          .containsExactly(
              "connection 1, step 2, answer(2): the peer closed the connection",
              "connection 2, step 2, answer(2): the peer unbound instead of 1 submit_sm");
    }
  }

  @Test
  void hasOtherScriptsFromNowOn() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound())) {
      bind(carrier).close();
      carrier.play(bound().refuse(1, ESME_RMSGQFUL));
      try (RawSmpp raw = bind(carrier)) {
        assertThat(submit(raw, 2).read(SOON).status()).isEqualTo(ESME_RMSGQFUL);
      }
    }
  }

  @Test
  void diesAndComesBackOnTheSamePort() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen(bound().take(5), bound().answer(1))) {
      RawSmpp raw = submit(bind(carrier), 2);
      carrier.submitted().take(SOON);
      carrier.kill();

      assertThat(raw.closesWithin(SOON)).isTrue();
      assertThatThrownBy(() -> connect(carrier)).isInstanceOf(IOException.class);
      carrier.revive();
      try (RawSmpp again = bind(carrier)) {
        assertThat(sequences(submit(again, 2), 1)).containsExactly(2);
      }
      carrier.awaitPlayed(1, SOON);
      assertThat(carrier.taken()).hasSize(2);
    }
  }

  @Test
  void nothingFollowsTheEnd() {
    CarrierScript ended = bound().drop();

    assertThatThrownBy(() -> ended.answer(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nothing can follow drop");
  }
}
