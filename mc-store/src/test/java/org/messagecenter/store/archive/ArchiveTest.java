package org.messagecenter.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.Position;

class ArchiveTest {

  private static final long JOURNAL = 4711;
  private static final int ROWS = 100;

  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final Semaphore published = new Semaphore(0);
  private MemoryDisk disk = new MemoryDisk();
  private long maxBytes = 1L << 30;
  private Archive archive = fresh();
  private int ends;

  private Archive fresh() {
    return new Archive(disk, new ArchiveSettings(10_000, maxBytes, ROWS, clock::get));
  }

  private void open() throws IOException {
    archive = fresh();
    archive.load();
    archive.check(JOURNAL);
    archive.start(published::release);
  }

  @AfterEach
  void close() {
    archive.close();
  }

  private static long key(int n) {
    return (long) n << 9;
  }

  /** Puts so many more in, whose records are in a segment. */
  private void put(int count, int segment) {
    for (int i = 0; i < count; i++) {
      End end = RunTest.end(key(++ends));
      end.alias(ends);
      end.carrier(-ends);
      archive.put(end, Position.of(segment, 8 * ends));
    }
  }

  private void closeTable(int segment) {
    archive.closeTable(Position.of(segment, 8 * ends + 8));
  }

  private void awaitPublished() throws InterruptedException {
    assertThat(published.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
  }

  private Search search(Search search) {
    CompletableFuture<Search> answer = new CompletableFuture<>();
    archive.search(search, answer::complete);
    return answer.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private List<Long> everywhere(int n) {
    List<End> found = new ArrayList<>(archive.byKey(key(n)));
    found.addAll(search(Search.byKey(key(n))).found());
    return found.stream().map(end -> end.key).toList();
  }

  private List<String> runs() {
    return disk.list().stream().filter(name -> name.endsWith(".run")).toList();
  }

  @Test
  void whatIsPutInIsFoundInMemoryAndInRuns() throws Exception {
    open();
    for (int table = 1; table <= 5; table++) {
      put(ROWS, table);
      assertThat(archive.wantsClose()).isTrue();
      closeTable(table);
      awaitPublished();
    }
    put(10, 6);
    for (int n = 1; n <= ends; n++) {
      assertThat(everywhere(n)).containsExactly(key(n));
      List<End> byAlias = archive.byAlias(n);
      byAlias.addAll(search(Search.byAlias(n)).found());
      assertThat(byAlias).extracting(end -> end.key).containsExactly(key(n));
      End inMemory = archive.byCarrier(-n);
      List<End> inRuns = search(Search.byCarrier(-n)).found();
      assertThat(inMemory == null ? inRuns : List.of(inMemory))
          .extracting(end -> end.key)
          .containsExactly(key(n));
    }
    assertThat(everywhere(ends + 1)).isEmpty();
    ArchiveStats stats = archive.stats();
    assertThat(stats.runs()).isEqualTo(5);
    assertThat(stats.entries()).isEqualTo(5 * ROWS);
    assertThat(stats.bytes()).isEqualTo(runs().stream().mapToLong(this::size).sum());
    assertThat(stats.lost()).isZero();
  }

  private long size(String name) {
    return disk.bytes(name).length;
  }

  @Test
  void aSegmentIsArchivedWhenItsEndsAreInRuns() throws Exception {
    open();
    assertThat(archive.isArchived(1)).isTrue();
    put(5, 3);
    assertThat(archive.isArchived(2)).isTrue();
    assertThat(archive.isArchived(3)).isFalse();
    assertThat(archive.wantsClose()).isFalse();
    archive.askClose(2);
    assertThat(archive.wantsClose()).isFalse();
    archive.askClose(3);
    assertThat(archive.wantsClose()).isTrue();
    disk.failCreations("ends-");
    closeTable(3);
    put(1, 4);
    // What is closed already is on its way, and need not be asked for again.
    archive.askClose(3);
    assertThat(archive.wantsClose()).isFalse();
    assertThat(archive.isArchived(3)).isFalse();
    disk.failCreations("none");
    awaitPublished();
    assertThat(archive.isArchived(3)).isTrue();
    assertThat(archive.isArchived(4)).isFalse();
    assertThat(archive.oldestWaiting()).isEqualTo(Position.of(4, 48));
  }

  @Test
  void recoveryPassesOverWhatIsInRuns() throws Exception {
    open();
    put(5, 1);
    closeTable(1);
    awaitPublished();
    put(5, 1);
    archive.close();
    open();
    assertThat(archive.archivedBefore()).isEqualTo(Position.of(1, 48));
    assertThat(everywhere(5)).containsExactly(key(5));
    assertThat(everywhere(6)).isEmpty();
  }

  @Test
  void aRunBeginsToCountWhenItIsDurable() throws Exception {
    Random random = new Random(9);
    for (int life = 0; life < 40; life++) {
      open();
      published.drainPermits();
      put(7, 1);
      int first = ends - 6;
      closeTable(1);
      boolean waits = random.nextBoolean();
      if (waits) {
        awaitPublished();
      }
      MemoryDisk left = disk.crash(random);
      boolean counted = archive.isArchived(1);
      archive.close();
      disk = left;
      archive = fresh();
      archive.load();
      if (waits) {
        assertThat(counted).isTrue();
        assertThat(archive.archivedBefore()).isEqualTo(Position.of(1, 8 * ends + 8));
        assertThat(search(Search.byKey(key(first))).found()).hasSize(1);
      }
      assertThat(disk.list()).noneMatch(name -> name.endsWith(".new"));
      archive.close();
    }
  }

  @Test
  void runsGoWhenTheyAreTooOld() throws Exception {
    open();
    put(5, 1);
    closeTable(1);
    awaitPublished();
    clock.addAndGet(6000);
    put(5, 1);
    closeTable(1);
    awaitPublished();
    assertThat(runs()).hasSize(2);
    clock.addAndGet(6000);
    put(5, 1);
    closeTable(1);
    awaitPublished();
    assertThat(runs()).hasSize(2);
    assertThat(everywhere(5)).isEmpty();
    assertThat(everywhere(6)).containsExactly(key(6));
    assertThat(everywhere(11)).containsExactly(key(11));
  }

  @Test
  void runsGoWhenThereIsTooMuch() throws Exception {
    maxBytes = 100_000;
    open();
    for (int table = 0; table < 20; table++) {
      put(ROWS, 1);
      closeTable(1);
      awaitPublished();
      assertThat(runs().stream().mapToLong(this::size).sum()).isLessThanOrEqualTo(maxBytes);
      assertThat(archive.stats().bytes()).isLessThanOrEqualTo(maxBytes);
    }
    assertThat(everywhere(1)).isEmpty();
    assertThat(everywhere(ends)).containsExactly(key(ends));
    assertThat(runs().size()).isGreaterThan(3);
  }

  @Test
  void aRunThatDoesNotFitPushesNoOtherOut() throws Exception {
    maxBytes = 100_000;
    open();
    for (int table = 0; table < 3; table++) {
      put(ROWS, 1);
      closeTable(1);
      awaitPublished();
    }
    List<String> before = runs();
    put(40 * ROWS, 1);
    closeTable(1);
    awaitPublished();
    assertThat(runs()).isEqualTo(before).hasSize(3);
    assertThat(archive.stats().lost()).isEqualTo(40 * ROWS);
    assertThat(everywhere(1)).containsExactly(key(1));
  }

  @Test
  void aFullDiskIsLeftToTheJournal() throws Exception {
    open();
    for (int table = 0; table < 8; table++) {
      put(ROWS, 1);
      closeTable(1);
      awaitPublished();
    }
    assertThat(runs()).hasSize(8);
    disk.usable(100_000);
    put(ROWS, 1);
    closeTable(1);
    awaitPublished();
    assertThat(runs().size()).isBetween(1, 2);
    disk.usable(0);
    put(ROWS, 1);
    closeTable(1);
    awaitPublished();
    assertThat(runs()).isEmpty();
    assertThat(archive.stats().lost()).isEqualTo(ROWS);
    // Nothing keeps the journal from being cleaned.
    assertThat(archive.isArchived(1)).isTrue();
  }

  @Test
  void tooManyWaitingTablesAreGivenUpOldestFirst() throws Exception {
    disk.failCreations("ends-");
    open();
    int most = Archive.MOST_WAITING;
    for (int table = 1; table <= most + 3; table++) {
      put(1, table);
      closeTable(table);
    }
    assertThat(archive.stats().lost()).isEqualTo(3);
    assertThat(archive.stats().waiting()).isEqualTo(most);
    assertThat(archive.byKey(key(most + 3))).hasSize(1);
    while (archive.stats().failures() == 0) {
      Thread.onSpinWait();
    }
    disk.failCreations("none");
    for (int i = 0; i < most; i++) {
      awaitPublished();
    }
    assertThat(archive.stats().entries()).isEqualTo(most);
    assertThat(archive.isArchived(most + 3)).isTrue();
  }

  @Test
  void aDamagedRunIsSetAsideAndTheOthersGoOn() throws Exception {
    open();
    for (int table = 0; table < 3; table++) {
      put(ROWS, 1);
      closeTable(1);
      awaitPublished();
    }
    String damaged = runs().get(1);
    byte[] octets = disk.bytes(damaged);
    octets[RunHeader.BLOCK + 100] ^= 1;
    disk.overwrite(damaged, octets);

    Search failed = search(Search.byKey(key(ROWS + 1)));
    assertThat(failed.found()).isEmpty();
    assertThat(Objects.requireNonNull(failed.failure()))
        .hasMessageContaining(damaged + " is damaged at offset 4096");
    assertThat(disk.list()).contains(damaged + ".bad").doesNotContain(damaged);
    assertThat(archive.stats().setAside()).isEqualTo(1);
    assertThat(everywhere(ROWS + 1)).isEmpty();
    assertThat(everywhere(1)).containsExactly(key(1));
    assertThat(everywhere(2 * ROWS + 1)).containsExactly(key(2 * ROWS + 1));

    archive.close();
    open();
    assertThat(everywhere(1)).containsExactly(key(1));
    put(1, 1);
    closeTable(1);
    awaitPublished();
    assertThat(runs()).hasSize(3);
  }

  @Test
  void searchesThatHaveNotBegunAreGivenUpAtTheEnd() throws Exception {
    Runs runs =
        new Runs(disk, new ArchiveSettings(10_000, maxBytes, ROWS, clock::get), new Object());
    Semaphore bothAsked = new Semaphore(0);
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    runs.search(
        Search.byKey(key(1)),
        () -> 0,
        first -> {
          bothAsked.acquireUninterruptibly();
          runs.endSearches();
          done.add("first");
        });
    runs.search(Search.byKey(key(2)), () -> 0, second -> done.add("second"));
    bothAsked.release();
    assertThat(runs.awaitSearches()).isTrue();
    assertThat(done).containsExactly("first");
    runs.close();
  }

  @Test
  void aRunWithoutHeaderIsSetAsideWhenOpening() throws Exception {
    open();
    put(1, 1);
    closeTable(1);
    awaitPublished();
    put(1, 2);
    closeTable(2);
    awaitPublished();
    archive.close();
    disk.put(runs().get(1), new byte[10]);
    open();
    assertThat(archive.archivedBefore()).isEqualTo(Position.of(1, 16));
    assertThat(archive.stats().setAside()).isEqualTo(1);
    assertThat(archive.stats().runs()).isEqualTo(1);
  }

  @Test
  void aRunOfAnotherJournalIsRefused() throws Exception {
    open();
    put(1, 1);
    closeTable(1);
    awaitPublished();
    archive.close();
    archive = fresh();
    archive.load();
    assertThatThrownBy(() -> archive.check(JOURNAL + 1))
        .hasMessageContaining("belongs to another journal");
  }

  @Test
  void withoutSpaceNothingIsKept() throws Exception {
    open();
    put(1, 1);
    closeTable(1);
    awaitPublished();
    archive.close();
    maxBytes = 0;
    open();
    put(1, 1);
    assertThat(archive.isArchived(1)).isTrue();
    assertThat(archive.byKey(key(2))).isEmpty();
    archive.askClose(9);
    assertThat(archive.wantsClose()).isFalse();
  }

  @Test
  void fingerprintsAreShownOldestFirst() throws Exception {
    open();
    for (int i = 1; i <= 30; i++) {
      End end = RunTest.end(key(i));
      if (i % 3 == 0) {
        end.fingerprint(1000 + i, i);
      }
      archive.put(end, Position.of(1, i));
      if (i == 10) {
        archive.closeTable(Position.of(1, 10));
        awaitPublished();
      } else if (i == 20) {
        clock.addAndGet(1000);
        archive.closeTable(Position.of(1, 20));
        awaitPublished();
      }
    }
    List<Long> all = new ArrayList<>();
    archive.fingerprints(0, (fingerprint, key, acceptedAt, alias) -> all.add(fingerprint));
    assertThat(all)
        .containsExactly(1003L, 1006L, 1009L, 1012L, 1015L, 1018L, 1021L, 1024L, 1027L, 1030L);
    List<Long> late = new ArrayList<>();
    archive.fingerprints(
        clock.get(),
        (fingerprint, key, acceptedAt, alias) -> {
          assertThat(key).isEqualTo(key((int) acceptedAt));
          late.add(fingerprint);
        });
    assertThat(late).containsExactly(1012L, 1015L, 1018L, 1021L, 1024L, 1027L, 1030L);
  }

  @Test
  void aTableIsUsedAgainWithoutItsOldRows() throws Exception {
    open();
    for (int table = 0; table < 6; table++) {
      put(ROWS + table, 1);
      closeTable(1);
      awaitPublished();
      assertThat(archive.byKey(key(ends))).isEmpty();
      assertThat(archive.byAlias(ends)).isEmpty();
      assertThat(archive.byCarrier(-ends)).isNull();
    }
  }
}
