package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.CarrierIds;
import org.messagecenter.testkit.CarrierScript;
import org.messagecenter.testkit.CarrierSubmit;
import org.messagecenter.testkit.JsmppCarrier;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.ReceiptPlan;
import org.messagecenter.testkit.ReceiptStyle;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.ScriptedCarrier;
import org.messagecenter.testkit.Submission;
import org.messagecenter.testkit.ThrowawayIdentity;

/** From an ESME through the message center to a carrier that is not ours, and back. */
class RelayedMessagesTest {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Submission MESSAGE = Submission.to("491701234567").registeredDelivery(1);
  private static final String ROUTES = "rules = [{ name = all, to = north }]";

  private static String carrier(int port, String more) {
    return """
        carriers = [{
          name = north, hosts = ["localhost:%d"], system-id = us, password = secret
          reconnect { first = 50ms, longest = 50ms, refused = 50ms }
          %s
        }]
        """
        .formatted(port, more);
  }

  private static MessageCenterServer.Builder relay(int port, String more) {
    return MessageCenterServer.usual()
        // What was lost with a connection is tried again soon.
        .with("deliver.retry.first", "50ms")
        .withFile("carriers.file", "conf/carriers.conf", carrier(port, more))
        .withFile("routes.file", "conf/routes.conf", ROUTES);
  }

  private static ReceiptPlan delivered() {
    return ReceiptPlan.of(ReceiptStyle.delivered()).untilAccepted();
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of(CarrierIds.hex(), "", delivered()),
        Arguments.of(
            CarrierIds.hexThenDecimal(),
            "dialect-settings { id { response = hex, receipt = decimal } }",
            delivered()),
        Arguments.of(
            CarrierIds.decimalThenHex(),
            "dialect-settings { id { response = decimal, receipt = hex } }",
            delivered()),
        Arguments.of(
            CarrierIds.paddedInReceipt(),
            "dialect-settings { id { padding = strip } }",
            delivered().backwards(5)),
        Arguments.of(
            CarrierIds.upperThenLower(),
            "dialect-settings { id { case = ignore } }",
            delivered().times(2)),
        Arguments.of(CarrierIds.uuid(), "", delivered().beforeResponse()),
        Arguments.of(CarrierIds.uuid(), "binds = 2", delivered().onAnotherBind().shuffled(5, 1)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void eachReceiptFindsItsMessage(CarrierIds ids, String more, ReceiptPlan plan) throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.plain().numbering(ids).receipting(plan);
        MessageCenterServer center = relay(carrier.port(), more).start();
        JsmppEsme esme = center.esme().bind()) {
      List<String> sent = new ArrayList<>();
      for (int n = 0; n < 20; n++) {
        sent.add(esme.submit(MESSAGE.text("message " + n)));
      }
      List<ReceivedMessage> receipts = esme.delivered().take(sent.size(), SOON);
      Await.until("all answers", SOON, () -> carrier.receiptsOwed() == 0);

      assertThat(receipts)
          .extracting(receipt -> receipt.receipt().id())
          .containsExactlyInAnyOrderElementsOf(sent);
      assertThat(receipts).allMatch(receipt -> receipt.receipt().stat().equals("DELIVRD"));
      assertThat(carrier.taken())
          .extracting(submit -> submit.message().text())
          .doesNotHaveDuplicates()
          .hasSize(sent.size());
      esme.delivered().expectNone(Duration.ofMillis(100));
    }
  }

  @Test
  void bindsOverTlsWithACertificateOfItsOwn() throws Exception {
    ThrowawayIdentity theirs = ThrowawayIdentity.create();
    ThrowawayIdentity ours = ThrowawayIdentity.create();
    try (JsmppCarrier carrier =
            JsmppCarrier.mutualTls(theirs.serverContext(ours)).receipting(delivered());
        MessageCenterServer center =
            relay(
                    carrier.port(),
                    "tls = true, trust = their.crt, certificate = our.crt, key = our.key")
                .withFile("conf/their.crt", theirs.certificatePem())
                .withFile("conf/our.crt", ours.certificatePem())
                .withFile("conf/our.key", ours.keyPem())
                .start();
        JsmppEsme esme = center.esme().bind()) {
      String id = esme.submit(MESSAGE);

      assertThat(esme.delivered().take(SOON).receipt().id()).isEqualTo(id);
      assertThat(carrier.binds().take(SOON).systemId()).isEqualTo("us");
    }
  }

  @Test
  void aCarrierThatDropsAndThrottlesGetsEverything() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(
                CarrierScript.start().acceptBind().answer(2).drop(),
                CarrierScript.start().acceptBind().throttle(1, 2).octetByOctet().answer(1));
        MessageCenterServer center = relay(carrier.port(), "").start();
        JsmppEsme esme = center.esme().bind()) {
      for (int n = 0; n < 6; n++) {
        esme.submit(MESSAGE.text("message " + n));
      }
      carrier.awaitPlayed(2, SOON);

      Await.until(
          "all six",
          SOON,
          () ->
              carrier.taken().stream()
                      .map(CarrierSubmit::message)
                      .map(ReceivedMessage::text)
                      .distinct()
                      .count()
                  == 6);
    }
  }

  private static MessageCenterProcess relayProcess(int port) {
    return MessageCenterProcess.usual()
        .with("deliver.retry.first", "50ms")
        .withFile("carriers.file", "conf/carriers.conf", carrier(port, ""))
        .withFile("routes.file", "conf/routes.conf", ROUTES)
        .start();
  }

  @Test
  void aKillBeforeTheResponseRepeatsTheMessageAndLosesNothing() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(
                CarrierScript.start().acceptBind().take(1).fallSilent(),
                CarrierScript.start()
                    .within(SOON)
                    .acceptBind()
                    .answer(1)
                    .receiptAnswered(ReceiptStyle.delivered())
                    .awaitAnswers());
        MessageCenterProcess center = relayProcess(carrier.port())) {
      JsmppEsme esme = center.esme().bind();
      String id = esme.submit(MESSAGE.text("once"));
      carrier.awaitPlayed(1, SOON);
      center.kill9();
      esme.abort();
      center.restart();
      try (JsmppEsme again = esme.rebind()) {
        ReceivedMessage receipt = again.delivered().take(SOON);
        carrier.awaitPlayed(2, SOON);

        assertThat(receipt.receipt().id()).isEqualTo(id);
        assertThat(carrier.taken())
            .extracting(submit -> submit.message().text())
            .containsExactly("once", "once");
        again.delivered().expectNone(Duration.ofMillis(200));
      }
    }
  }

  @Test
  void aReceiptThatComesAfterAKillIsBroughtHomeOnce() throws IOException {
    try (JsmppCarrier carrier = JsmppCarrier.plain();
        MessageCenterProcess center = relayProcess(carrier.port())) {
      JsmppEsme esme = center.esme().bind();
      String id = esme.submit(MESSAGE.text("hello"));
      carrier.take(SOON);
      center.kill9();
      esme.abort();
      center.restart();
      // The one before the kill was the first, and may end after the second has begun.
      carrier.binds().take(2, SOON);
      Await.until("the bind", SOON, () -> carrier.bound() == 1);
      try (JsmppEsme again = esme.rebind()) {
        carrier.receipting(delivered().times(2));
        // Had the response not been recorded, the message comes again, and the first id is unknown.
        for (CarrierSubmit submit : carrier.taken()) {
          carrier.receipt(submit, ReceiptStyle.delivered());
        }

        assertThat(again.delivered().take(SOON).receipt().id()).isEqualTo(id);
        again.delivered().expectNone(Duration.ofMillis(200));
      }
    }
  }
}
