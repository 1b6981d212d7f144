package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed again and again, and what the store owes afterwards. */
class KillTest {

  private static final int KILLS = 6;
  private static final int LINES_PER_LIFE = 4_000;

  private final Set<Long> accepted = new HashSet<>();
  private final Set<Long> finished = new HashSet<>();

  @Test
  void nothingAcknowledgedIsLostWhenTheProcessIsKilled(@TempDir Path directory)
      throws IOException, InterruptedException {
    for (int life = 0; life < KILLS; life++) {
      runAndKill(directory, LINES_PER_LIFE + 777 * life);
      check(directory);
    }
    assertThat(accepted.size()).isGreaterThan(KILLS * LINES_PER_LIFE / 3);
    assertThat(finished.size()).isGreaterThan(KILLS * LINES_PER_LIFE / 6);
  }

  private void runAndKill(Path directory, int lines) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KillTarget.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      int count = 0;
      // The rest of the pipe is read too: it was acknowledged before the end.
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        note(line);
        if (++count == lines) {
          process.toHandle().destroyForcibly();
        }
      }
      assertThat(count).isGreaterThanOrEqualTo(lines);
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 9);
  }

  private void note(String line) {
    // The last line may be cut; a cut number could be another message's.
    if (!line.matches("[AF] [0-9]{14,19}")) {
      return;
    }
    long key = Long.parseLong(line.substring(2));
    if ((key & 0xFF) == 0) {
      (line.charAt(0) == 'A' ? accepted : finished).add(key);
    }
  }

  private void check(Path directory) throws IOException {
    StoreSettings settings = StoreSettings.defaults(directory).withSegmentBytes(64 << 10);
    try (StoreProbe store = new StoreProbe(JournalStore.open(settings), new TestClock()).start()) {
      store.store.requestWork(Integer.MAX_VALUE);
      store.store.requestMail("acme", Integer.MAX_VALUE);
      Set<Long> pending = new HashSet<>();
      long messages = store.store.stats().recoveredMessages();
      for (long i = 0; i < messages; i++) {
        DueMessage due = store.takeDue();
        assertThat(pending.add(due.key())).isTrue();
        assertThat(due.possibleDuplicate()).isTrue();
      }
      Set<Long> receipts = new HashSet<>();
      long mails = store.store.stats().recoveredMails();
      for (long i = 0; i < mails; i++) {
        assertThat(receipts.add(Long.parseLong(text(store.takeMail().body())))).isTrue();
      }
      store.assertQuiet();
      assertThat(receipts.containsAll(finished)).as("every receipt is there").isTrue();
      assertThat(Collections.disjoint(pending, receipts)).as("each has one state").isTrue();
      for (long key : accepted) {
        assertThat(pending.contains(key) || receipts.contains(key)).as("message %d", key).isTrue();
      }
      // Each is one thing; what was done without an acknowledgement counts from now on.
      accepted.addAll(pending);
      finished.addAll(receipts);
    }
  }
}
