package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.CarrierScript;
import org.messagecenter.testkit.CarrierSubmit;
import org.messagecenter.testkit.JsmppCarrier;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.ScriptedCarrier;
import org.messagecenter.testkit.Submission;
import org.messagecenter.testkit.ThrowawayIdentity;

/** Our binds to a carrier that is not ours, and that misbehaves. */
class CarrierBindsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ESME_RINVPASWD = 0x0E;
  private static final String ROUTES = "rules = [{ name = all, to = acme }]";

  private static MessageCenterServer.Builder relay(int port, String... keys) {
    return MessageCenterServer.usual()
        .withFile(
            "carriers.file",
            "conf/carriers.conf",
            """
            carriers = [{
              name = acme, hosts = ["127.0.0.1:%d"], system-id = us, password = secret
              reconnect { first = 20ms, longest = 100ms, refused = 200ms }
              %s
            }]
            """
                .formatted(port, String.join("\n", keys)))
        .withFile("routes.file", "conf/routes.conf", ROUTES)
        .with("deliver.retry.first", "100ms");
  }

  private static double count(MessageCenterServer center, String name) {
    return center.meters().get("mc.carrier." + name).functionCounter().count();
  }

  private static void comesHome(JsmppEsme esme, String id, String stat) {
    ReceivedMessage receipt = esme.delivered().take(SOON);
    assertThat(receipt.receiptedMessageId()).isEqualTo(id);
    assertThat(receipt.text()).contains("stat:" + stat);
  }

  @Test
  void overTlsWithACertificateOfOurOwn() throws IOException {
    ThrowawayIdentity carrierId = ThrowawayIdentity.create();
    ThrowawayIdentity ours = ThrowawayIdentity.create();
    try (JsmppCarrier carrier =
            JsmppCarrier.mutualTls(carrierId.serverContext(ours)).receiptingAll("DELIVRD");
        MessageCenterServer center =
            relay(
                    carrier.port(),
                    "tls = true, trust = ca.pem, certificate = own.crt, key = own.key",
                    "binds = 2")
                .withFile("conf/ca.pem", carrierId.certificatePem())
                .withFile("conf/own.crt", ours.certificatePem())
                .withFile("conf/own.key", ours.keyPem())
                .start();
        JsmppEsme esme = center.esme().bind()) {
      assertThat(carrier.binds().take(2, SOON)).allMatch(bind -> !bind.certificate().isEmpty());
      String id = esme.submit(Submission.to("4915112345678").text("hello").registeredDelivery(1));
      CarrierSubmit submit = carrier.take(SOON);
      assertThat(submit.message().text()).isEqualTo("hello");
      comesHome(esme, id, "DELIVRD");
    }
  }

  @Test
  void overPairs() throws IOException {
    try (JsmppCarrier carrier = JsmppCarrier.plain();
        MessageCenterServer center =
            relay(carrier.port(), "bind-as = transmitter-receiver").start();
        JsmppEsme esme = center.esme().bind()) {
      assertThat(carrier.binds().take(2, SOON).stream().map(bind -> bind.commandId()))
          .containsExactlyInAnyOrder(RawPdu.BIND_TRANSMITTER, RawPdu.BIND_RECEIVER);
      Await.until("both binds stand", SOON, () -> count(center, "bound") == 2);
      String id = esme.submit(Submission.to("4915112345678").registeredDelivery(1));
      carrier.receipt(carrier.take(SOON), "DELIVRD", "000");
      comesHome(esme, id, "DELIVRD");
      assertThat(count(center, "arrived")).isEqualTo(1);
    }
  }

  @Test
  void whatWaitedForABindLeavesOnceItStands() throws IOException {
    try (JsmppCarrier carrier =
            JsmppCarrier.plain().answeringBinds(bind -> ESME_RINVPASWD).receiptingAll("DELIVRD");
        MessageCenterServer center = relay(carrier.port()).start();
        JsmppEsme esme = center.esme().bind()) {
      String id = esme.submit(Submission.to("4915112345678").registeredDelivery(1));
      Await.until("binds were refused", SOON, () -> count(center, "refused") >= 2);
      assertThat(count(center, "submits")).isZero();
      carrier.answeringBinds(bind -> 0);
      comesHome(esme, id, "DELIVRD");
    }
  }

  @Test
  void aMessageWhoseAnswerWasLostIsTriedAgain() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(
                CarrierScript.start().acceptBind().take(1).drop(),
                CarrierScript.start().acceptBind().answer(1));
        MessageCenterServer center = relay(carrier.port()).start();
        JsmppEsme esme = center.esme().bind()) {
      esme.submit(Submission.to("4915112345678").text("once or twice"));
      carrier.awaitPlayed(2, SOON);
      assertThat(carrier.taken().stream().map(submit -> submit.message().text()))
          .containsExactly("once or twice", "once or twice");
      assertThat(count(center, "unknown")).isEqualTo(1);
    }
  }

  @Test
  void aMessageWhoseAnswerWasLostMayEndThere() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(CarrierScript.start().acceptBind().take(1).reset());
        MessageCenterServer center = relay(carrier.port(), "on-unknown = fail").start();
        JsmppEsme esme = center.esme().bind()) {
      String id = esme.submit(Submission.to("4915112345678").registeredDelivery(1));
      comesHome(esme, id, "UNKNOWN");
      assertThat(carrier.taken()).hasSize(1);
    }
  }

  @Test
  void aCarrierThatFallsSilentIsLeft() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(
                CarrierScript.start().acceptBind().ignoringEnquireLinks().fallSilent(),
                CarrierScript.start());
        MessageCenterServer center =
            relay(carrier.port(), "enquire-link = 500ms, response = 2s").start();
        JsmppEsme esme = center.esme().bind()) {
      esme.submit(Submission.to("4915112345678"));

      Await.until(
          "the answer of another connection",
          SOON,
          () -> center.meters().get("mc.carrier.latency").timer().count() > 0);
      assertThat(carrier.connections()).isGreaterThanOrEqualTo(2);
      assertThat(count(center, "lost")).isGreaterThanOrEqualTo(1);
    }
  }

  @Test
  void aCarrierThatUnbindsIsBoundToAgain() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(
                CarrierScript.start().acceptBind().answer(1).unbind(),
                CarrierScript.start().acceptBind().octetByOctet().answer(1));
        MessageCenterServer center = relay(carrier.port()).start();
        JsmppEsme esme = center.esme().bind()) {
      esme.submit(Submission.to("4915112345678").text("one"));
      carrier.awaitPlayed(1, SOON);
      esme.submit(Submission.to("4915112345678").text("two"));
      carrier.awaitPlayed(2, SOON);
      assertThat(carrier.taken().stream().map(submit -> submit.message().text()))
          .containsExactly("one", "two");
    }
  }

  @Test
  void answersInAnyOrderFindTheirMessages() throws IOException {
    try (ScriptedCarrier carrier =
            ScriptedCarrier.listen(
                CarrierScript.start().acceptBind().take(3).answerTakenBackwards());
        MessageCenterServer center = relay(carrier.port()).start();
        JsmppEsme esme = center.esme().bind()) {
      for (int i = 0; i < 3; i++) {
        esme.submit(Submission.to("4915112345678"));
      }
      Await.until(
          "all are answered",
          SOON,
          () -> center.meters().get("mc.carrier.latency").timer().count() == 3);
      assertThat(count(center, "unknown")).isZero();
    }
  }

  @Test
  void aStopUnbinds() throws IOException {
    try (ScriptedCarrier carrier = ScriptedCarrier.listen()) {
      MessageCenterServer center = relay(carrier.port(), "binds = 2").start();
      carrier.binds().take(2, SOON);
      Await.until("both binds stand", SOON, () -> count(center, "bound") == 2);
      center.close();
      Await.until("two unbinds", SOON, () -> carrier.seen(RawPdu.UNBIND).size() == 2);
    }
  }

  @Test
  void bindsAreCountedAndMessagesTimed() throws IOException {
    try (JsmppCarrier carrier = JsmppCarrier.plain();
        MessageCenterServer center = relay(carrier.port(), "binds = 3, window = 1").start();
        JsmppEsme esme = center.esme().bind()) {
      carrier.binds().take(3, SOON);
      Await.until(
          "the gauge tells",
          SOON,
          () -> center.meters().get("mc.carrier.binds").gauge().value() == 3);
      for (int i = 0; i < 20; i++) {
        esme.submit(Submission.to("4915112345678"));
      }
      List<String> binds =
          carrier.submitted().take(20, SOON).stream()
              .map(submit -> Objects.requireNonNull(submit.message().bind()))
              .distinct()
              .toList();
      assertThat(binds).hasSize(3);
      assertThat(count(center, "submits")).isEqualTo(20);
    }
  }
}
