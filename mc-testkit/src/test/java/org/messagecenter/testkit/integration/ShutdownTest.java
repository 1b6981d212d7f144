package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jsmpp.bean.BindType;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.NegativeAnswer;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.Submission;

/** SIGTERM to the real process. */
class ShutdownTest {

  private static final Duration SOON = Duration.ofMinutes(3);

  /** Twice what the process promises, from the signal to its end, for a busy machine. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  @Test
  void itUnbindsAndExitsWithZero() throws IOException {
    try (MessageCenterProcess center = MessageCenterProcess.usual().start()) {
      try (JsmppEsme esme = center.esme("demo", "secret").bind();
          RawSmpp raw = center.raw()) {
        raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo2", "secret2"), SOON);
        ExecutorService background = Executors.newSingleThreadExecutor();
        var exit = background.submit(() -> center.terminate(STOP_LIMIT));
        RawPdu unbind = raw.read(SOON);
        raw.send(RawPdu.request(unbind.commandId() | RawPdu.RESPONSE, unbind.sequence()));

        assertThat(unbind.commandId()).isEqualTo(RawPdu.UNBIND);
        assertThat(raw.closesWithin(SOON)).isTrue();
        Await.until("the ESME to be unbound", SOON, () -> !esme.isBound());
        assertThat(Await.value("the exit", SOON, () -> exit.isDone() ? exit : null))
            .satisfies(done -> assertThat(done.get()).isZero());
        background.shutdown();
      }
    }
  }

  @Test
  void aPeerThatAnswersNothingDoesNotHoldItUp() throws IOException {
    try (MessageCenterProcess center = MessageCenterProcess.usual().start();
        RawSmpp raw = center.raw()) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret"), SOON);

      assertThat(center.terminate(STOP_LIMIT)).isZero();
    }
  }

  @Test
  void whatWasAcknowledgedUnderLoadIsReceiptedAfterTheNextStart() throws Exception {
    try (MessageCenterProcess center =
        MessageCenterProcess.with("scenario.delivery-delay", "300ms").start()) {
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      ExecutorService threads = Executors.newFixedThreadPool(4);
      JsmppEsme sender = center.esme("demo", "secret").type(BindType.BIND_TX).bind();
      for (int n = 0; n < 4; n++) {
        threads.execute(() -> submitUntilRefused(sender, acknowledged));
      }
      Await.until("the first submissions", SOON, () -> acknowledged.size() >= 50);

      assertThat(center.terminate(STOP_LIMIT)).isZero();
      threads.shutdownNow();
      assertThat(threads.awaitTermination(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      center.restart();
      try (JsmppEsme receiver = center.esme("demo", "secret").type(BindType.BIND_RX).bind()) {
        Await.until(
            "a receipt for each",
            SOON,
            () -> {
              receiver
                  .delivered()
                  .drain()
                  .forEach(receipt -> acknowledged.remove(receipt.receipt().id()));
              return acknowledged.isEmpty();
            });
      }
    }
  }

  private static void submitUntilRefused(JsmppEsme sender, Set<String> acknowledged) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        acknowledged.add(sender.submit(Submission.to("491701234567").registeredDelivery(1)));
      }
    } catch (IOException | NegativeAnswer e) {
      return;
    }
  }
}
