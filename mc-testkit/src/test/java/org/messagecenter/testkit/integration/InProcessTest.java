package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.Answer;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.Submission;

/** The message center in the test's own process. */
class InProcessTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ESME_RX_T_APPN = 0x64;

  @AutoClose
  private static final MessageCenterServer CENTER =
      MessageCenterServer.with("mailbox.retry-first", "100ms")
          .with("mailbox.retry-longest", "1s")
          .start();

  @Test
  void servesBothListeners() throws IOException {
    try (JsmppEsme secure = CENTER.esme().bind();
        JsmppEsme plain = CENTER.plainEsme("demo2", "secret2").bind()) {
      for (JsmppEsme esme : List.of(secure, plain)) {
        String id = esme.submit(Submission.to("491701234567").registeredDelivery(1));
        assertThat(esme.delivered().take(SOON).receiptedMessageId()).isEqualTo(id);
      }
    }
  }

  @Test
  void severalMayRunAtOnceAndClosingOneUnbindsItsEsmes() throws IOException {
    MessageCenterServer other = MessageCenterServer.usual().start();
    try (JsmppEsme stays = CENTER.esme().bind();
        JsmppEsme goes = other.esme().bind()) {
      other.close();

      Await.until("the ESME to be unbound", SOON, () -> !goes.isBound());
      assertThat(stays.isBound()).isTrue();
    }
  }

  @Test
  void aWrongSettingIsNamed() {
    assertThatThrownBy(() -> MessageCenterServer.with("session.window", "0").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("session.window");
  }

  @Test
  void aRefusedReceiptDoesNotHoldUpLaterOnes() throws IOException {
    AtomicBoolean laterCame = new AtomicBoolean();
    try (JsmppEsme esme = CENTER.esme().bind()) {
      esme.answering(
          message ->
              message.source().digits().equals("4917111") && !laterCame.get()
                  ? Answer.refuse(ESME_RX_T_APPN)
                  : Answer.OK);
      String first = esme.submit(Submission.to("4917111").registeredDelivery(1));
      String later = esme.submit(Submission.to("4917222").registeredDelivery(1));
      awaitReceipt(esme, first);
      awaitReceipt(esme, later);
      laterCame.set(true);
      awaitReceipt(esme, first);
    }
  }

  private static void awaitReceipt(JsmppEsme esme, String id) {
    esme.delivered().takeFirst("the receipt of " + id, m -> m.receipt().id().equals(id), SOON);
  }
}
