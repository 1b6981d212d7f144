package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsmpp.bean.BindType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.server.cli.Cli;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/** The store of the real process is copied while it works; the copy takes its place. */
class BackupTest {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int BEFORE = 100;

  @TempDir Path directory;

  @Test
  void everythingAcknowledgedBeforeABackupIsDeliveredFromIt() throws Exception {
    Path copy = directory.resolve("copy");
    try (MessageCenterProcess center =
        MessageCenterProcess.with("scenario.delivery-delay", "4s..5s").start()) {
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      Set<String> receipts = new HashSet<>();
      Set<String> before;
      // A transmitter: whatever has come to its end meanwhile waits for a receiver.
      try (JsmppEsme esme = center.esme().type(BindType.BIND_TX).bind()) {
        CompletableFuture<Void> submitting =
            CompletableFuture.runAsync(() -> submitUntilGone(esme, acknowledged));
        Await.until("some are acknowledged", SOON, () -> acknowledged.size() >= BEFORE);
        before = Set.copyOf(acknowledged);
        assertThat(mc("backup", center.dataDirectory().toString(), "--to", copy.toString()))
            .isZero();
        center.kill9();
        submitting.get(SOON.toSeconds(), TimeUnit.SECONDS);
      }
      assertThat(mc("check", copy.toString())).isZero();

      restore(copy, center.dataDirectory());
      center.restart();
      try (JsmppEsme esme = center.esme().bind()) {
        Await.until(
            "everything acknowledged before the backup has its receipt",
            SOON,
            () -> {
              count(esme, receipts);
              return receipts.containsAll(before);
            });
      }
    }
  }

  private static int mc(String... arguments) {
    String[] line = Stream.concat(Stream.of("store"), Stream.of(arguments)).toArray(String[]::new);
    return Cli.execute(
        line,
        (settings, options) -> {
          throw new AssertionError("nothing is to be started");
        });
  }

  private static void submitUntilGone(JsmppEsme esme, Set<String> acknowledged) {
    while (true) {
      try {
        acknowledged.add(esme.submit(Submission.to("491701234567").registeredDelivery(1)));
      } catch (IOException | RuntimeException e) {
        return; // the server is gone, as it should be
      }
    }
  }

  private static void count(JsmppEsme esme, Set<String> receipts) {
    for (ReceivedMessage receipt : esme.delivered().drain()) {
      receipts.add(receipt.receiptedMessageId());
    }
  }

  private static void restore(Path copy, Path data) throws IOException {
    for (Path old : files(data)) {
      Files.delete(old);
    }
    for (Path file : files(copy)) {
      Files.copy(file, data.resolve(file.getFileName()));
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
