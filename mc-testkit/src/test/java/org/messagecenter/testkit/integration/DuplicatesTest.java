package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.PeerAddress;
import org.messagecenter.testkit.Submission;

/** An ESME that lost the response submits again: one message, one id, one receipt. */
class DuplicatesTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final String WINDOW = "policy.duplicates.window";

  /** Owned by the account demo: what is sent there comes back to be seen. */
  private static final Submission HELLO =
      Submission.to("5550100").text("hello").registeredDelivery(1);

  @Test
  void isAnsweredWithTheFirstIdBeyondAKill() throws Exception {
    try (MessageCenterProcess center = MessageCenterProcess.with(WINDOW, "10m").start()) {
      String first;
      String shortId;
      try (JsmppEsme esme = center.esme().bind();
          JsmppEsme old =
              center.esme().type(BindType.BIND_TX).version(InterfaceVersion.IF_33).bind()) {
        first = esme.submit(HELLO);
        assertThat(esme.submit(HELLO)).isEqualTo(first);
        shortId = old.submit(HELLO.text("short"));
        assertThat(esme.delivered().take(4, SOON)).hasSize(4);
        center.kill9();
        esme.abort();
        old.abort();
      }
      center.restart();
      try (JsmppEsme esme = center.esme().bind();
          JsmppEsme old =
              center.esme().type(BindType.BIND_TX).version(InterfaceVersion.IF_33).bind()) {
        // What was under way at the kill may come once more, before all that is new.
        String last = esme.submit(Submission.to("49170").registeredDelivery(1));
        esme.delivered()
            .takeFirst("the last receipt", m -> last.equals(m.receiptedMessageId()), SOON);
        esme.delivered().drain();
        assertThat(esme.submit(HELLO)).isEqualTo(first);
        assertThat(old.submit(HELLO.text("short"))).isEqualTo(shortId);
        esme.delivered().expectNone(A_WHILE);
        assertThat(esme.submit(HELLO.text("new"))).isNotEqualTo(first);
        assertThat(esme.delivered().take(2, SOON))
            .filteredOn(message -> !message.isReceipt())
            .singleElement()
            .satisfies(message -> assertThat(message.text()).isEqualTo("new"));
      }
    }
  }

  @Test
  void aSubmitMultiIsOneSubmission() throws Exception {
    List<PeerAddress> both =
        List.of(PeerAddress.international("5550101"), PeerAddress.international("5550102"));
    try (MessageCenterServer center = MessageCenterServer.with(WINDOW, "10m").start();
        JsmppEsme esme = center.esme().bind()) {
      String first = esme.submitMulti(HELLO, both).getMessageId();
      assertThat(esme.submitMulti(HELLO, both).getMessageId()).isEqualTo(first);
      assertThat(esme.submitMulti(HELLO, both.subList(0, 1)).getMessageId()).isNotEqualTo(first);
      assertThat(esme.delivered().take(6, SOON)).filteredOn(m -> !m.isReceipt()).hasSize(3);
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void unlessAskedForEverySubmissionIsSent() throws Exception {
    try (MessageCenterServer center = MessageCenterServer.usual().start();
        JsmppEsme esme = center.esme().bind()) {
      String first = esme.submit(HELLO);
      assertThat(esme.submit(HELLO)).isNotEqualTo(first);
      assertThat(esme.delivered().take(4, SOON)).filteredOn(m -> !m.isReceipt()).hasSize(2);
    }
  }
}
