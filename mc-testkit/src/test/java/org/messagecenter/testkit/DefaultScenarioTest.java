package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers to try, as the README lists them. */
class DefaultScenarioTest {

  private static final Duration SOON = Duration.ofSeconds(15);

  @AutoClose
  private static final MessageCenterServer CENTER = MessageCenterServer.builder().start();

  @ParameterizedTest
  @CsvSource({
    "4915112345678, DELIVRD, 000, 2",
    "999123,        UNDELIV, 4A1, 5",
    "997123,        REJECTD, 4B2, 8",
  })
  void aNumberHasItsOutcome(String number, String stat, String err, int messageState)
      throws IOException {
    try (JsmppEsme esme = CENTER.esme("demo", "secret").bind()) {
      esme.submit(Submission.to(number).registeredDelivery(1));
      ReceivedMessage receipt = esme.delivered().take(SOON);

      assertThat(receipt.receipt().stat()).isEqualTo(stat);
      assertThat(receipt.receipt().err()).isEqualTo(err);
      assertThat(receipt.messageState()).isEqualTo(messageState);
      assertThat(receipt.receipt().dlvrd()).isEqualTo(stat.equals("DELIVRD") ? "001" : "000");
    }
  }

  @Test
  void aHandsetThatNeverAnswersExpiresAtTheValidity() throws IOException {
    try (JsmppEsme esme = CENTER.esme("demo", "secret").bind()) {
      esme.submit(Submission.to("998123").validityPeriod("000000000001000R").registeredDelivery(1));
      ReceivedMessage receipt = esme.delivered().take(SOON);

      assertThat(receipt.receipt().stat()).isEqualTo("EXPIRED");
      assertThat(receipt.receipt().err()).isEqualTo("4A3");
      assertThat(receipt.messageState()).isEqualTo(3);
    }
  }

  @Test
  void twoTemporaryFailuresThenDelivered() throws IOException {
    try (JsmppEsme esme = CENTER.esme("demo", "secret").bind()) {
      long start = System.nanoTime();
      esme.submit(Submission.to("996123").registeredDelivery(1));
      ReceivedMessage receipt = esme.delivered().take(SOON);

      assertThat(receipt.receipt().stat()).isEqualTo("DELIVRD");
      // Tried again after 1 s and after 2 s more.
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(8));
    }
  }

  @Test
  void aMessageThatIsNeverReceipted() throws IOException {
    try (JsmppEsme esme = CENTER.esme("demo", "secret").bind()) {
      esme.submit(Submission.to("994123").registeredDelivery(1));

      esme.delivered().expectNone(Duration.ofMillis(500));
    }
  }

  @ParameterizedTest
  @CsvSource({"55501777, demo, secret", "55502777, demo2, secret2"})
  void aNumberOfAnAccountBringsTheMessageToItsOwner(
      String number, String owner, String ownersPassword) throws IOException {
    PeerAddress source = PeerAddress.international("491709999999");
    try (JsmppEsme sender = CENTER.esme("demo", "secret").bind();
        JsmppEsme receiver = CENTER.esme(owner, ownersPassword).bind()) {
      sender.submit(Submission.to(number).from(source).text("to " + owner));
      ReceivedMessage arrived = arrived(sender, receiver, owner);

      assertThat(arrived.isReceipt()).isFalse();
      assertThat(arrived.esmClass()).isZero();
      assertThat(arrived.text()).isEqualTo("to " + owner);
      assertThat(arrived.source()).isEqualTo(source);
      assertThat(arrived.destination().digits()).isEqualTo(number);
    }
  }

  /** Two binds of one account take turns: either may get it. */
  private static ReceivedMessage arrived(JsmppEsme sender, JsmppEsme receiver, String owner) {
    return Await.value(
        "the message to " + owner,
        SOON,
        () ->
            receiver
                .delivered()
                .poll(message -> true, Duration.ZERO)
                .or(
                    () ->
                        owner.equals("demo")
                            ? sender.delivered().poll(message -> true, Duration.ZERO)
                            : Optional.empty())
                .orElse(null));
  }

  @Test
  void aNumberNobodyOwnsCannotBeReached() throws IOException {
    try (JsmppEsme esme = CENTER.esme("demo", "secret").bind()) {
      esme.submit(Submission.to("55599").registeredDelivery(1));
      ReceiptFields receipt = esme.delivered().take(SOON).receipt();

      assertThat(receipt.stat()).isEqualTo("UNDELIV");
      assertThat(receipt.err()).isEqualTo("4A2");
    }
  }
}
