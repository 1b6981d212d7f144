package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jsmpp.bean.BindType;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of the real process: what was acknowledged survives. */
class CrashTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int MESSAGES = 1_000;
  private static final int KILL_AT = 400;
  private static final int SENDERS = 8;

  @Test
  void everyAcknowledgedMessageIsReceiptedAfterAKill() throws Exception {
    // Receipts are slow enough for the kill to find many messages between submit and receipt.
    try (MessageCenterProcess center =
        MessageCenterProcess.builder().with("scenario.delivery-delay", "20ms..200ms").start()) {
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      JsmppEsme receiver = center.esme("demo", "secret").type(BindType.BIND_RX).bind();

      submitUntilKilled(center, acknowledged);
      assertThat(acknowledged.size()).isBetween(KILL_AT, MESSAGES - 1);
      Await.until("the receiver to notice", SOON, () -> !receiver.isBound());
      center.restart();
      try (JsmppEsme again = receiver.rebind()) {
        submitTheRest(center, acknowledged);
        List<ReceivedMessage> receipts = receiptsOf(acknowledged, again.delivered());

        assertThat(receipts)
            .allSatisfy(receipt -> assertThat(receipt.receipt().stat()).isEqualTo("DELIVRD"));
        Map<String, Long> counts =
            receipts.stream()
                .collect(Collectors.groupingBy(r -> r.receipt().id(), Collectors.counting()));
        assertThat(counts).containsKeys(acknowledged.toArray(String[]::new));
        // One before and one after the crash is possible; more is a fault.
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(2));
      }
    }
  }

  private static void submitUntilKilled(MessageCenterProcess center, Set<String> acknowledged)
      throws Exception {
    JsmppEsme sender =
        center
            .esme("demo", "secret")
            .type(BindType.BIND_TX)
            .answerWithin(Duration.ofSeconds(5))
            .bind();
    AtomicInteger left = new AtomicInteger(MESSAGES);
    AtomicBoolean killed = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
    for (int n = 0; n < SENDERS; n++) {
      threads.execute(
          () -> {
            while (left.getAndDecrement() > 0 && submit(sender, acknowledged)) {
              if (acknowledged.size() >= KILL_AT && killed.compareAndSet(false, true)) {
                center.kill9();
              }
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    sender.abort();
  }

  private static boolean submit(JsmppEsme sender, Set<String> acknowledged) {
    try {
      acknowledged.add(sender.submit(Submission.to("491701234567").registeredDelivery(1)));
      return true;
    } catch (IOException e) {
      // Not acknowledged: the message center owes nothing for it.
      return false;
    }
  }

  private static void submitTheRest(MessageCenterProcess center, Set<String> acknowledged)
      throws IOException {
    try (JsmppEsme sender = center.esme("demo", "secret").type(BindType.BIND_TX).bind()) {
      while (acknowledged.size() < MESSAGES) {
        assertThat(submit(sender, acknowledged)).isTrue();
      }
    }
  }

  /** Waits until each id is receipted, and a little longer for what comes twice. */
  private static List<ReceivedMessage> receiptsOf(
      Set<String> acknowledged, Inbox<ReceivedMessage> delivered) {
    Await.until(
        "a receipt for every acknowledged message",
        SOON,
        () -> {
          Set<String> missing = new HashSet<>(acknowledged);
          delivered.all().forEach(receipt -> missing.remove(receipt.receipt().id()));
          return missing.isEmpty();
        });
    delivered.poll(receipt -> false, Duration.ofMillis(500));
    return delivered.all();
  }

  @Test
  void aReceiptNobodyTookSurvivesAKill() throws IOException {
    try (MessageCenterProcess center = MessageCenterProcess.builder().start()) {
      String id;
      try (JsmppEsme sender = center.esme("demo", "secret").type(BindType.BIND_TX).bind()) {
        id = sender.submit(Submission.to("999123").registeredDelivery(1));
      }
      center.kill9();
      center.restart();
      try (JsmppEsme receiver = center.esme("demo", "secret").type(BindType.BIND_RX).bind()) {
        ReceivedMessage receipt = receiver.delivered().take(SOON);

        assertThat(receipt.receipt().id()).isEqualTo(id);
        assertThat(receipt.receipt().stat()).isEqualTo("UNDELIV");
        receiver.delivered().expectNone(Duration.ofMillis(300));
      }
    }
  }
}
