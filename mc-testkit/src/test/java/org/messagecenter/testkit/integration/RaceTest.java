package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jsmpp.SMPPConstant.STAT_ESME_RCANCELFAIL;
import static org.jsmpp.SMPPConstant.STAT_ESME_RREPLACEFAIL;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.MessageState;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.NegativeAnswer;
import org.messagecenter.testkit.PeerAddress;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/**
 * Several ESMEs query, cancel and replace around the moment of the attempt. Each message goes to a
 * handset of the account, so that its delivery is seen; what was answered must agree with that.
 *
 * <p>What each ESME does is drawn from the seed, which stands in every failure; when the attempts
 * fall between is up to the threads.
 */
class RaceTest {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int ESMES = 4;
  private static final int MESSAGES = 500;
  private static final int LOST = STAT_ESME_RCANCELFAIL;
  private static final PeerAddress ANY = new PeerAddress(0, 0, "");
  private static final PeerAddress SOURCE = PeerAddress.international("4915100000000");

  /** A message as its sender knows it. */
  private static final class Told {
    final String id;

    /** The text it must be delivered with, if it is. */
    String text;

    /** Whether cancel_sm was answered ESME_ROK. */
    boolean cancelled;

    /** Whether a request was answered that it is too late. */
    boolean tooLate;

    Told(String id, String text) {
      this.id = id;
      this.text = text;
    }

    String handset() {
      return text.split(" ", 2)[0];
    }
  }

  @Test
  void everyAnswerIsTrue() throws Exception {
    long seed = System.nanoTime();
    System.out.println("RaceTest with seed " + seed);
    try (MessageCenterServer center =
            MessageCenterServer.with("scenario.delivery-delay", "0..20ms").start();
        JsmppEsme receiver = center.esme().type(BindType.BIND_RX).bind()) {
      List<Told> told = raceAll(center, new SplittableRandom(seed));
      Map<String, String> ends = new HashMap<>();
      Map<String, List<String>> deliveries = new HashMap<>();
      while (ends.size() < told.size()) {
        sort(receiver.delivered().take(SOON), ends, deliveries);
      }
      // A delivery stands in the mailbox before the receipt, but they may pass each other there.
      Await.until(
          "the last deliveries",
          SOON,
          () -> {
            for (ReceivedMessage late : receiver.delivered().drain()) {
              sort(late, ends, deliveries);
            }
            return told.stream().allMatch(m -> m.cancelled || deliveries.containsKey(m.handset()));
          });
      receiver.delivered().poll(none -> false, Duration.ofMillis(300));
      for (ReceivedMessage late : receiver.delivered().drain()) {
        sort(late, ends, deliveries);
      }
      for (Told message : told) {
        assertThat(agreement(message, ends, deliveries)).as("seed %d", seed).isEqualTo("agrees");
      }
      assertThat(told).as("seed %d", seed).anyMatch(m -> m.cancelled).anyMatch(m -> m.tooLate);
    }
  }

  private static List<Told> raceAll(MessageCenterServer center, SplittableRandom random)
      throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(ESMES);
    List<CompletableFuture<List<Told>>> all = new ArrayList<>();
    for (int i = 0; i < ESMES; i++) {
      int number = i;
      SplittableRandom own = random.split();
      all.add(CompletableFuture.supplyAsync(() -> race(center, number, own), executor));
    }
    executor.shutdown();
    List<Told> told = new ArrayList<>();
    for (CompletableFuture<List<Told>> one : all) {
      told.addAll(one.get(10, TimeUnit.MINUTES));
    }
    return told;
  }

  private static List<Told> race(MessageCenterServer center, int number, SplittableRandom random) {
    List<Told> told = new ArrayList<>();
    try (JsmppEsme esme = center.esme().type(BindType.BIND_TX).bind()) {
      for (int i = 0; i < MESSAGES; i++) {
        String handset = "55501%d%05d".formatted(number, i);
        // The text names the handset, so that a delivery can be told from any other.
        Submission message = Submission.to(handset).text(handset + " 0").registeredDelivery(1);
        if (random.nextInt(4) == 0) {
          message = message.scheduleDeliveryTime("000000000001000R");
        }
        Told one = new Told(esme.submit(message), handset + " 0");
        told.add(one);
        for (int n = random.nextInt(4); n > 0; n--) {
          // Mostly the newest, sometimes one whose time is near or over.
          Told meant = random.nextBoolean() ? one : told.get(random.nextInt(told.size()));
          change(esme, meant, random);
        }
      }
      // When the scheduled ones fall due.
      for (int i = 0; i < MESSAGES; i++) {
        change(esme, told.get(random.nextInt(told.size())), random);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return told;
  }

  private static void change(JsmppEsme esme, Told message, SplittableRandom random)
      throws IOException {
    try {
      switch (random.nextInt(3)) {
        case 0 -> {
          MessageState state = esme.query(message.id, SOURCE).getMessageState();
          assertThat(state == MessageState.DELETED).isEqualTo(message.cancelled);
        }
        case 1 -> {
          esme.cancel(message.id, SOURCE, ANY, "");
          assertThat(message.cancelled || message.tooLate).isFalse();
          message.cancelled = true;
        }
        default -> {
          String next = message.text + random.nextInt(10);
          esme.replace(message.id, Submission.to("0").text(next).registeredDelivery(1));
          assertThat(message.cancelled || message.tooLate).isFalse();
          message.text = next;
        }
      }
    } catch (NegativeAnswer refused) {
      assertThat(refused.status()).isIn(LOST, STAT_ESME_RREPLACEFAIL);
      message.tooLate |= !message.cancelled;
    }
  }

  private static void sort(
      ReceivedMessage came, Map<String, String> ends, Map<String, List<String>> deliveries) {
    if (came.isReceipt()) {
      String before = ends.put(came.receipt().id(), came.receipt().stat());
      assertThat(before).as("an earlier receipt of " + came).isNull();
    } else {
      deliveries
          .computeIfAbsent(came.text().split(" ", 2)[0], handset -> new ArrayList<>())
          .add(came.text());
    }
  }

  private static String agreement(
      Told message, Map<String, String> ends, Map<String, List<String>> deliveries) {
    String handset = message.handset();
    String end = ends.get(message.id);
    List<String> seen = deliveries.getOrDefault(handset, List.of());
    boolean agrees =
        message.cancelled
            ? "DELETED".equals(end) && seen.isEmpty()
            : "DELIVRD".equals(end) && seen.equals(List.of(message.text));
    return agrees
        ? "agrees"
        : "%s: cancelled %s, text \"%s\", but %s, and delivered %s"
            .formatted(message.id, message.cancelled, message.text, end, seen);
  }
}
