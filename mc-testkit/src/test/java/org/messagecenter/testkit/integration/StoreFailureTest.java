package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.NegativeAnswer;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/** The real process on a disk that fails, in a directory that is taken, with a damaged journal. */
class StoreFailureTest {

  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int STORE_FAILED = 3;
  private static final int SYSTEM_ERROR = 8;
  private static final int MOST_SUBMITTED = 20_000;

  @Test
  void aFailedWriteEndsItInOrderAndLosesNothing() throws Exception {
    try (MessageCenterProcess center = MessageCenterProcess.usual().start()) {
      Set<String> acknowledged = new HashSet<>();
      Set<String> receipts = new HashSet<>();
      try (JsmppEsme esme = center.esme().bind()) {
        center.failWritesBehind(256 << 10);
        submitUntilItFails(esme, acknowledged);
        take(esme, receipts);
      }
      assertThat(center.awaitEnd()).isEqualTo(STORE_FAILED);
      assertThat(center.output()).contains("The store failed").contains("File too large");
      assertThat(acknowledged).hasSizeGreaterThan(50);

      center.restart();
      try (JsmppEsme esme = center.esme().bind()) {
        Await.until(
            "every acknowledged message has its receipt",
            SOON,
            () -> {
              take(esme, receipts);
              return receipts.containsAll(acknowledged);
            });
      }
    }
  }

  private static void take(JsmppEsme esme, Set<String> receipts) {
    for (ReceivedMessage receipt : esme.delivered().drain()) {
      receipts.add(String.valueOf(receipt.receiptedMessageId()));
    }
  }

  private static void submitUntilItFails(JsmppEsme esme, Set<String> acknowledged) {
    for (int i = 0; i < MOST_SUBMITTED; i++) {
      try {
        acknowledged.add(
            esme.submit(Submission.to("49170").text("x".repeat(150)).registeredDelivery(1)));
      } catch (NegativeAnswer e) {
        assertThat(e.status()).isEqualTo(SYSTEM_ERROR);
        return;
      } catch (IOException | RuntimeException e) {
        return; // it had closed the connection before the answer
      }
    }
    throw new AssertionError("no write failed");
  }

  @Test
  void aSecondProcessInTheSameDirectoryIsRefused() throws Exception {
    try (MessageCenterProcess center = MessageCenterProcess.usual().start()) {
      assertThat(center.startRival()).isEqualTo(STORE_FAILED);
      assertThat(center.output()).contains("in use by another process");
      try (JsmppEsme esme = center.esme().bind()) {
        assertThat(esme.submit(Submission.to("49170"))).isNotEmpty();
      }
    }
  }

  @Test
  void damageIsRefusedWithFileAndOffset() throws Exception {
    try (MessageCenterProcess center = MessageCenterProcess.usual().start()) {
      try (JsmppEsme esme = center.esme().bind()) {
        for (int i = 0; i < 20; i++) {
          esme.submit(Submission.to("49170"));
        }
      }
      assertThat(center.terminate()).isZero();
      Path segment = center.dataDirectory().resolve("0000000001.seg");
      byte[] bytes = Files.readAllBytes(segment);
      bytes[200] ^= 1;
      Files.write(segment, bytes);

      assertThat(center.startRival()).isEqualTo(STORE_FAILED);
      assertThat(center.output()).contains(segment + " is damaged at offset");
    }
  }
}
