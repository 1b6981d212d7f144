package org.messagecenter.store.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.store.journal.HookedDisk;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.NioDisk;

/** The threads together: nothing that was noted is missing, and nobody waits. */
class HistoryLogTest {

  private static final byte[] NOTHING = {};

  /** The writer takes the time it gets: no test is about one that lags behind. */
  private static final long PATIENCE_MILLIS = 60_000;

  private final MemoryDisk disk = new MemoryDisk();

  private static HistoryLog started(HistoryLog.Opener opener) {
    return HistoryLog.start(
        opener,
        new HistoryLimits(Long.MAX_VALUE / 2000, 1L << 40, 1 << 20),
        System::currentTimeMillis,
        System::nanoTime,
        PATIENCE_MILLIS,
        PATIENCE_MILLIS);
  }

  private static List<HistoryEntry> find(HistoryLog log, long key) throws Exception {
    CompletableFuture<List<HistoryEntry>> answer = new CompletableFuture<>();
    log.find(
        key,
        new HistoryCallback() {
          @Override
          public void found(List<HistoryEntry> entries) {
            answer.complete(entries);
          }

          @Override
          public void failed(IOException why) {
            answer.completeExceptionally(why);
          }
        });
    return answer.get(60, TimeUnit.SECONDS);
  }

  @Test
  void whatWasNotedBeforeTheQuestionIsInTheAnswer() throws Exception {
    try (HistoryLog log = started(() -> disk)) {
      for (int i = 0; i < 20; i++) {
        log.append(5, i, i, new byte[] {7, 8, 9}, 2);

        List<HistoryEntry> found = find(log, 5);

        assertThat(found).hasSize(i + 1);
        assertThat(found.get(i).payload()).containsExactly(7, 8);
        assertThat(found.get(i).type()).isEqualTo(i);
      }
      assertThat(find(log, 6)).isEmpty();
      assertThat(log.stats().written()).isEqualTo(20);
    }
  }

  @Test
  void manyThreadsLoseNothingOverARestart(@TempDir Path directory) throws Exception {
    int threads = 6;
    int each = 20_000;
    try (HistoryLog log = started(() -> new NioDisk(directory))) {
      List<Thread> running = new ArrayList<>();
      CountDownLatch go = new CountDownLatch(1);
      for (int t = 0; t < threads; t++) {
        int own = t;
        Thread thread =
            new Thread(
                () -> {
                  byte[] payload = new byte[20];
                  await(go);
                  for (int i = 0; i < each; i++) {
                    ByteBuffer.wrap(payload).putInt(own).putInt(i);
                    log.append(i, 1000L * i + own, own, payload, payload.length);
                  }
                });
        thread.start();
        running.add(thread);
      }
      go.countDown();
      for (Thread thread : running) {
        thread.join();
      }
      assertThat(find(log, 0)).hasSize(threads);
      HistoryStats stats = log.stats();
      assertThat(stats.written() + stats.dropped()).isEqualTo((long) threads * each);
      assertThat(stats.dropped()).as("room for all was there").isZero();
      assertThat(stats.bytes())
          .as("an entry of 20 octets, whoever comes in between")
          .isLessThan(40L * threads * each);
    }
    try (HistoryLog log = started(() -> new NioDisk(directory))) {
      for (int i = 0; i < each; i += 997) {
        List<HistoryEntry> found = find(log, i);
        assertThat(found).extracting(HistoryEntry::type).containsExactly(0, 1, 2, 3, 4, 5);
        for (HistoryEntry entry : found) {
          assertThat(ByteBuffer.wrap(entry.payload()).getInt(4)).isEqualTo(i);
        }
      }
    }
    assertThat(HistoryLog.read(new NioDisk(directory), each - 1)).hasSize(threads);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWriterThatHangsCostsEntriesAndNobodysTime() throws Exception {
    HookedDisk hooked = new HookedDisk(disk);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    try (HistoryLog log = started(() -> hooked)) {
      hooked.hook(
          (operation, name) -> {
            if (operation == HookedDisk.Operation.WRITE) {
              hangs.countDown();
              await(release);
            }
          });
      log.append(1, 0, 0, NOTHING, 0);
      hangs.await();
      byte[] large = new byte[255];
      int count = 100_000;
      for (int i = 0; i < count; i++) {
        log.append(2, i, 1, large, large.length);
      }
      long dropped = log.stats().dropped();
      assertThat(dropped).isPositive().isLessThan(count);
      release.countDown();

      assertThat(find(log, 1)).hasSize(1);
      HistoryStats stats = log.stats();
      assertThat(stats.dropped()).isEqualTo(dropped);
      assertThat(stats.written()).isEqualTo(count + 1 - dropped);
      assertThat(stats.off()).isFalse();
    } finally {
      release.countDown();
    }
  }

  /** A class that is missing, or memory: it costs what was noted at that moment, and no thread. */
  @Test
  void errorsOfWriterReaderAndCallbackLeaveTheThreadsAlive() throws Exception {
    HookedDisk hooked = new HookedDisk(disk);
    AtomicBoolean missing = new AtomicBoolean(true);
    long[] nanos = {0};
    AtomicBoolean opened = new AtomicBoolean();
    Intake intake = new Intake(2, 4, () -> {});
    HistoryWriter writer =
        new HistoryWriter(
            intake,
            () -> {
              if (!opened.getAndSet(true)) {
                throw new NoClassDefFoundError("as if");
              }
              return hooked;
            },
            HistoryLimits.of(1000, 1 << 30),
            () -> 0,
            () -> nanos[0]);
    hooked.hook(
        (operation, name) -> {
          if (missing.get()) {
            throw new NoClassDefFoundError("as if");
          }
        });
    for (int i = 1; i <= 8; i++) {
      intake.add(i, i, 1, NOTHING, 0);
      writer.round();
      nanos[0] += TimeUnit.SECONDS.toNanos(10);
    }
    assertThat(writer.failures()).isEqualTo(8);
    assertThat(writer.dropped()).isEqualTo(8);
    missing.set(false);
    intake.add(9, 9, 1, NOTHING, 0);
    writer.round();
    assertThat(writer.written()).isEqualTo(1);
    assertThat(writer.isOff()).isFalse();
  }

  @Test
  void aCallbackThatThrowsLeavesNobodyWithoutAnAnswer() throws Exception {
    HookedDisk hooked = new HookedDisk(disk);
    try (HistoryLog log = started(() -> hooked)) {
      log.append(1, 0, 0, NOTHING, 0);
      assertThat(find(log, 1)).hasSize(1);
      CountDownLatch told = new CountDownLatch(1);
      log.find(
          1,
          new HistoryCallback() {
            @Override
            public void found(List<HistoryEntry> entries) {
              throw new StackOverflowError("as if");
            }

            @Override
            public void failed(IOException why) {
              told.countDown();
              throw new StackOverflowError("as if");
            }
          });
      assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
      hooked.hook(
          (operation, name) -> {
            if (operation == HookedDisk.Operation.READ) {
              throw new OutOfMemoryError("as if");
            }
          });
      assertThatThrownBy(() -> find(log, 1)).hasRootCauseMessage("as if");
      hooked.hook((operation, name) -> {});
      assertThat(find(log, 1)).hasSize(1);
    }
  }

  @Test
  void aBrokenDiskSwitchesItOffForAWhile() {
    AtomicBoolean broken = new AtomicBoolean(true);
    long[] nanos = {0};
    Intake intake = new Intake(2, 4, () -> {});
    HookedDisk hooked = new HookedDisk(disk);
    hooked.hook(
        (operation, name) -> {
          if (broken.get() && operation == HookedDisk.Operation.WRITE) {
            throw new IOException("Input/output error");
          }
        });
    HistoryWriter writer =
        new HistoryWriter(
            intake, () -> hooked, HistoryLimits.of(1000, 1 << 30), () -> 0, () -> nanos[0]);
    intake.add(1, 1, 1, NOTHING, 0);
    writer.round();
    assertThat(writer.isOff()).isTrue();
    broken.set(false);
    nanos[0] += TimeUnit.SECONDS.toNanos(10) - 1;
    intake.add(2, 2, 2, NOTHING, 0);
    writer.round();
    assertThat(writer.isOff()).as("it is too early to try again").isTrue();
    nanos[0]++;
    intake.add(3, 3, 3, NOTHING, 0);
    writer.round();

    assertThat(writer.isOff()).isFalse();
    assertThat(writer.written()).isEqualTo(1);
    assertThat(writer.dropped()).isEqualTo(2);
    assertThat(writer.failures()).isEqualTo(1);
  }

  @Test
  void aDirectoryThatCannotBeOpenedIsTriedAgain() {
    long[] nanos = {0};
    int[] tries = {0};
    Intake intake = new Intake(2, 4, () -> {});
    HistoryWriter writer =
        new HistoryWriter(
            intake,
            () -> {
              if (tries[0]++ == 0) {
                throw new IOException("Permission denied");
              }
              return disk;
            },
            HistoryLimits.of(1000, 1 << 30),
            () -> 0,
            () -> nanos[0]);
    for (int i = 0; i < 3; i++) {
      intake.add(1, 1, 1, NOTHING, 0);
      writer.round();
    }
    assertThat(tries[0]).isEqualTo(1);
    assertThat(writer.files()).isNull();
    nanos[0] += TimeUnit.SECONDS.toNanos(10);
    intake.add(1, 1, 1, NOTHING, 0);
    writer.round();

    assertThat(writer.isOff()).isFalse();
    assertThat(writer.written()).isEqualTo(1);
    assertThat(writer.dropped()).isEqualTo(3);
  }

  @Test
  void aLogThatCannotBeReadIsAFailureOnlyIfNothingElseWasFound() throws Exception {
    HookedDisk hooked = new HookedDisk(disk);
    try (HistoryLog log = started(() -> hooked)) {
      log.append(1, 0, 0, NOTHING, 0);
      assertThat(find(log, 1)).hasSize(1);
      hooked.hook(
          (operation, name) -> {
            if (operation == HookedDisk.Operation.READ) {
              throw new IOException("Input/output error");
            }
          });

      assertThatThrownBy(() -> find(log, 1))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("Input/output error");
      assertThat(log.stats().failures()).isEqualTo(1);
    }
  }

  @Test
  void afterTheEndQuestionsFailAndEntriesAreLeftOut() throws Exception {
    HistoryLog log = started(() -> disk);
    log.append(1, 0, 0, NOTHING, 0);
    log.close();
    log.append(1, 1, 1, NOTHING, 0);

    assertThatThrownBy(() -> find(log, 1)).hasMessageContaining("the history is closed");
    assertThat(HistoryLog.read(disk, 1)).hasSize(1);
  }
}
