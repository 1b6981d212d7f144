package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What becomes of receipts that an ESME does not take. */
class RedeliveryTest {

  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration A_WHILE = Duration.ofMillis(800);
  private static final String GOOD = "491701234567";

  @AutoClose
  private static final MessageCenterServer CENTER =
      MessageCenterServer.builder()
          .with("session.response", "500ms")
          .with("mailbox.retry-first", "100ms")
          .start();

  private static List<String> ids(List<ReceivedMessage> receipts) {
    return receipts.stream().map(receipt -> receipt.receipt().id()).toList();
  }

  @Test
  void aTemporaryRefusalIsTriedAgain() throws IOException {
    try (JsmppEsme esme = CENTER.esme("demo", "secret").bind()) {
      esme.answering(Answer.first(2, Answer.refuse(Status.ESME_RX_T_APPN)));
      String id = esme.submit(Submission.to(GOOD).registeredDelivery(1));

      assertThat(ids(esme.delivered().take(3, SOON))).containsExactly(id, id, id);
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void aPermanentRefusalIsTheEnd() throws IOException {
    try (JsmppEsme esme = CENTER.esme("demo", "secret").bind()) {
      esme.answering(Answer.first(1, Answer.refuse(Status.ESME_RX_R_APPN)));
      String refused = esme.submit(Submission.to(GOOD).registeredDelivery(1));
      String next = esme.submit(Submission.to(GOOD).registeredDelivery(1));

      assertThat(ids(esme.delivered().take(2, SOON))).containsExactlyInAnyOrder(refused, next);
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void anUnansweredOneIsTriedAgain() throws IOException {
    try (JsmppEsme esme = CENTER.esme("demo", "secret").bind()) {
      esme.answering(Answer.first(1, Answer.SILENCE));
      String id = esme.submit(Submission.to(GOOD).registeredDelivery(1));

      assertThat(ids(esme.delivered().take(2, SOON))).containsExactly(id, id);
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void threeUnansweredInARowCloseTheBindAndTheReceiptWaits() throws IOException {
    JsmppEsme deaf = CENTER.esme("demo2", "secret2").bind();
    deaf.answering(message -> Answer.SILENCE);
    String id = deaf.submit(Submission.to(GOOD).registeredDelivery(1));
    Await.until("the deaf bind's end", SOON, () -> !deaf.isBound());

    try (JsmppEsme hearing = CENTER.esme("demo2", "secret2").bind()) {
      assertThat(hearing.delivered().take(SOON).receipt().id()).isEqualTo(id);
      hearing.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void aRefusedReceiptDoesNotHoldUpLaterOnes() throws IOException {
    Answer[] toTheFirst = {Answer.refuse(Status.ESME_RX_T_APPN), Answer.OK};
    AtomicInteger attempts = new AtomicInteger();
    try (JsmppEsme esme = CENTER.esme("demo", "secret").bind()) {
      esme.answering(
          message ->
              message.source().digits().equals("4917111")
                  ? toTheFirst[attempts.getAndIncrement()]
                  : Answer.OK);
      String first = esme.submit(Submission.to("4917111").registeredDelivery(1));
      String later = esme.submit(Submission.to("4917222").registeredDelivery(1));
      List<String> came = ids(esme.delivered().take(3, SOON));

      assertThat(came.subList(0, 2)).containsExactlyInAnyOrder(first, later);
      assertThat(came.get(2)).isEqualTo(first);
    }
  }
}
