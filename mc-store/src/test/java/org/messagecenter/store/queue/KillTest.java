package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed again and again, while it works and while it starts, and what the store
 * owes afterwards. A long run: {@code -Dkill.lives=500}; other moments: {@code -Dkill.seed=2}.
 */
class KillTest {

  private static final int LIVES = Integer.getInteger("kill.lives", 55);
  private static final long SEED = Long.getLong("kill.seed", 1);
  private static final int MOST_LINES = 1_500;
  private static final int MOST_START_MILLIS = 400;
  private static final long DAY = 86_400_000;

  /** Without the log's library, which takes longer to start than the store. */
  private static final String CLASS_PATH =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("logback"))
          .collect(Collectors.joining(File.pathSeparator));

  private final Random random = new Random(SEED);
  private final Set<Long> accepted = new HashSet<>();
  private final Set<Long> ended = new HashSet<>();
  private final Set<Long> replaced = new HashSet<>();
  private final Set<Long> receiptsDone = new HashSet<>();
  private int kills;
  private int lines;

  @Test
  void nothingAcknowledgedIsLostWhenTheProcessIsKilled(@TempDir Path directory)
      throws IOException, InterruptedException {
    for (int life = 1; life <= LIVES; life++) {
      switch (random.nextInt(12)) {
        case 0 -> endInOrder(directory);
        case 1, 2 -> killAfter(directory, random.nextInt(MOST_START_MILLIS));
        default -> killAtLine(directory, 1 + random.nextInt(MOST_LINES));
      }
      // Not after each: some crashes follow upon a crash.
      if (life % 3 == 0 || life == LIVES) {
        check(directory);
      }
    }
    assertThat(kills).isGreaterThan(LIVES * 3 / 4);
    assertThat(lines).isGreaterThan(LIVES * MOST_LINES / 5);
  }

  private Process start(Path directory, int messages) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            CLASS_PATH,
            KillTarget.class.getName(),
            directory.toString(),
            "" + random.nextLong(),
            "" + messages)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void endInOrder(Path directory) throws IOException, InterruptedException {
    Process process = start(directory, 300);
    readLines(process, Integer.MAX_VALUE);
    assertExit(process, 0);
  }

  private void killAtLine(Path directory, int line) throws IOException, InterruptedException {
    Process process = start(directory, 0);
    assertThat(readLines(process, line)).isGreaterThanOrEqualTo(line);
    assertExit(process, 128 + 9);
  }

  private void killAfter(Path directory, int millis) throws IOException, InterruptedException {
    Process process = start(directory, 0);
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
        .execute(process.toHandle()::destroyForcibly);
    readLines(process, Integer.MAX_VALUE);
    assertExit(process, 128 + 9);
  }

  private void assertExit(Process process, int status) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(status);
    kills += status == 0 ? 0 : 1;
  }

  /** Kills the process when it has printed so many; returns how many there were in the end. */
  private int readLines(Process process, int killAt) throws IOException {
    int count = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      // The rest of the pipe is read too: it was acknowledged before the end.
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        note(line);
        if (++count == killAt) {
          // Not through the Process, which would close the pipe with what is still in it.
          process.toHandle().destroyForcibly();
        }
      }
    }
    lines += count;
    return count;
  }

  private void note(String line) {
    // The last line may be cut; a cut number could be another message's.
    if (!line.matches("[AFXRD] [0-9]+ \\.")) {
      return;
    }
    long key = Long.parseLong(line.substring(2, line.length() - 2));
    switch (line.charAt(0)) {
      case 'A' -> accepted.add(key);
      case 'F', 'X' -> ended.add(key);
      case 'R' -> replaced.add(key);
      default -> receiptsDone.add(key);
    }
  }

  private void check(Path directory) throws IOException {
    // A day later, so that all of it is due.
    StoreSettings settings =
        KillTarget.settings(directory).withClock(() -> System.currentTimeMillis() + DAY);
    try (StoreProbe store = new StoreProbe(JournalStore.open(settings), new TestClock()).start()) {
      Set<Long> pending = checkMessages(store);
      Set<Long> receipts = checkReceipts(store);
      assertThat(Collections.disjoint(pending, receipts)).as("each has one state").isTrue();
      assertThat(Collections.disjoint(pending, ended)).as("none is there after its end").isTrue();
      for (long key : accepted) {
        boolean kept =
            pending.contains(key) || receipts.contains(key) || receiptsDone.contains(key);
        assertThat(kept).as("message %d", key).isTrue();
      }
      for (long key : ended) {
        assertThat(receipts.contains(key) || receiptsDone.contains(key))
            .as("receipt of %d", key)
            .isTrue();
      }
      // Whoever has a receipt ended, acknowledged or not.
      ended.addAll(receipts);
      accepted.addAll(pending);
    }
  }

  private Set<Long> checkMessages(StoreProbe store) {
    Set<Long> pending = new HashSet<>();
    List<DueMessage> all = new ArrayList<>();
    long messages = store.store.stats().recoveredMessages();
    store.store.requestWork((int) messages);
    for (long i = 0; i < messages; i++) {
      all.add(store.takeDue());
    }
    store.assertQuiet();
    for (DueMessage due : all) {
      assertThat(pending.add(due.key())).as("pushed once").isTrue();
      if (replaced.contains(due.key())) {
        assertThat(text(due.body())).isEqualTo(KillTarget.REPLACED);
      }
      if (due.attempts() > 0) {
        assertThat(due.possibleDuplicate()).isTrue();
        checkCarrier(store, due.key());
      }
    }
    return pending;
  }

  private static void checkCarrier(StoreProbe store, long key) {
    StoredMessage message = store.find(key);
    assertThat(message).isNotNull();
    CarrierId carrierId = message.carrierId();
    if (carrierId != null) {
      assertThat(carrierId).isEqualTo(KillTarget.carrierId(key));
      StoredMessage found = store.findByCarrierId(carrierId.carrier(), carrierId.id());
      assertThat(found).isNotNull();
      assertThat(found.key()).isEqualTo(key);
    }
  }

  private static Set<Long> checkReceipts(StoreProbe store) {
    Set<Long> receipts = new HashSet<>();
    long mails = store.store.stats().recoveredMails();
    store.store.requestMail("acme", (int) mails);
    for (long i = 0; i < mails; i++) {
      long key = Long.parseLong(text(store.takeMail().body()));
      assertThat(receipts.add(key)).as("one receipt for each").isTrue();
    }
    return receipts;
  }
}
