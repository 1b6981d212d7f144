package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.testkit.integration.Relay.A_WHILE;
import static org.messagecenter.testkit.integration.Relay.SOON;
import static org.messagecenter.testkit.integration.Relay.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.testkit.Answer;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.CarrierSubmit;
import org.messagecenter.testkit.JsmppCarrier;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.ReceiptPlan;
import org.messagecenter.testkit.ReceiptStyle;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/**
 * The process is killed at each step of a message's way to a carrier and of its receipt's way back.
 *
 * <p>Every acknowledged message gets one final receipt, and comes again only where nobody can know
 * whether it had arrived: a message at the carrier when its answer was not recorded, a receipt at
 * the ESME when its answer was not.
 */
class RelayCrashTest {
  private static final int MESSAGES = 40;
  private static final int WINDOW = 10;
  private static final int BINDS = 2;
  private static final int SUBMITTERS = 8;
  private static final int KILLS = Integer.getInteger("relay.kills", 3);

  /** A number without a carrier: its submission tells that all before it is on disk. */
  private static final String NOWHERE = "88";

  /** Where all the messages are when the process is killed. */
  enum Step {
    STORED_FOR_A_CARRIER_THAT_IS_AWAY,
    SENT_AND_NOT_ANSWERED,
    TAKEN_BY_THE_CARRIER,
    RECEIPTS_ARE_COMING_IN,
    RECEIPTS_ARE_NOT_ANSWERED_BY_THE_ESME,
    RECEIPTS_ARE_GOING_OUT
  }

  private static Relay relay(JsmppCarrier carrier) {
    return Relay.begin()
        .carrier("alpha", carrier.port(), "binds = " + BINDS + ", window = " + WINDOW)
        .routes(
            """
            rules = [
              { name = nowhere, when { destination = %s }, drop { as = delivered } }
              { name = all, to = alpha }
            ]
            """
                .formatted(NOWHERE))
        // Receipts of what was sent twice belong to no message, and wait for it this long.
        .with("receipt-matching.early", "50ms");
  }

  /** Receipts that wait until the gate is open and then come until they are accepted. */
  private static ReceiptPlan behind(CountDownLatch gate) {
    return ReceiptPlan.each(
            submit -> {
              try {
                gate.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return ReceiptStyle.delivered();
            })
        .parallel(4)
        .untilAccepted();
  }

  @ParameterizedTest
  @EnumSource
  void everyAcknowledgedMessageHasOneReceipt(Step step) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Map<String, Integer> before;
    List<String> ids;
    Set<String> unanswered = new TreeSet<>();
    try (JsmppCarrier carrier = JsmppCarrier.plain().receipting(behind(gate));
        MessageCenterProcess center = relay(carrier).startProcess()) {
      if (step == Step.STORED_FOR_A_CARRIER_THAT_IS_AWAY) {
        carrier.goDown();
      } else if (step == Step.SENT_AND_NOT_ANSWERED) {
        carrier.answering(message -> Answer.SILENCE);
      }
      try (JsmppEsme esme = center.esme().bind()) {
        if (step == Step.RECEIPTS_ARE_NOT_ANSWERED_BY_THE_ESME) {
          esme.answering(receipt -> Answer.SILENCE);
        }
        ids = Relay.submitAll(esme, MESSAGES, n -> message("49151" + n).text("number " + n));
        if (step == Step.SENT_AND_NOT_ANSWERED) {
          Await.until("the windows are full", SOON, () -> carrier.taken().size() == BINDS * WINDOW);
          carrier.taken().forEach(submit -> unanswered.add(submit.message().text()));
        } else if (step != Step.STORED_FOR_A_CARRIER_THAT_IS_AWAY) {
          awaitTaken(center, carrier, esme);
        }
        if (step.compareTo(Step.RECEIPTS_ARE_COMING_IN) >= 0) {
          gate.countDown();
        }
        if (step == Step.RECEIPTS_ARE_COMING_IN) {
          Await.until("some are answered", SOON, () -> carrier.receiptAnswers().size() >= 10);
        } else if (step.compareTo(Step.RECEIPTS_ARE_COMING_IN) > 0) {
          Await.until("some went out", SOON, () -> esme.delivered().size() >= 10);
        }
        center.kill9();
        Await.until("the ESME sees the end", SOON, () -> !esme.isBound());
        before = counted(esme.delivered().drain());
      }
      carrier.answering(message -> Answer.OK);
      if (step == Step.STORED_FOR_A_CARRIER_THAT_IS_AWAY) {
        carrier.comeUp();
      }
      gate.countDown();
      center.restart();
      Map<String, Integer> after = awaitReceipts(center, carrier, before, ids);

      assertThat(before.values()).allMatch(count -> count == 1);
      assertThat(after.values()).allMatch(count -> count == 1);
      Set<String> both = new TreeSet<>(before.keySet());
      both.addAll(after.keySet());
      assertThat(both).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(sentAgain(carrier)).isEqualTo(unanswered);
      assertThat(Relay.ask(center.home(), "queue", "list").toString()).contains("waiting 0 ");
    }
  }

  /** All are at the carrier, and that is recorded. */
  private static void awaitTaken(MessageCenterProcess center, JsmppCarrier carrier, JsmppEsme esme)
      throws IOException {
    Await.until("all are at the carrier", SOON, () -> carrier.taken().size() == MESSAGES);
    Await.until(
        "all are answered",
        SOON,
        () -> Relay.ask(center.home(), "carrier", "list").toString().contains("outstanding 0,"));
    esme.submit(Submission.to(NOWHERE));
  }

  /** The receipts that come after a restart, until there is one for each id and no more come. */
  private static Map<String, Integer> awaitReceipts(
      MessageCenterProcess center,
      JsmppCarrier carrier,
      Map<String, Integer> before,
      Iterable<String> ids)
      throws IOException {
    List<ReceivedMessage> came = new ArrayList<>();
    try (JsmppEsme esme = center.esme().bind()) {
      Set<String> missing = new TreeSet<>();
      ids.forEach(missing::add);
      missing.removeAll(before.keySet());
      try {
        Await.until(
            "every acknowledged message has its receipt",
            SOON,
            () -> {
              List<ReceivedMessage> more = esme.delivered().drain();
              came.addAll(more);
              missing.removeAll(counted(more).keySet());
              return missing.isEmpty();
            });
      } catch (AssertionError e) {
        String one = missing.iterator().next();
        throw new AssertionError(
            "%s; %d have none, such as %s"
                .formatted(
                    e.getMessage(),
                    missing.size(),
                    String.join("\n", Relay.ask(center.home(), "message", "show", one))),
            e);
      }
      Await.until("no receipt is owed", SOON, () -> carrier.receiptsOwed() == 0);
      came.addAll(esme.delivered().drain());
      esme.delivered().expectNone(A_WHILE);
    }
    return counted(came);
  }

  /** How often each message was receipted. */
  private static Map<String, Integer> counted(List<ReceivedMessage> receipts) {
    Map<String, Integer> counts = new HashMap<>();
    for (String id : Relay.ids(receipts, "DELIVRD")) {
      counts.merge(id, 1, Integer::sum);
    }
    return counts;
  }

  /** How often the carrier took each message, or each part of one. */
  private static Map<String, Integer> copies(JsmppCarrier carrier) {
    Map<String, Integer> copies = new HashMap<>();
    for (CarrierSubmit submit : carrier.taken()) {
      String body = new String(submit.message().body(), StandardCharsets.ISO_8859_1);
      copies.merge(body, 1, Integer::sum);
    }
    return copies;
  }

  private static Set<String> sentAgain(JsmppCarrier carrier) {
    Set<String> again = new TreeSet<>();
    copies(carrier)
        .forEach(
            (text, count) -> {
              assertThat(count).as(text).isLessThanOrEqualTo(2);
              if (count == 2) {
                again.add(text);
              }
            });
    return again;
  }

  /** What was sent and not answered then may be with the carrier: it is not sent again. */
  @Test
  void whatMustNotGoTwiceDoesNotGoTwice() throws Exception {
    Relay relay = Relay.begin().routeTo("alpha").with("receipt-matching.early", "50ms");
    try (JsmppCarrier carrier =
            JsmppCarrier.plain().receipting(ReceiptPlan.of(ReceiptStyle.delivered()));
        MessageCenterProcess center =
            relay
                .carrier("alpha", carrier.port(), "window = " + WINDOW, "on-unknown = fail")
                .startProcess()) {
      Set<String> ids = new TreeSet<>();
      carrier.answering(message -> Answer.SILENCE);
      try (JsmppEsme esme = center.esme().bind()) {
        ids.addAll(Relay.submitAll(esme, MESSAGES, n -> message("49151" + n).text("number " + n)));
        Await.until("the window is full", SOON, () -> carrier.taken().size() == WINDOW);
        center.kill9();
      }
      carrier.answering(message -> Answer.OK);
      center.restart();
      List<String> ends = new ArrayList<>();
      try (JsmppEsme esme = center.esme().bind()) {
        Await.until(
            "every message has its receipt",
            SOON,
            () -> {
              for (ReceivedMessage each : esme.delivered().drain()) {
                ids.remove(each.receipt().id());
                ends.add(each.receipt().stat() + " " + each.receipt().err());
              }
              return ids.isEmpty();
            });
        esme.delivered().expectNone(A_WHILE);
      }
      assertThat(ends).hasSize(MESSAGES);
      assertThat(Collections.frequency(ends, "UNKNOWN 4B1")).isEqualTo(WINDOW);
      assertThat(copies(carrier)).hasSize(MESSAGES);
      assertThat(copies(carrier).values()).containsOnly(1);
    }
  }

  // ---- under load -----------------------------------------------------------------------------

  /**
   * At any moment. More kills with {@code -Drelay.kills=100}. No long messages: the receipt of one
   * follows a moment after its parts' receipts were taken, when no more are expected here.
   */
  @Test
  void nothingIsLostByKillsUnderLoad() throws Exception {
    Random random = new Random(5);
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    List<ReceivedMessage> came = new ArrayList<>();
    AtomicInteger number = new AtomicInteger();
    try (JsmppCarrier carrier =
            JsmppCarrier.plain()
                .receipting(ReceiptPlan.of(ReceiptStyle.delivered()).parallel(4).untilAccepted());
        MessageCenterProcess center = relay(carrier).startProcess()) {
      for (int kill = 0; kill < KILLS; kill++) {
        try (JsmppEsme esme = center.esme().bind()) {
          int enough = acknowledged.size() + 50 + random.nextInt(300);
          CompletableFuture<Void> submitting = submitOn(esme, acknowledged, number);
          Await.until("some are acknowledged", SOON, () -> acknowledged.size() >= enough);
          center.kill9();
          submitting.get(SOON.toSeconds(), TimeUnit.SECONDS);
          came.addAll(esme.delivered().drain());
        }
        center.restart();
      }
      Map<String, Integer> before = counted(came);
      Map<String, Integer> after = awaitReceipts(center, carrier, before, acknowledged);
      after.forEach((id, count) -> before.merge(id, count, Integer::sum));
      // One more for each kill between the sending of a receipt and the record of its answer.
      assertThat(before.values()).allMatch(count -> count <= 1 + KILLS);
      Map<String, Integer> copies = copies(carrier);
      assertThat(copies.values()).allMatch(count -> count <= 1 + KILLS);
      long again = copies.values().stream().filter(count -> count > 1).count();
      // The windows, and what was answered in the moment before a commit.
      assertThat(again).isLessThanOrEqualTo(KILLS * 5L * BINDS * WINDOW);
      assertThat(Relay.ask(center.home(), "queue", "list").toString()).contains("waiting 0 ");
    }
  }

  /** Submits from several threads until the connection is gone. */
  private static CompletableFuture<Void> submitOn(
      JsmppEsme esme, Set<String> acknowledged, AtomicInteger number) {
    ExecutorService threads = Executors.newFixedThreadPool(SUBMITTERS);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int t = 0; t < SUBMITTERS; t++) {
      all.add(
          CompletableFuture.runAsync(
              () -> {
                while (true) {
                  int n = number.incrementAndGet();
                  try {
                    acknowledged.add(esme.submit(message("49151" + n).text("number " + n)));
                  } catch (IOException | RuntimeException e) {
                    return; // the server is gone, as it should be
                  }
                }
              },
              threads));
    }
    threads.shutdown();
    return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
  }
}
