package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsmpp.bean.BindType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.CarrierSubmit;
import org.messagecenter.testkit.JsmppCarrier;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.ReceiptStyle;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.RunningMessageCenter;
import org.messagecenter.testkit.Submission;

/** Over which bind of its account a receipt comes home. */
class ReceiptHomeTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final String HASH = "$2y$08$/p2lxW0lDBcA/wRMCBywoOn8ELqlMSSRo8EK5BclRa..XWvSd1WWO";
  private static final Submission MESSAGE =
      Submission.to("491701234567").text("hello").registeredDelivery(1);

  @TempDir Path directory;

  private String accounts() throws IOException {
    return Files.writeString(
            directory.resolve("accounts.conf"),
            """
            accounts = [
              { system-id = types, passwords = [{ hash = HASH }]
                policy.receipts { to = system-type, wait = 1h } }
              { system-id = hasty, passwords = [{ hash = HASH }]
                policy.receipts { to = system-type, wait = 300ms } }
              { system-id = binds, passwords = [{ hash = HASH }], numbers = ["5557*"]
                policy.receipts { to = originating-bind, wait = 1h } }
            ]
            """
                .replace("HASH", '"' + HASH + '"'))
        .toString();
  }

  private static JsmppEsme bind(RunningMessageCenter center, String account, String type)
      throws IOException {
    return center.esme().as(account, "secret").systemType(type).bind();
  }

  private static List<String> submit(JsmppEsme esme, int count) throws IOException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(esme.submit(MESSAGE));
    }
    return ids;
  }

  private static List<String> ids(List<ReceivedMessage> receipts) {
    return receipts.stream().map(receipt -> receipt.receipt().id()).toList();
  }

  @Test
  void receiptsComeToBindsOfTheSameSystemTypeAlsoAfterAKill() throws Exception {
    try (MessageCenterProcess center =
        MessageCenterProcess.with("accounts.file", accounts())
            .with("scenario.delivery-delay", "0")
            .start()) {
      List<String> bulk;
      List<String> otp;
      List<String> waiting;
      try (JsmppEsme first = bind(center, "types", "bulk");
          JsmppEsme second = bind(center, "types", "otp");
          JsmppEsme sender =
              center.esme().as("types", "secret").systemType("otp").type(BindType.BIND_TX).bind()) {
        bulk = submit(first, 20);
        otp = submit(second, 20);
        otp.addAll(submit(sender, 20));
        assertThat(ids(first.delivered().take(20, SOON))).containsExactlyInAnyOrderElementsOf(bulk);
        assertThat(ids(second.delivered().take(40, SOON))).containsExactlyInAnyOrderElementsOf(otp);
      }
      try (JsmppEsme sender =
              center.esme().as("types", "secret").systemType("otp").type(BindType.BIND_TX).bind();
          JsmppEsme other = bind(center, "types", "bulk")) {
        waiting = submit(sender, 20);
        other.delivered().expectNone(A_WHILE);
        center.kill9();
        sender.abort();
        other.abort();
      }
      center.restart();
      try (JsmppEsme other = bind(center, "types", "bulk")) {
        other.delivered().expectNone(A_WHILE);
        try (JsmppEsme home = bind(center, "types", "otp")) {
          assertThat(ids(home.delivered().take(20, SOON)))
              .containsExactlyInAnyOrderElementsOf(waiting);
        }
        assertThat(other.delivered().all()).isEmpty();
      }
    }
  }

  @Test
  void whoHasNoSuchBindInTimeGetsThemAnywhere() throws Exception {
    try (MessageCenterServer center =
            MessageCenterServer.with("accounts.file", accounts())
                .with("scenario.delivery-delay", "0")
                .start();
        JsmppEsme sender =
            center.esme().as("hasty", "secret").systemType("otp").type(BindType.BIND_TX).bind();
        JsmppEsme other = bind(center, "hasty", "bulk")) {
      List<String> ids = submit(sender, 5);
      assertThat(ids(other.delivered().take(5, SOON))).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  @Test
  void receiptsComeToTheBindThatSubmittedAndToItsLikeWhenItIsGone() throws Exception {
    try (MessageCenterServer center =
        MessageCenterServer.with("accounts.file", accounts())
            .with("scenario.delivery-delay", "1s")
            .start()) {
      Map<JsmppEsme, List<String>> sent = new HashMap<>();
      for (int i = 0; i < 3; i++) {
        JsmppEsme esme = bind(center, "binds", i == 2 ? "b" : "a");
        sent.put(esme, submit(esme, 10));
      }
      for (Map.Entry<JsmppEsme, List<String>> each : sent.entrySet()) {
        assertThat(ids(each.getKey().delivered().take(10, SOON)))
            .containsExactlyInAnyOrderElementsOf(each.getValue());
      }
      List<JsmppEsme> binds = new ArrayList<>(sent.keySet());
      binds.forEach(JsmppEsme::abort);

      try (JsmppEsme unlike = bind(center, "binds", "b");
          JsmppEsme like = bind(center, "binds", "a")) {
        JsmppEsme leaving = bind(center, "binds", "a");
        List<String> left = submit(leaving, 10);
        leaving.abort();
        // On a slow machine some were home before it left, and those on the way come again.
        Set<String> home = new HashSet<>(ids(leaving.delivered().all()));
        Await.until(
            "all to be home",
            SOON,
            () -> {
              home.addAll(ids(leaving.delivered().all()));
              home.addAll(ids(like.delivered().drain()));
              return home.size() == left.size();
            });
        assertThat(home).containsExactlyInAnyOrderElementsOf(left);
        assertThat(unlike.delivered().all()).isEmpty();
      }
    }
  }

  /** The account waits an hour for a bind that is there and has no room, and for no other. */
  @Test
  void whenTheBindThatSubmittedIsGoneItsLikeServesOrElseAnyOther() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.plain();
        MessageCenterServer center =
            Relay.begin()
                .with("accounts.file", accounts())
                .carrier("alpha", carrier.port())
                .routeTo("alpha")
                .start();
        JsmppEsme bulk = bind(center, "binds", "bulk");
        JsmppEsme otp = bind(center, "binds", "otp");
        JsmppEsme sender =
            center.esme().as("binds", "secret").systemType("bulk").type(BindType.BIND_TX).bind()) {
      String sent = sender.submit(MESSAGE);
      carrier.receipt(carrier.take(SOON), ReceiptStyle.delivered());
      assertThat(bulk.delivered().take(SOON).receipt().id()).isEqualTo(sent);

      String first = bulk.submit(MESSAGE);
      CarrierSubmit itsFirst = carrier.take(SOON);
      String second = bulk.submit(MESSAGE);
      CarrierSubmit itsSecond = carrier.take(SOON);
      bulk.abort();
      try (JsmppEsme like = bind(center, "binds", "bulk")) {
        carrier.receipt(itsFirst, ReceiptStyle.delivered());
        assertThat(like.delivered().take(SOON).receipt().id()).isEqualTo(first);
      }
      carrier.receipt(itsSecond, ReceiptStyle.delivered());
      assertThat(otp.delivered().take(SOON).receipt().id()).isEqualTo(second);
      otp.delivered().expectNone(A_WHILE);
      assertThat(sender.delivered().all()).isEmpty();
    }
  }

  @Test
  void whatAMessageRemembersNeverLeaves() throws Exception {
    try (MessageCenterServer center =
            MessageCenterServer.with("accounts.file", accounts())
                .with("scenario.delivery-delay", "0")
                .start();
        RawSmpp raw = center.raw()) {
      assertThat(
              raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "binds", "secret"), SOON)
                  .status())
          .isZero();
      // Comes back as a mobile-originated message, vendor TLVs and all.
      assertThat(raw.exchange(RawPdu.submit(2, "5557001", 1, "hi"), SOON).status()).isZero();
      for (int i = 0; i < 2; i++) {
        RawPdu delivered = raw.read(SOON);
        assertThat(delivered.commandId()).isEqualTo(RawPdu.DELIVER_SM);
        assertThat(delivered.body()).doesNotContain((byte) 0xFF);
      }
    }
  }
}
