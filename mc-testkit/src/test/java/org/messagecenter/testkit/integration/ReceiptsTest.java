package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsmpp.bean.BindType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.testkit.Answer;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.PeerAddress;
import org.messagecenter.testkit.ReceiptFields;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/** Receipts: what they say, who gets them, and that none is lost or comes unasked. */
class ReceiptsTest {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final int ESME_RX_T_APPN = 0x64;
  private static final int ESME_RX_R_APPN = 0x66;

  @SuppressWarnings("NullAway.Init")
  private static MessageCenterProcess center;

  @BeforeAll
  static void start() throws IOException {
    center = MessageCenterProcess.with("mailbox.retry-first", "200ms").start();
  }

  @AfterAll
  static void stop() {
    center.close();
  }

  /** What an earlier test left unanswered comes again: taken here, and answered. */
  @BeforeEach
  void emptyTheMailbox() throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      Await.until("the mailbox is empty", SOON, () -> isQuiet(esme));
    }
  }

  private static boolean isQuiet(JsmppEsme esme) {
    esme.delivered().drain();
    return esme.delivered().poll(any -> true, A_WHILE).isEmpty();
  }

  @Test
  void sayTheStateInTextAndInTlvs() throws IOException {
    PeerAddress source = PeerAddress.international("4915199999999");
    try (JsmppEsme esme = center.esme().bind()) {
      String id =
          esme.submit(
              Submission.to("491701234567")
                  .from(source)
                  .text("Twenty-three characters")
                  .registeredDelivery(1)
                  .tlv(0x0204, new byte[] {0x12, 0x34}));
      ReceivedMessage receipt = esme.delivered().take(SOON);

      assertThat(id).matches("[0-9a-f]{32}");
      assertThat(receipt.esmClass()).isEqualTo(0x04);
      assertThat(receipt.source()).isEqualTo(PeerAddress.international("491701234567"));
      assertThat(receipt.destination()).isEqualTo(source);
      ReceiptFields fields = receipt.receipt();
      assertThat(fields.id()).isEqualTo(id);
      assertThat(fields.sub()).isEqualTo("001");
      assertThat(fields.dlvrd()).isEqualTo("001");
      assertThat(fields.stat()).isEqualTo("DELIVRD");
      assertThat(fields.err()).isEqualTo("000");
      assertThat(fields.text()).isEqualTo("Twenty-three charact");
      assertThat(receipt.receiptedMessageId()).isEqualTo(id);
      assertThat(receipt.messageState()).isEqualTo(2);
      assertThat(receipt.tlvs().get(ReceivedMessage.NETWORK_ERROR_CODE)).hasSize(3);
      assertThat(receipt.tlvs().get(0x0204)).containsExactly(0x12, 0x34);
    }
  }

  @Test
  void oneThousandMessagesGetExactlyOneThousandReceipts() throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < 1000; i++) {
        ids.add(esme.submit(Submission.to("49170" + (1_000_000 + i)).registeredDelivery(1)));
      }
      List<ReceivedMessage> receipts = esme.delivered().take(1000, SOON);
      esme.delivered().expectNone(A_WHILE);

      assertThat(ids).hasSize(1000);
      assertThat(receipts)
          .extracting(ReceivedMessage::receiptedMessageId)
          .containsExactlyInAnyOrderElementsOf(ids);
      assertThat(receipts).allMatch(r -> r.receipt().stat().equals("DELIVRD"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 491701, ''", "0, 999, ''", "1, 491701, DELIVRD", "1, 999, UNDELIV",
    "2, 491701, ''", "2, 999, UNDELIV", "3, 491701, DELIVRD", "3, 999, ''",
  })
  void comeAsRegisteredDeliveryAsks(int registered, String prefix, String stat) throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      esme.submit(Submission.to(prefix + "234567").registeredDelivery(registered));
      if (stat.isEmpty()) {
        esme.delivered().expectNone(A_WHILE);
      } else {
        assertThat(esme.delivered().take(SOON).receipt().stat()).isEqualTo(stat);
      }
    }
  }

  @Test
  void intermediateNotificationsComeWhenAskedFor() throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      String id = esme.submit(Submission.to("996123").registeredDelivery(0x11));
      List<ReceivedMessage> all = esme.delivered().take(3, SOON);

      assertThat(all)
          .extracting(ReceivedMessage::isIntermediate)
          .containsExactly(true, true, false);
      assertThat(all).extracting(m -> m.receipt().stat()).startsWith("ENROUTE", "ENROUTE");
      assertThat(all).extracting(ReceivedMessage::receiptedMessageId).containsOnly(id);
      assertThat(all.get(2).receipt().stat()).isEqualTo("DELIVRD");
    }
  }

  @Test
  void goToAnyReceiverOfTheAccountInTurn() throws IOException {
    try (JsmppEsme transmitter = center.esme().type(BindType.BIND_TX).bind();
        JsmppEsme one = center.esme().type(BindType.BIND_RX).bind();
        JsmppEsme two = center.esme().bind();
        JsmppEsme stranger = center.esme().as("demo2", "secret2").bind()) {
      for (int i = 0; i < 10; i++) {
        transmitter.submit(Submission.to("49170123456" + i).registeredDelivery(1));
      }

      assertThat(one.delivered().take(5, SOON)).allMatch(ReceivedMessage::isReceipt);
      assertThat(two.delivered().take(5, SOON)).allMatch(ReceivedMessage::isReceipt);
      stranger.delivered().expectNone(A_WHILE);
      transmitter.delivered().expectNone(Duration.ofMillis(1));
    }
  }

  @Test
  void waitWhileNoReceiverIsBound() throws IOException {
    List<String> ids = new ArrayList<>();
    try (JsmppEsme transmitter = center.esme().type(BindType.BIND_TX).bind()) {
      for (int i = 0; i < 20; i++) {
        ids.add(transmitter.submit(Submission.to("49170123456").registeredDelivery(1)));
      }
    }
    try (JsmppEsme receiver = center.esme().type(BindType.BIND_RX).bind()) {
      assertThat(receiver.delivered().take(20, SOON))
          .extracting(ReceivedMessage::receiptedMessageId)
          .containsExactlyElementsOf(ids);
    }
  }

  @Test
  void surviveARestart() throws IOException, InterruptedException {
    String id;
    try (JsmppEsme transmitter = center.esme().type(BindType.BIND_TX).bind()) {
      id = transmitter.submit(Submission.to("49170123456").registeredDelivery(1));
    }
    assertThat(center.terminate()).isZero();
    center.restart();
    try (JsmppEsme receiver = center.esme().type(BindType.BIND_RX).bind()) {
      assertThat(receiver.delivered().take(SOON).receiptedMessageId()).isEqualTo(id);
    }
  }

  @Test
  void areRepeatedWhenRefusedForNow() throws IOException {
    try (JsmppEsme esme =
        center.esme().bind().answering(Answer.first(1, Answer.refuse(ESME_RX_T_APPN)))) {
      String id = esme.submit(Submission.to("49170123456").registeredDelivery(1));
      List<ReceivedMessage> twice = esme.delivered().take(2, SOON);
      assertThat(twice).extracting(ReceivedMessage::receiptedMessageId).containsOnly(id);
      esme.delivered().expectNone(A_WHILE);
    }
  }

  private static MessageCenterServer impatient() {
    return MessageCenterServer.with("mailbox.retry-first", "200ms")
        .with("session.response", "700ms")
        .start();
  }

  @Test
  void areRepeatedWhenNotAnswered() throws IOException {
    try (MessageCenterServer impatient = impatient();
        JsmppEsme esme = impatient.esme().bind().answering(Answer.first(1, Answer.SILENCE))) {
      String id = esme.submit(Submission.to("49170123456").registeredDelivery(1));
      // The answer to the second may come too late as well, on a slow machine.
      assertThat(esme.delivered().take(2, SOON))
          .extracting(ReceivedMessage::receiptedMessageId)
          .containsOnly(id);
    }
  }

  @Test
  void areDoneWhenRefusedForGood() throws IOException {
    try (JsmppEsme esme =
        center.esme().bind().answering(message -> Answer.refuse(ESME_RX_R_APPN))) {
      esme.submit(Submission.to("49170123456").registeredDelivery(1));
      esme.delivered().take(SOON);
      esme.delivered().expectNone(Duration.ofMillis(600));
    }
  }

  @Test
  void aBindThatAnswersNothingIsClosedAndItsReceiptGoesToTheNext() throws IOException {
    try (MessageCenterServer impatient = impatient()) {
      String id;
      try (JsmppEsme deaf = impatient.esme().bind().answering(message -> Answer.SILENCE)) {
        id = deaf.submit(Submission.to("49170123456").registeredDelivery(1));
        deaf.delivered().take(3, SOON);
        Await.until("the bind is closed", SOON, () -> !deaf.isBound());
      }
      try (JsmppEsme next = impatient.esme().bind()) {
        assertThat(next.delivered().take(SOON).receiptedMessageId()).isEqualTo(id);
      }
    }
  }
}
