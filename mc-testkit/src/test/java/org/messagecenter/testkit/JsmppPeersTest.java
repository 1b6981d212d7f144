package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jsmpp.bean.BindType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The kit's two jSMPP peers against each other: what one sends, the other must see. */
class JsmppPeersTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofMillis(100);
  private static final ThrowawayIdentity IDENTITY = ThrowawayIdentity.create();

  private static final int ESME_RSYSERR = 0x08;
  private static final int ESME_RINVPASWD = 0x0E;
  private static final int ESME_RTHROTTLED = 0x58;
  private static final int ESME_RX_T_APPN = 0x64;

  abstract static class Conversation {

    private final JsmppCarrier carrier;
    private final @Nullable SSLContext tls;

    Conversation(JsmppCarrier carrier, @Nullable SSLContext tls) {
      this.carrier = carrier;
      this.tls = tls;
    }

    private JsmppEsme.Settings esme() {
      return JsmppEsme.to(RunningMessageCenter.HOST, carrier.port())
          .tls(tls)
          .as("esme", "secret")
          .answerWithin(SOON);
    }

    @AfterEach
    void close() throws IOException {
      carrier.close();
    }

    @Test
    void submitsAndReceivesTheReceipt() throws IOException {
      try (JsmppEsme esme = esme().bind()) {
        String id =
            esme.submit(
                Submission.to("491701234567")
                    .text("how are you")
                    .registeredDelivery(1)
                    .tlv(0x0204, new byte[] {0x12, 0x34}));
        CarrierSubmit submit = carrier.submitted().take(SOON);
        carrier.receipt(submit, "DELIVRD", "000");
        ReceivedMessage receipt = esme.delivered().take(SOON);

        assertThat(submit.id()).isEqualTo(id);
        assertThat(submit.message().text()).isEqualTo("how are you");
        assertThat(submit.message().registeredDelivery()).isEqualTo(1);
        assertThat(submit.message().tlvs().get(0x0204)).containsExactly(0x12, 0x34);
        assertThat(receipt.isReceipt()).isTrue();
        assertThat(receipt.source()).isEqualTo(submit.message().destination());
        assertThat(receipt.destination()).isEqualTo(submit.message().source());
        assertThat(receipt.receiptedMessageId()).isEqualTo(id);
        assertThat(receipt.receipt().id()).isEqualTo(id);
        assertThat(receipt.receipt().stat()).isEqualTo("DELIVRD");
        assertThat(receipt.bind()).isEqualTo(esme.name());
      }
    }

    @Test
    void refusesABind() {
      carrier.answeringBinds(
          bind -> bind.getPassword().equals("secret") ? ESME_RINVPASWD : ESME_RSYSERR);

      NegativeAnswer refusal =
          catchThrowableOfType(NegativeAnswer.class, () -> esme().bind().close());

      assertThat(refusal.status()).isEqualTo(ESME_RINVPASWD);
      assertThat(carrier.bound()).isZero();
    }

    @Test
    void refusesASubmit() throws IOException {
      carrier.answering(Answer.first(1, Answer.refuse(ESME_RTHROTTLED)));
      try (JsmppEsme esme = esme().type(BindType.BIND_TX).bind()) {
        NegativeAnswer refusal =
            catchThrowableOfType(
                NegativeAnswer.class, () -> esme.submit(Submission.to("491701234567")));

        assertThat(refusal.status()).isEqualTo(ESME_RTHROTTLED);
        assertThat(esme.submit(Submission.to("491701234567"))).isNotEmpty();
        assertThat(carrier.submitted().size()).isEqualTo(1);
      }
    }

    @Test
    void leavesASubmitUnanswered() throws IOException {
      carrier.answering(Answer.first(1, Answer.SILENCE));
      try (JsmppEsme esme = esme().bind()) {
        esme.answerWithin(A_WHILE);
        assertThatThrownBy(() -> esme.submit(Submission.to("491701234567")))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("no good answer");
        assertThat(carrier.submitted().take(SOON).id()).isNotEmpty();
      }
    }

    @Test
    void theEndOfTheConnectionEndsTheWaitForAnAnswer() throws Exception {
      carrier.answering(message -> Answer.SILENCE);
      try (JsmppEsme esme = esme().answerWithin(Duration.ofHours(1)).bind()) {
        CompletableFuture<Boolean> interrupted =
            CompletableFuture.supplyAsync(
                () -> {
                  assertThatThrownBy(() -> esme.submit(Submission.to("491701234567")))
                      .isInstanceOf(IOException.class);
                  return Thread.interrupted();
                });
        carrier.submitted().take(SOON);
        carrier.dropConnections();

        assertThat(interrupted.get(SOON.toSeconds(), TimeUnit.SECONDS)).isFalse();
      }
    }

    @Test
    void refusesADelivery() throws IOException {
      try (JsmppEsme esme = esme().type(BindType.BIND_RX).bind()) {
        esme.answering(Answer.first(1, Answer.refuse(ESME_RX_T_APPN)));

        NegativeAnswer refusal =
            catchThrowableOfType(
                NegativeAnswer.class, () -> carrier.text("491701234567", "55501", "stop"));
        carrier.text("491701234567", "55501", "start");

        assertThat(refusal.status()).isEqualTo(ESME_RX_T_APPN);
        assertThat(esme.delivered().take(2, SOON))
            .extracting(ReceivedMessage::text)
            .containsExactly("stop", "start");
      }
    }

    @Test
    void bindsAgainIntoTheSameInbox() throws IOException {
      JsmppEsme esme = esme().bind();
      carrier.text("491701234567", "55501", "before");
      carrier.dropConnections();
      Await.until("the connection's end", SOON, () -> !esme.isBound());
      try (JsmppEsme again = esme.rebind()) {
        carrier.text("491701234567", "55501", "after");

        assertThat(again.delivered().take(2, SOON))
            .extracting(ReceivedMessage::bind)
            .containsExactly(esme.name(), again.name());
      }
    }

    @Test
    void receiptsEveryMessageWhenTold() throws IOException {
      carrier.receiptingAll("UNDELIV");
      try (JsmppEsme esme = esme().bind()) {
        for (int n = 0; n < 50; n++) {
          esme.submit(Submission.to("49170" + n));
        }

        assertThat(esme.delivered().take(50, SOON))
            .allSatisfy(receipt -> assertThat(receipt.receipt().stat()).isEqualTo("UNDELIV"));
      }
    }
  }

  @Nested
  class Plain extends Conversation {
    Plain() throws IOException {
      super(JsmppCarrier.plain(), null);
    }
  }

  @Nested
  class OverTls extends Conversation {
    OverTls() throws IOException {
      super(JsmppCarrier.tls(IDENTITY.serverContext()), IDENTITY.clientContext());
    }
  }
}
