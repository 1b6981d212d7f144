package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jsmpp.bean.BindType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Submissions over TLS and the receipts they bring. */
class ReceiptTest {

  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final String GOOD = "491701234567";
  private static final int DELIVERED = 2;
  private static final int ENROUTE = 1;

  @AutoClose
  private static final MessageCenterServer CENTER = MessageCenterServer.builder().start();

  private static JsmppEsme bind() throws IOException {
    return CENTER.esme("demo", "secret").bind();
  }

  @Test
  void aReceiptSaysAllInTextAndTlvs() throws IOException {
    PeerAddress source = new PeerAddress(5, 0, "Shop");
    try (JsmppEsme esme = bind()) {
      String id =
          esme.submit(
              Submission.to(GOOD)
                  .from(source)
                  .text("Hello there, how are you?")
                  .registeredDelivery(1));
      ReceivedMessage receipt = esme.delivered().take(SOON);

      assertThat(id).matches("[0-9a-f]{32}");
      assertThat(receipt.esmClass()).isEqualTo(0x04);
      assertThat(receipt.source()).isEqualTo(PeerAddress.international(GOOD));
      assertThat(receipt.destination()).isEqualTo(source);
      assertThat(receipt.registeredDelivery()).isZero();
      assertThat(receipt.receiptedMessageId()).isEqualTo(id);
      assertThat(receipt.messageState()).isEqualTo(DELIVERED);
      assertThat(receipt.tlvs().get(ReceivedMessage.NETWORK_ERROR_CODE)).hasSize(3);
      ReceiptFields fields = receipt.receipt();
      assertThat(fields.id()).isEqualTo(id);
      assertThat(fields.sub()).isEqualTo("001");
      assertThat(fields.dlvrd()).isEqualTo("001");
      assertThat(fields.stat()).isEqualTo("DELIVRD");
      assertThat(fields.err()).isEqualTo("000");
      assertThat(fields.text()).isEqualTo("Hello there, how are");
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void aThousandMessagesBringAThousandReceipts() throws Exception {
    int messages = 1_000;
    ExecutorService senders = Executors.newFixedThreadPool(16);
    try (JsmppEsme esme = bind()) {
      List<Callable<String>> submits = new ArrayList<>();
      for (int n = 0; n < messages; n++) {
        Submission message = Submission.to("4917%06d".formatted(n)).registeredDelivery(1);
        submits.add(() -> esme.submit(message));
      }
      Set<String> submitted = new HashSet<>();
      for (Future<String> submit : senders.invokeAll(submits)) {
        submitted.add(submit.get());
      }
      List<ReceivedMessage> receipts = esme.delivered().take(messages, SOON);

      assertThat(submitted).hasSize(messages);
      assertThat(receipts)
          .allSatisfy(receipt -> assertThat(receipt.receipt().stat()).isEqualTo("DELIVRD"))
          .extracting(ReceivedMessage::receiptedMessageId)
          .containsExactlyInAnyOrderElementsOf(submitted);
      esme.delivered().expectNone(A_WHILE);
    } finally {
      senders.shutdownNow();
    }
  }

  @Test
  void aTransmittersReceiptComesOnAReceiver() throws IOException {
    try (JsmppEsme sender = CENTER.esme("demo", "secret").type(BindType.BIND_TX).bind();
        JsmppEsme receiver = CENTER.plainEsme("demo", "secret").type(BindType.BIND_RX).bind()) {
      String id = sender.submit(Submission.to(GOOD).registeredDelivery(1));

      assertThat(receiver.delivered().take(SOON).receiptedMessageId()).isEqualTo(id);
      sender.delivered().expectNone(Duration.ZERO);
    }
  }

  @Test
  void bindsTakeTurns() throws IOException {
    try (JsmppEsme one = bind();
        JsmppEsme other = bind()) {
      for (int n = 0; n < 100; n++) {
        one.submit(Submission.to(GOOD).registeredDelivery(1));
      }
      Await.until(
          "100 receipts on two binds",
          SOON,
          () -> one.delivered().size() + other.delivered().size() == 100);

      assertThat(one.delivered().size()).isBetween(20, 80);
    }
  }

  @Test
  void aReceiptWaitsForTheNextBind() throws IOException {
    String id;
    try (JsmppEsme sender = CENTER.esme("demo2", "secret2").type(BindType.BIND_TX).bind()) {
      id = sender.submit(Submission.to(GOOD).registeredDelivery(1));
    }
    try (JsmppEsme later = CENTER.esme("demo2", "secret2").type(BindType.BIND_RX).bind()) {
      assertThat(later.delivered().take(SOON).receiptedMessageId()).isEqualTo(id);
    }
  }

  @Test
  void anotherAccountSeesNothing() throws IOException {
    try (JsmppEsme mine = bind();
        JsmppEsme other = CENTER.esme("demo2", "secret2").bind()) {
      mine.submit(Submission.to(GOOD).registeredDelivery(1));

      mine.delivered().take(SOON);
      other.delivered().expectNone(A_WHILE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 491701234567, false",
    "0, 999000001,    false",
    "1, 491701234567, true",
    "1, 999000001,    true",
    "2, 491701234567, false",
    "2, 999000001,    true",
    "3, 491701234567, true",
    "3, 999000001,    false",
  })
  void registeredDeliveryDecidesWhatIsReceipted(int octet, String destination, boolean receipted)
      throws IOException {
    try (JsmppEsme esme = bind()) {
      String id = esme.submit(Submission.to(destination).registeredDelivery(octet));

      if (receipted) {
        assertThat(esme.delivered().take(SOON).receiptedMessageId()).isEqualTo(id);
      }
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void anIntermediateNotificationTellsOfAFailedAttempt() throws IOException {
    try (JsmppEsme esme = bind()) {
      String id = esme.submit(Submission.to("996000001").registeredDelivery(0x11));

      ReceivedMessage notification = esme.delivered().take(SOON);
      assertThat(notification.isIntermediate()).isTrue();
      assertThat(notification.receiptedMessageId()).isEqualTo(id);
      assertThat(notification.messageState()).isEqualTo(ENROUTE);
      ReceivedMessage receipt =
          esme.delivered().takeFirst("the receipt", ReceivedMessage::isReceipt, SOON);
      assertThat(receipt.receiptedMessageId()).isEqualTo(id);
      assertThat(receipt.messageState()).isEqualTo(DELIVERED);
    }
  }

  @Test
  void messagePayloadWinsOverShortMessage() throws IOException {
    try (JsmppEsme esme = bind()) {
      esme.submit(
          Submission.to(GOOD).text("short").messagePayload("payload").registeredDelivery(1));

      assertThat(esme.delivered().take(SOON).receipt().text()).isEqualTo("payload");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "garbage-garbage!, '',               0x62",
    "991301000000000+, '',               0x62",
    "000000000000000X, '',               0x62",
    "'',               garbage-garbage!, 0x61",
    "'',               261332000000000+, 0x61",
  })
  void aTimeThatIsNoneIsRefusedWithItsOwnStatus(String validity, String schedule, int status)
      throws IOException {
    try (JsmppEsme esme = bind()) {
      Submission message =
          Submission.to(GOOD).validityPeriod(validity).scheduleDeliveryTime(schedule);
      NegativeAnswer refusal =
          catchThrowableOfType(NegativeAnswer.class, () -> esme.submit(message));

      assertThat(refusal.status()).isEqualTo(status);
      assertThat(esme.submit(Submission.to(GOOD))).isNotEmpty();
    }
  }

  @Test
  void aScheduledMessageWaits() throws IOException {
    try (JsmppEsme esme = bind()) {
      long start = System.nanoTime();
      esme.submit(
          Submission.to(GOOD).scheduleDeliveryTime("000000000002000R").registeredDelivery(1));
      esme.delivered().take(SOON);

      // The time may be cut to whole seconds.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
    }
  }

  @Test
  void aDestinationWithoutDigitsIsRefused() throws IOException {
    try (JsmppEsme esme = bind()) {
      NegativeAnswer refusal =
          catchThrowableOfType(NegativeAnswer.class, () -> esme.submit(Submission.to("")));

      assertThat(refusal.status()).isEqualTo(Status.ESME_RINVDSTADR);
    }
  }
}
