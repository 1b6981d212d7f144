package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jsmpp.SMPPConstant.STAT_ESME_RCANCELFAIL;
import static org.messagecenter.testkit.integration.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.BroadcastSmResp;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.MessageState;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.PeerAddress;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/** What was answered before a kill is true after the restart. */
class RestartTest {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final String IN_AN_HOUR = "000000010000000R";
  private static final String NOW = "000000000000000R";
  private static final PeerAddress ANY = new PeerAddress(0, 0, "");
  private static final PeerAddress SOURCE = PeerAddress.international("4915100000000");
  private static final Submission LATER =
      Submission.to("5550100").text("old").registeredDelivery(1).scheduleDeliveryTime(IN_AN_HOUR);

  @Test
  void changesAndIdsSurviveAKill() throws Exception {
    try (MessageCenterProcess center = MessageCenterProcess.usual().start()) {
      String kept;
      String cancelled;
      String replaced;
      String many;
      String delivered;
      String shortId;
      String broadcast;
      try (JsmppEsme esme = center.esme().bind();
          JsmppEsme old =
              center.esme().type(BindType.BIND_TX).version(InterfaceVersion.IF_33).bind();
          Broadcaster broadcaster = Broadcaster.bind(center, "demo", "secret")) {
        kept = esme.submit(LATER);
        cancelled = esme.submit(LATER);
        replaced = esme.submit(LATER);
        many =
            esme.submitMulti(
                    LATER,
                    List.of(
                        PeerAddress.international("5550101"),
                        PeerAddress.international("5550102"),
                        PeerAddress.international("5550103")))
                .getMessageId();
        shortId = old.submit(LATER);
        broadcast =
            broadcaster.ok(broadcaster.broadcast("downtown"), BroadcastSmResp.class).getMessageId();
        delivered = esme.submit(Submission.to("49170").registeredDelivery(1));
        assertThat(esme.delivered().take(SOON).receipt().id()).isEqualTo(delivered);
        esme.cancel(cancelled, SOURCE, ANY, "");
        esme.cancel(many, SOURCE, PeerAddress.international("5550102"), "");
        esme.replace(replaced, LATER.text("new").scheduleDeliveryTime(""));
        assertThat(esme.delivered().take(2, SOON))
            .allMatch(receipt -> receipt.receipt().stat().equals("DELETED"));
        // Nothing is waited for: what was answered is on the disk.
        center.kill9();
        esme.abort();
        old.abort();
      }
      center.restart();
      try (JsmppEsme esme = center.esme().version(InterfaceVersion.IF_50).bind();
          Broadcaster broadcaster = Broadcaster.bind(center, "demo", "secret")) {
        // A receipt whose answer the kill cut off may come again, before all that is new.
        String last = esme.submit(Submission.to("49170").registeredDelivery(1));
        esme.delivered()
            .takeFirst("the last receipt", m -> last.equals(m.receiptedMessageId()), SOON);
        assertThat(esme.delivered().drain()).allMatch(ReceivedMessage::isReceipt);
        assertThat(esme.query(kept, SOURCE).getMessageState()).isEqualTo(MessageState.SCHEDULED);
        assertThat(esme.query(cancelled, SOURCE).getMessageState()).isEqualTo(MessageState.DELETED);
        assertThat(esme.query(delivered, SOURCE).getMessageState())
            .isEqualTo(MessageState.DELIVERED);
        assertThat(esme.query(shortId, SOURCE).getMessageState()).isEqualTo(MessageState.SCHEDULED);
        assertThat(broadcaster.state(broadcast)).isEqualTo(MessageState.ENROUTE);
        broadcaster.ok(broadcaster.cancel(broadcast));
        assertThat(broadcaster.state(broadcast)).isEqualTo(MessageState.DELETED);

        assertRefused(STAT_ESME_RCANCELFAIL, () -> esme.cancel(cancelled, SOURCE, ANY, ""));
        esme.replace(many, LATER.text("many").scheduleDeliveryTime(NOW));
        assertThat(esme.delivered().take(4, SOON))
            .filteredOn(message -> !message.isReceipt())
            .allMatch(message -> message.text().equals("many"))
            .extracting(message -> message.destination().digits())
            .containsExactlyInAnyOrder("5550101", "5550103");
        String again = esme.submit(LATER);
        assertThat(List.of(kept, cancelled, replaced, many, delivered)).doesNotContain(again);
        try (JsmppEsme old =
            center.esme().type(BindType.BIND_TX).version(InterfaceVersion.IF_33).bind()) {
          assertThat(old.submit(LATER)).isNotEqualTo(shortId);
          old.cancel(shortId, SOURCE, ANY, "");
        }
        assertThat(esme.delivered().take(SOON).receipt().id()).isEqualTo(shortId);
      }
    }
  }

  /** Their times come while nobody is there. */
  @Test
  void whatFallsDueMeanwhileIsDoneAfterwards() throws Exception {
    try (MessageCenterProcess center = MessageCenterProcess.usual().start()) {
      String replaced;
      String many;
      long due;
      try (JsmppEsme esme = center.esme().bind()) {
        Submission soon = LATER.scheduleDeliveryTime("000000000010000R");
        replaced = esme.submit(soon);
        String cancelled = esme.submit(soon.text("cancelled"));
        many =
            esme.submitMulti(
                    soon.text("many"),
                    List.of(
                        PeerAddress.international("5550101"), PeerAddress.international("5550102")))
                .getMessageId();
        esme.replace(replaced, soon.text("new").scheduleDeliveryTime(""));
        esme.cancel(cancelled, SOURCE, ANY, "");
        assertThat(esme.delivered().take(SOON).receipt().id()).isEqualTo(cancelled);
        due = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      }
      try (JsmppEsme esme = center.esme().type(BindType.BIND_TX).bind()) {
        // Fails for now; the alert is due a second later, and nobody is there to take it.
        assertRefused(
            0xFE,
            () ->
                esme.data(
                    Submission.to("996")
                        .messagePayload("x")
                        .esmClass(2)
                        .tlv(0x0421, new byte[] {1})));
        center.kill9();
        esme.abort();
      }
      Await.until("their times", SOON, () -> System.nanoTime() - due >= 0);
      center.restart();
      try (JsmppEsme esme = center.esme().bind()) {
        assertThat(esme.alerts().take(SOON).getSourceAddr()).isEqualTo("996");
        // One delivery and one receipt of each, and the receipt that may come again.
        List<ReceivedMessage> came = new ArrayList<>();
        Await.until(
            "three messages and their receipts",
            SOON,
            () -> {
              came.addAll(esme.delivered().drain());
              return came.stream().filter(m -> !m.isReceipt()).count() >= 3
                  && came.stream().filter(RestartTest::isDelivered).count() >= 3;
            });
        esme.delivered().poll(none -> false, A_WHILE);
        came.addAll(esme.delivered().drain());

        assertThat(came)
            .filteredOn(message -> !message.isReceipt())
            .extracting(ReceivedMessage::text)
            .containsExactlyInAnyOrder("new", "many", "many");
        assertThat(came)
            .filteredOn(RestartTest::isDelivered)
            .extracting(ReceivedMessage::receiptedMessageId)
            .containsExactlyInAnyOrder(replaced, many, many);
      }
    }
  }

  private static boolean isDelivered(ReceivedMessage message) {
    return message.isReceipt() && message.receipt().stat().equals("DELIVRD");
  }
}
