package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.NegativeAnswer;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/** What a submit_sm may ask for, and the outcomes of the default scenario. */
class SubmitTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ESME_RINVSCHED = 0x61;
  private static final int ESME_RINVEXPIRY = 0x62;

  @SuppressWarnings("NullAway.Init")
  private static MessageCenterProcess center;

  @BeforeAll
  static void start() throws IOException {
    center = MessageCenterProcess.usual().start();
  }

  @AfterAll
  static void stop() {
    center.close();
  }

  @ParameterizedTest
  @CsvSource({
    "999123, UNDELIV, 4A1, 5",
    "997123, REJECTD, 4B2, 8",
    "996123, DELIVRD, 000, 2",
    "491701234567, DELIVRD, 000, 2",
    "5559912, UNDELIV, 4A2, 5",
  })
  void theScenarioDecidesByPrefix(String to, String stat, String err, int state)
      throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      String id = esme.submit(Submission.to(to).registeredDelivery(1));
      ReceivedMessage receipt = receiptOf(id, esme);

      assertThat(receipt.receipt().stat()).isEqualTo(stat);
      assertThat(receipt.receipt().err()).isEqualTo(err);
      assertThat(receipt.messageState()).isEqualTo(state);
    }
  }

  @Test
  void whatTheHandsetNeverAnswersExpiresAtItsValidity() throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      long before = System.nanoTime();
      esme.submit(Submission.to("998123").registeredDelivery(1).validityPeriod("000000000001000R"));
      ReceivedMessage receipt = esme.delivered().take(SOON);

      assertThat(receipt.receipt().stat()).isEqualTo("EXPIRED");
      assertThat(receipt.receipt().err()).isEqualTo("4A3");
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThan(Duration.ofMillis(900));
    }
  }

  @Test
  void whatTheCarrierNeverReceiptsExpiresAfterItsLimit() throws IOException {
    try (MessageCenterProcess impatient =
            MessageCenterProcess.with("deliver.no-receipt", "1s").start();
        JsmppEsme esme = impatient.esme().bind()) {
      long before = System.nanoTime();
      esme.submit(Submission.to("994123").registeredDelivery(1));
      ReceivedMessage receipt = esme.delivered().take(SOON);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThan(Duration.ofMillis(900));

      assertThat(receipt.receipt().stat()).isEqualTo("EXPIRED");
      assertThat(receipt.receipt().err()).isEqualTo("4BD");
    }
  }

  @Test
  void whatTheCarrierNeverReceiptsMayEndAsUnknown() throws IOException {
    try (MessageCenterServer impatient =
            MessageCenterServer.with("deliver.no-receipt", "1s")
                .with("deliver.no-receipt-state", "unknown")
                .start();
        JsmppEsme esme = impatient.esme().bind()) {
      esme.submit(Submission.to("994123").registeredDelivery(1));
      ReceivedMessage receipt = esme.delivered().take(SOON);

      assertThat(receipt.receipt().stat()).isEqualTo("UNKNOWN");
      assertThat(receipt.receipt().err()).isEqualTo("4BD");
    }
  }

  @Test
  void aMessageComesBackToTheAccountThatOwnsTheNumber() throws IOException {
    try (JsmppEsme sender = center.esme().bind();
        JsmppEsme owner = center.esme().as("demo2", "secret2").bind()) {
      String id =
          sender.submit(Submission.to("55502777").text("hello there").registeredDelivery(1));
      ReceivedMessage received = owner.delivered().take(SOON);

      assertThat(received.isReceipt()).isFalse();
      assertThat(received.esmClass() & 0x3C).isZero();
      assertThat(received.text()).isEqualTo("hello there");
      assertThat(received.destination().digits()).isEqualTo("55502777");
      assertThat(receiptOf(id, sender).receipt().stat()).isEqualTo("DELIVRD");
    }
  }

  @Test
  void messagePayloadWinsOverShortMessage() throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      esme.submit(Submission.to("55501777").text("short").messagePayload("p".repeat(400)));

      ReceivedMessage back = esme.delivered().takeFirst("the message", m -> !m.isReceipt(), SOON);
      assertThat(back.text()).isEqualTo("p".repeat(400));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"261301000000000+", "000000000000000X", "abcdefghijklmnop"})
  void anUnreadableValidityIsRefused(String validity) throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      assertThatThrownBy(() -> esme.submit(Submission.to("49170").validityPeriod(validity)))
          .isInstanceOfSatisfying(
              NegativeAnswer.class, e -> assertThat(e.status()).isEqualTo(ESME_RINVEXPIRY));
    }
  }

  @Test
  void aValidityThatIsOverIsRefusedAndSoIsAScheduleInThePast() throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      assertThatThrownBy(
              () -> esme.submit(Submission.to("49170").validityPeriod("200101000000000+")))
          .isInstanceOfSatisfying(
              NegativeAnswer.class, e -> assertThat(e.status()).isEqualTo(ESME_RINVEXPIRY));
      assertThatThrownBy(
              () -> esme.submit(Submission.to("49170").scheduleDeliveryTime("200101000000000+")))
          .isInstanceOfSatisfying(
              NegativeAnswer.class, e -> assertThat(e.status()).isEqualTo(ESME_RINVSCHED));
    }
  }

  @Test
  void zeroDaysAndMonthsAreTolerated() throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      assertThat(esme.submit(Submission.to("49170").validityPeriod("000000010000000R")))
          .hasSize(32);
    }
  }

  @Test
  void aScheduledMessageWaitsForItsTime() throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      long before = System.nanoTime();
      String id =
          esme.submit(
              Submission.to("49170")
                  .registeredDelivery(1)
                  .scheduleDeliveryTime("000000000002000R"));
      receiptOf(id, esme);

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThan(Duration.ofMillis(1900));
    }
  }

  @Test
  void partsOfALongMessageGetAnIdEach() throws IOException {
    try (JsmppEsme esme = center.esme().bind()) {
      byte[] one = {5, 0, 3, 7, 2, 1, 'a', 'b'};
      byte[] two = {5, 0, 3, 7, 2, 2, 'c', 'd'};
      String first =
          esme.submit(
              Submission.to("49170").esmClass(0x40).shortMessage(one).registeredDelivery(1));
      String second =
          esme.submit(
              Submission.to("49170").esmClass(0x40).shortMessage(two).registeredDelivery(1));

      assertThat(first).isNotEqualTo(second);
      assertThat(receiptOf(first, esme).receipt().text()).isEqualTo("ab");
      assertThat(receiptOf(second, esme).receipt().text()).isEqualTo("cd");
    }
  }

  private static ReceivedMessage receiptOf(String id, JsmppEsme esme) {
    return esme.delivered()
        .takeFirst("the receipt of " + id, m -> id.equals(m.receiptedMessageId()), SOON);
  }
}
