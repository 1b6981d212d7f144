package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jsmpp.bean.BindType;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/** The real process is killed or stopped in the middle of its work. */
class CrashTest {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int MESSAGES = 500;
  private static final int THREADS = 8;
  private static final int KILLS = 3;

  @Test
  void nothingAcknowledgedIsLostByAKill() throws Exception {
    try (MessageCenterProcess center =
        MessageCenterProcess.with("scenario.delivery-delay", "0..40ms").start()) {
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      Map<String, Integer> receipts = new HashMap<>();
      JsmppEsme first = center.esme().bind();
      CompletableFuture<Void> submitting = submitOn(first, acknowledged);
      Await.until("some are acknowledged", SOON, () -> acknowledged.size() >= MESSAGES);
      center.kill9();
      submitting.get(SOON.toSeconds(), TimeUnit.SECONDS);
      first.abort();
      count(first, receipts);

      center.restart();
      // Into the same inbox: what came just before the kill may still be on its way there.
      try (JsmppEsme esme = first.rebind()) {
        awaitAll(esme, acknowledged, receipts);
      }
      // Only what was under way at the moment of the kill may come twice: at most a window full.
      long repeated = receipts.values().stream().filter(n -> n > 1).count();
      assertThat(repeated).isLessThanOrEqualTo(100);
      assertThat(receipts.values()).allMatch(n -> n <= 2);
    }
  }

  /** At other moments, some while what the kill before left is still being worked off. */
  @Test
  void nothingAcknowledgedIsLostByKillsInARow() throws Exception {
    Random random = new Random(4);
    try (MessageCenterProcess center =
        MessageCenterProcess.with("scenario.delivery-delay", "0..100ms").start()) {
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      Map<String, Integer> receipts = new HashMap<>();
      JsmppEsme last = center.esme().bind();
      for (int kill = 1; kill <= KILLS; kill++) {
        int enough = acknowledged.size() + 1 + random.nextInt(MESSAGES);
        CompletableFuture<Void> submitting = submitOn(last, acknowledged);
        Await.until("some are acknowledged", SOON, () -> acknowledged.size() >= enough);
        center.kill9();
        submitting.get(SOON.toSeconds(), TimeUnit.SECONDS);
        last.abort();
        center.restart();
        last = last.rebind();
      }
      try (JsmppEsme esme = last) {
        awaitAll(esme, acknowledged, receipts);
      }
      // One more for each kill between the sending of a receipt and the record that it was taken.
      assertThat(receipts.values()).allMatch(n -> n <= 1 + KILLS);
      long repeated = receipts.values().stream().filter(n -> n > 1).count();
      assertThat(repeated).isLessThanOrEqualTo(KILLS * 100L);
    }
  }

  /** Waits for a receipt of each, and then until no more come. */
  private static void awaitAll(
      JsmppEsme esme, Set<String> acknowledged, Map<String, Integer> receipts) {
    Await.until(
        "every acknowledged message has its receipt",
        SOON,
        () -> {
          count(esme, receipts);
          return receipts.keySet().containsAll(acknowledged);
        });
    do {
      count(esme, receipts);
      esme.delivered().poll(none -> false, Duration.ofMillis(500));
    } while (esme.delivered().size() > 0);
  }

  /** Submits from several threads until the connection is gone. */
  private static CompletableFuture<Void> submitOn(JsmppEsme esme, Set<String> acknowledged) {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      all.add(CompletableFuture.runAsync(() -> submitSome(esme, acknowledged), executor));
    }
    executor.shutdown();
    return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
  }

  private static void submitSome(JsmppEsme esme, Set<String> acknowledged) {
    while (true) {
      try {
        acknowledged.add(esme.submit(Submission.to("491701234567").registeredDelivery(1)));
      } catch (IOException | RuntimeException e) {
        return; // the server is gone, as it should be
      }
    }
  }

  private static void count(JsmppEsme esme, Map<String, Integer> receipts) {
    for (ReceivedMessage receipt : esme.delivered().drain()) {
      assertThat(receipt.receipt().stat()).isEqualTo("DELIVRD");
      String id = receipt.receiptedMessageId();
      assertThat(id).isNotNull();
      receipts.merge(id, 1, Integer::sum);
    }
  }

  @Test
  void retriesAndSchedulesGoOnAfterAKill() throws Exception {
    try (MessageCenterProcess center = MessageCenterProcess.usual().start()) {
      String retried;
      String scheduled;
      String expiring;
      // A transmitter: on a slow machine some may end before the kill, and wait for a receiver.
      try (JsmppEsme esme = center.esme().type(BindType.BIND_TX).bind()) {
        retried = esme.submit(Submission.to("996123").registeredDelivery(1));
        scheduled =
            esme.submit(
                Submission.to("49170")
                    .registeredDelivery(1)
                    .scheduleDeliveryTime("000000000003000R"));
        expiring =
            esme.submit(
                Submission.to("998123").registeredDelivery(1).validityPeriod("000000000003000R"));
        center.kill9();
      }
      center.restart();
      Map<String, String> states = new HashMap<>();
      try (JsmppEsme esme = center.esme().bind()) {
        for (ReceivedMessage receipt : esme.delivered().take(3, SOON)) {
          states.put(receipt.receipt().id(), receipt.receipt().stat());
        }
      }
      assertThat(states)
          .containsEntry(retried, "DELIVRD")
          .containsEntry(scheduled, "DELIVRD")
          .containsEntry(expiring, "EXPIRED");
    }
  }

  @Test
  void sigtermUnbindsAndExitsWithZero() throws Exception {
    try (MessageCenterProcess center = MessageCenterProcess.usual().start();
        JsmppEsme esme = center.esme().bind()) {
      esme.submit(Submission.to("491701234567").registeredDelivery(1));
      assertThat(center.terminate()).isZero();
      Await.until("the ESME sees the end", SOON, () -> !esme.isBound());
    }
  }
}
