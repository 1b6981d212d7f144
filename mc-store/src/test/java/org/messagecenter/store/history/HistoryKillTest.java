package org.messagecenter.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.store.journal.NioDisk;

/** A process that is killed again and again leaves everything that it had written. */
class HistoryKillTest {

  private static final int LIVES = Integer.getInteger("kill.lives", 5);
  private static final int MOST_LINES = 30;

  /** Without the log's library, which takes longer to start than the history. */
  private static final String CLASS_PATH =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("logback"))
          .collect(Collectors.joining(File.pathSeparator));

  private final Random random = new Random(Long.getLong("kill.seed", 1));

  @Test
  void whatWasWrittenOutlivesTheProcess(@TempDir Path directory)
      throws IOException, InterruptedException {
    long last = 0;
    for (int life = 0; life < LIVES; life++) {
      last = live(directory, last + 1, 1 + random.nextInt(MOST_LINES));
      for (int i = 0; i < 50; i++) {
        check(directory, 1 + (long) (random.nextDouble() * last));
      }
      check(directory, last);
    }
    LogFiles files = new LogFiles(new NioDisk(directory));
    files.load();
    files.tidy();
    while (files.indexOne()) {
      // The last ones too.
    }
    check(directory, last);
    assertThat(files.bytes()).isGreaterThan(last * 10);
  }

  private static void check(Path directory, long key) throws IOException {
    List<HistoryEntry> found = HistoryLog.read(new NioDisk(directory), key);
    // A key that was noted but not told before the end is noted again by the next life.
    assertThat(found).as("key %d", key).isNotEmpty();
    for (HistoryEntry entry : found) {
      assertThat(entry.micros()).isEqualTo(key);
      assertThat(entry.type()).isEqualTo((int) key & 0xFF);
      assertThat(entry.payload()).isEqualTo(HistoryKillTarget.payload(key));
    }
  }

  /** Kills a process when it has printed so many lines; answers the last key it told of. */
  private static long live(Path directory, long first, int killAt)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                CLASS_PATH,
                HistoryKillTarget.class.getName(),
                directory.toString(),
                String.valueOf(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long last = 0;
    int count = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        // The last line may be cut.
        if (line.endsWith(" .")) {
          last = Long.parseLong(line.substring(0, line.length() - 2));
        }
        if (++count == killAt) {
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 9);
    return last;
  }
}
