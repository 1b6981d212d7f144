package org.messagecenter.store.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.WrappedDisk;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.StoreLife;
import org.messagecenter.store.queue.StoreProbe;
import org.messagecenter.store.queue.StoreSettings;
import org.messagecenter.store.queue.TestClock;

class StoreBackupTest {

  private static final int SEGMENT = 4096;
  private static final long NOW = 1_700_000_000_000L;
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private final MemoryDisk disk = new MemoryDisk();
  private final StoreLife life = new StoreLife(21);

  private static MemoryDisk backup(Disk source) throws IOException {
    MemoryDisk target = new MemoryDisk();
    StoreBackup.run(source, target, Pace.of(0), NOW);
    assertThat(Contents.read(target, false).faults()).isEmpty();
    return target;
  }

  @Test
  void theCopyOfAStoreAtRestIsTheStore() throws IOException {
    life.live(disk, SEGMENT, 150);
    life.live(disk, SEGMENT, 30);

    try (StoreProbe store = StoreLife.open(backup(disk), SEGMENT)) {
      life.assertWhole(store);
    }
  }

  @Test
  void aBadRunOfTheArchiveIsLeftOutAndSaid() throws IOException {
    String name = null;
    // A run comes when segments are given up, written by a thread of its own when it gets time.
    long end = System.nanoTime() + LIMIT_NANOS;
    while (name == null && System.nanoTime() < end) {
      life.live(disk, SEGMENT, 200);
      name = disk.list().stream().filter(file -> file.endsWith(".run")).findFirst().orElse(null);
    }
    assertThat(name).isNotNull();
    byte[] bytes = disk.bytes(name);
    bytes[5000] ^= 1;
    disk.put(name, bytes);
    Contents contents = Contents.read(disk, false);
    assertThat(contents.isImpaired()).isTrue();
    assertThat(contents.isDamaged()).isFalse();
    MemoryDisk target = new MemoryDisk();

    StoreBackup.Result result = StoreBackup.run(disk, target, Pace.of(0), NOW);

    assertThat(result.badRuns()).hasSize(1);
    assertThat(result.badRuns().get(0)).contains(name + " is damaged at offset 4096");
    assertThat(Contents.read(target, false).faults()).isEmpty();
    try (StoreProbe store = StoreLife.open(target, SEGMENT)) {
      assertThat(life.missing(store)).isEmpty();
    }
  }

  @Test
  void keysAndShortIdsAreNotGivenByBoth() throws IOException {
    life.live(disk, SEGMENT, 40);
    MemoryDisk copy = backup(disk);

    StoreLife here = new StoreLife(22);
    here.live(disk, SEGMENT, 60);
    StoreLife there = new StoreLife(23);
    there.live(copy, SEGMENT, 60);

    assertThat(there.ids.keySet()).doesNotContainAnyElementsOf(here.ids.keySet());
    assertThat(there.ids.values()).doesNotContainAnyElementsOf(here.ids.values());
  }

  @Test
  void damageToTheLastGroupOfTheCopyIsSeen() throws IOException {
    life.live(disk, 1 << 20, 20);
    MemoryDisk copy = backup(disk);
    byte[] bytes = copy.bytes("0000000001.seg");
    bytes[bytes.length - 4] ^= 1;
    copy.put("0000000001.seg", bytes);

    assertThat(Contents.read(copy, false).isDamaged()).isTrue();
  }

  @Test
  void aDamagedStoreIsNotCopied() throws IOException {
    life.live(disk, 1 << 20, 20);
    byte[] bytes = disk.bytes("0000000001.seg");
    bytes[400] ^= 1;
    disk.put("0000000001.seg", bytes);
    MemoryDisk target = new MemoryDisk();

    assertThatThrownBy(() -> StoreBackup.run(disk, target, Pace.of(0), NOW))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("0000000001.seg at offset");
    assertThat(target.list()).isEmpty();
  }

  /** A segment has its header before its name: one without is never a journal that goes on. */
  @Test
  void aNewestSegmentWithoutItsHeaderIsDamage() throws IOException {
    life.live(disk, SEGMENT, 150);
    String newest =
        disk.list().stream()
            .filter(file -> file.endsWith(".seg"))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    byte[] bytes = disk.bytes(newest);
    Arrays.fill(bytes, 0, 64, (byte) 0);
    disk.put(newest, bytes);

    assertThatThrownBy(() -> StoreBackup.run(disk, new MemoryDisk(), Pace.of(0), NOW))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining(newest)
        .hasMessageContaining("bad segment header");
  }

  @Test
  void aDirectoryWithoutAJournalIsRefused() {
    assertThatThrownBy(() -> backup(disk)).hasMessageContaining("holds no journal");
  }

  /** The oldest segments go while they are being copied; the copy begins again behind them. */
  @Test
  void segmentsMayVanishMeanwhile() throws IOException {
    try (StoreProbe store = StoreLife.open(disk, SEGMENT)) {
      List<Long> keys = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        keys.add(store.accept("acme", "message " + i));
      }
      Vanishing vanishing =
          new Vanishing(
              disk,
              () -> {
                for (long key : keys) {
                  store.finish(key, null);
                }
                keys.clear();
                List<String> before = disk.list();
                for (int i = 0; i < 200; i++) {
                  store.finish(store.accept("acme", "dead"), null);
                }
                awaitGone(store, before);
                keys.add(store.accept("acme", "alive"));
              });

      MemoryDisk copy = backup(vanishing);

      assertThat(vanishing.missed).isPositive();
      try (StoreProbe restored = StoreLife.open(copy, SEGMENT)) {
        assertThat(restored.find(keys.get(0))).isNotNull();
        assertThat(restored.store.stats().recoveredMessages()).isEqualTo(1);
      }
    }
  }

  /** The segments go when their ends are in the archive, whose thread takes the time it gets. */
  private void awaitGone(StoreProbe store, List<String> names) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (disk.list().stream().anyMatch(name -> name.endsWith(".seg") && names.contains(name))) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      store.settle();
    }
  }

  /** At the opening of the third segment the store lives on, once. */
  private static final class Vanishing extends WrappedDisk {
    private final Runnable meanwhile;
    private int opened;
    int missed;

    Vanishing(MemoryDisk disk, Runnable meanwhile) {
      super(disk);
      this.meanwhile = meanwhile;
    }

    @Override
    public DiskFile open(String name) throws IOException {
      if (++opened == 3) {
        meanwhile.run();
      }
      if (!disk.list().contains(name)) {
        missed++;
        throw new NoSuchFileException(name);
      }
      return disk.open(name);
    }
  }

  /** Files are recycled under the copier's hands: what was acknowledged before is in every copy. */
  @Test
  void underLoadEverythingAcknowledgedBeforeIsThere(@TempDir Path directory) throws Exception {
    StoreSettings settings =
        StoreSettings.defaults(directory).withSegmentBytes(64 << 10).withSpareSegments(2);
    Set<Long> accepted = ConcurrentHashMap.newKeySet();
    Set<Long> ending = ConcurrentHashMap.newKeySet();
    AtomicBoolean stop = new AtomicBoolean();
    Semaphore turn = new Semaphore(1, true);
    try (StoreProbe store = new StoreProbe(JournalStore.open(settings), new TestClock()).start()) {
      Thread load =
          new Thread(
              () -> {
                while (!stop.get()) {
                  turn.acquireUninterruptibly();
                  try {
                    burst(store, accepted, ending);
                  } finally {
                    turn.release();
                  }
                }
              });
      load.start();
      try {
        for (int round = 0; round < 12; round++) {
          long goal = accepted.size() + 2_000L;
          while (accepted.size() < goal) {
            Thread.onSpinWait();
          }
          Set<Long> before = new HashSet<>(accepted);
          MemoryDisk copy = backupOfMoving(directory);
          // The load goes on beside the copying only, or there would be ever more to look at.
          turn.acquireUninterruptibly();
          try (StoreProbe restored = StoreLife.open(copy, 64 << 10)) {
            for (long key : before) {
              assertThat(ending.contains(key) || restored.find(key) != null)
                  .as("message %d in copy %d", key, round)
                  .isTrue();
            }
          } finally {
            turn.release();
          }
        }
      } finally {
        stop.set(true);
        load.join();
      }
    }
  }

  /** Again and again, where the load gets so much more of the processors that it runs away. */
  private static MemoryDisk backupOfMoving(Path directory) throws IOException {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (true) {
      try {
        return backup(new ReadOnlyDisk(directory));
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("moves on faster than it can be read");
        assertThat(System.nanoTime()).as("in time").isLessThan(end);
      }
    }
  }

  /** Most end soon, so that segments die and are used again; some stay. */
  private static void burst(StoreProbe store, Set<Long> accepted, Set<Long> ending) {
    List<CompletableFuture<StoreProbe.Accepted>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(store.acceptLater(store.message("acme", "4917", "x".repeat(200))));
    }
    for (int i = 0; i < answers.size(); i++) {
      long key = answers.get(i).join().key();
      if (i > 0) {
        ending.add(key);
        store.finishLater(key, null);
      }
      accepted.add(key);
    }
  }

  /** The same beside a process of its own, which is killed afterwards. */
  @Test
  void besideAProcessThatIsKilled(@TempDir Path directory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BackupTarget.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Set<Long> accepted = new HashSet<>();
    Set<Long> finished = new HashSet<>();
    MemoryDisk copy = new MemoryDisk();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      while (accepted.size() < 4_000) {
        String line = out.readLine();
        // The log goes the same way.
        if (line.matches("[AF] [0-9]+")) {
          (line.charAt(0) == 'A' ? accepted : finished).add(Long.parseLong(line.substring(2)));
        }
      }
      copy = backup(new ReadOnlyDisk(directory));
    } finally {
      process.toHandle().destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    try (StoreProbe restored = StoreLife.open(copy, 64 << 10)) {
      Set<Long> receipts = new HashSet<>();
      StoreLife.waiting(restored).forEach(text -> receipts.add(Long.parseLong(text)));
      assertThat(receipts).containsAll(finished);
      for (long key : accepted) {
        assertThat(receipts.contains(key) || restored.find(key) != null)
            .as("message %d", key)
            .isTrue();
      }
    }
  }

  @Test
  void thePaceIsKept() {
    long[] clock = {1_000_000_000};
    Pace pace = new Pace(1 << 20, () -> clock[0], nanos -> clock[0] += nanos);
    for (int i = 0; i < 64; i++) {
      pace.take(1 << 16);
    }
    assertThat(clock[0] - 1_000_000_000).isBetween(3_990_000_000L, 4_000_000_000L);

    pace.giveUp();
    pace.take(1 << 30);
    assertThat(clock[0] - 1_000_000_000).isLessThan(4_000_000_001L);
  }
}
