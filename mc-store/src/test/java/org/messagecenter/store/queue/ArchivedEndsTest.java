package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.store.archive.ArchiveSettings;
import org.messagecenter.store.archive.End;
import org.messagecenter.store.archive.Search;
import org.messagecenter.store.journal.Handles;
import org.messagecenter.store.journal.HookedDisk;
import org.messagecenter.store.journal.HookedDisk.Operation;
import org.messagecenter.store.journal.JournalDamageException;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.queue.StoreProbe.Accepted;
import org.messagecenter.store.queue.StoreProbe.Found;

/** The archive under the store: what ended is found when its records in the journal are gone. */
class ArchivedEndsTest {

  private static final long LIMIT_NANOS = 60_000_000_000L;

  private final TestClock clock = new TestClock();
  private final List<Accepted> ended = new ArrayList<>();
  private MemoryDisk disk = new MemoryDisk();
  private StoreProbe store;
  private int count;

  private StoreSettings settings() {
    return StoreSettings.defaults(Path.of("memory"))
        .withSegmentBytes(8192)
        .withSpareSegments(0)
        .withCommits(0, 1)
        .withSpace(0, 1 << 20)
        .withClock(clock);
  }

  private StoreProbe opened() throws IOException {
    return new StoreProbe(JournalStore.open(settings(), disk), clock).start();
  }

  @BeforeEach
  void open() throws IOException {
    store = opened();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Messages that end at once, with all kinds of ids. */
  private void endSome(int messages) {
    for (int i = 0; i < messages; i++) {
      int n = ++count;
      NewMessage message = store.tagged("49", "body " + n, n, n % 2 == 0);
      Accepted accepted =
          n % 7 == 0 ? store.acceptAll(List.of(message, message, message)) : store.accept(message);
      if (n % 3 == 0) {
        store.store.attempted(accepted.key(), 1, Long.MAX_VALUE, new CarrierId("c", "id " + n));
      }
      store.finish(accepted.key(), null);
      if (n % 7 == 0) {
        store.finish(accepted.key() | 2, null);
        store.finish(accepted.key() | 1, null);
      }
      ended.add(accepted);
    }
  }

  /** The disk has the files of these segments only. */
  private List<String> segments() {
    return disk.list().stream().filter(name -> name.endsWith(".seg")).toList();
  }

  /** The archive's thread takes the time it gets. */
  private void await(Predicate<StoreStats> what) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!what.test(store.store.stats())) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      store.settle();
    }
  }

  private void awaitArchived() {
    await(stats -> stats.segments() == 1);
  }

  private void assertAllFound() {
    for (int i = 0; i < ended.size(); i++) {
      int n = i + 1;
      Accepted accepted = ended.get(i);
      Found found = store.lookup(Objects.requireNonNull(accepted.id()));
      assertThat(found.pending()).isEmpty();
      assertThat(found.ended()).hasSize(n % 7 == 0 ? 3 : 1);
      for (int ordinal = 0; ordinal < found.ended().size(); ordinal++) {
        EndedMessage message = found.ended().get(ordinal);
        assertThat(message.key()).isEqualTo(accepted.key() | ordinal);
        assertThat(message.tag()).isEqualTo(n);
        assertThat(message.state()).isEqualTo(MessageState.DELIVERED);
        assertThat(message.messageId()).isEqualTo(accepted.id());
      }
      if (n % 3 == 0) {
        EndedMessage late = (EndedMessage) store.findEndedByCarrierId("c", "id " + n);
        assertThat(Objects.requireNonNull(late).key()).isEqualTo(accepted.key());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatEndedIsFoundWhenTheJournalHasForgottenIt(boolean orderly) throws IOException {
    for (int life = 0; life < 3; life++) {
      endSome(300);
      awaitArchived();
      assertAllFound();
      // These stay in the journal's last segment.
      endSome(5);
      MemoryDisk left = orderly ? null : disk.crash(new Random(life));
      store.close();
      disk = left == null ? disk : left;
      store = opened();
      assertAllFound();
    }
    assertThat(store.store.stats().archive().runs()).isPositive();
  }

  /**
   * A run tells a position that the journal must reach. The empty group behind the last commit is
   * not synced, so it must not count.
   */
  @Test
  void aRunNamesNoMoreOfTheJournalThanIsSynced() throws IOException {
    store.close();
    disk = new MemoryDisk();
    HookedDisk hooked = new HookedDisk(disk);
    Semaphore goOn = new Semaphore(0);
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger writes = new AtomicInteger();
    List<MemoryDisk> crashes = new CopyOnWriteArrayList<>();
    hooked.hook(
        (operation, name) -> {
          String thread = Thread.currentThread().getName();
          if (thread.equals("store") && operation == Operation.WRITE && name.contains(".seg")) {
            writes.incrementAndGet();
          } else if (thread.equals("store-archive") && operation == Operation.CREATE) {
            goOn.acquireUninterruptibly();
          } else if (thread.equals("store-archive") && operation == Operation.SYNC) {
            for (int seed = 0; seed < 40 && runs.get() == 1; seed++) {
              crashes.add(disk.crash(new Random(seed)));
            }
            runs.incrementAndGet();
          }
        });
    StoreSettings settings = settings().withCheckpoints(3000, Long.MAX_VALUE);
    store = new StoreProbe(JournalStore.open(settings, hooked), clock).start();
    // A checkpoint closes the first table, and its run waits. Then the segment goes on, and is left
    // with ends alone.
    while (store.store.stats().segments() < 2) {
      store.finish(store.accept("acme", "x".repeat(300)), null);
    }
    store.settle();
    assertThat(store.store.stats().archive().waiting()).isPositive();
    writes.set(0);
    long end = System.nanoTime() + LIMIT_NANOS;
    while (writes.get() == 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    goOn.release(2);
    end = System.nanoTime() + LIMIT_NANOS;
    while (runs.get() < 2 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(crashes).hasSize(40);
    for (MemoryDisk left : crashes) {
      JournalStore.open(settings(), left).close();
    }
  }

  private static final ArchiveSettings SMALL_TABLES =
      new ArchiveSettings(86_400_000, 1 << 30, 100, () -> TestClock.START);

  /** The journal of a store whose archive never got to write. */
  private MemoryDisk withoutRuns() {
    disk.failCreations("ends-");
    endSome(1_500);
    return disk.copy();
  }

  @Test
  void aReplayGivesUpNoEndHoweverManyAreNotArchived() throws IOException {
    MemoryDisk left = withoutRuns();
    Ended again = new Ended(left, SMALL_TABLES);
    try (Handles opened = new Handles()) {
      Opening opening = Opening.of(settings(), left, again, 4096, opened);
      assertThat(again.archive.stats().lost()).isZero();
      assertThat(again.archive.stats().runs()).isGreaterThan(5);
      again.start(opening.journal, () -> {});
      for (Accepted accepted : ended) {
        List<End> found = new ArrayList<>(again.archive.byKey(accepted.key()));
        if (found.isEmpty()) {
          CompletableFuture<Search> searched = new CompletableFuture<>();
          again.archive.search(Search.byKey(accepted.key()), searched::complete);
          found.addAll(StoreProbe.await(searched).found());
        }
        assertThat(found).as("ends of %d", accepted.key()).isNotEmpty();
      }
    }
  }

  @Test
  void aReplayThatCannotWriteRunsGoesOn() throws IOException {
    MemoryDisk left = withoutRuns();
    left.failCreations("ends-");
    Ended again = new Ended(left, SMALL_TABLES);
    try (Handles opened = new Handles()) {
      Opening.of(settings(), left, again, 4096, opened);
      assertThat(again.archive.stats().failures()).isPositive();
      assertThat(again.archive.stats().lost()).isPositive();
    }
  }

  @Test
  void aSegmentStaysUntilItsEndsAreArchived() throws IOException {
    disk.failCreations("ends-");
    endSome(200);
    for (int i = 0; i < 100; i++) {
      store.settle();
    }
    assertThat(segments()).contains("0000000001.seg");
    assertAllFound();
    // Even a crash now loses nothing.
    MemoryDisk left = disk.crash(new Random(4));
    store.close();
    disk = left;
    store = opened();
    assertAllFound();
    awaitArchived();
    assertThat(segments()).doesNotContain("0000000001.seg");
    assertAllFound();
  }

  @Test
  void aPendingMessageDoesNotKeepTheEndsOfLaterSegmentsFromBeingFound() throws IOException {
    Accepted pending = store.accept(store.tagged("49", "pending", 9, true));
    endSome(300);
    assertAllFound();
    store.close();
    store = opened();
    assertAllFound();
    assertThat(store.lookup(Objects.requireNonNull(pending.id())).bodies())
        .containsExactly("pending");
  }

  @Test
  void recipientsThatEndLaterAreFoundTogetherWithThoseInRuns() {
    List<NewMessage> three = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      three.add(store.tagged("49" + i, "to " + i, i, true));
    }
    Accepted accepted = store.acceptAll(three);
    store.finish(accepted.key() | 1, null);
    endSome(300);
    await(stats -> stats.archive().runs() > 0);
    String id = Objects.requireNonNull(accepted.id());
    assertThat(store.lookup(id).bodies()).containsExactly("to 0", "to 2");
    assertThat(store.lookup(id).ended()).extracting(EndedMessage::tag).containsExactly(1);
    store.finish(accepted.key(), null);
    assertThat(store.lookup(id).bodies()).containsExactly("to 2");
    assertThat(store.lookup(id).ended()).extracting(EndedMessage::tag).containsExactly(0, 1);
    store.finish(accepted.key() | 2, null);
    assertThat(store.lookup(id).bodies()).isEmpty();
    assertThat(store.lookup(id).ended()).extracting(EndedMessage::tag).containsExactly(0, 1, 2);
  }

  @Test
  void whoAsksHearsThatTheArchiveIsDamaged() {
    endSome(200);
    awaitArchived();
    String run =
        disk.list().stream().filter(name -> name.endsWith(".run")).findFirst().orElseThrow();
    byte[] octets = disk.bytes(run);
    for (int at = 4096; at < octets.length; at += 4096) {
      octets[at] ^= 1;
    }
    disk.overwrite(run, octets);
    Accepted first = ended.get(0);
    String id = Objects.requireNonNull(first.id());

    assertThat(store.lookupFailure(id)).isEqualTo(StoreFailure.UNREADABLE);
    assertThat(store.lookupFailure(id)).isNull();
    assertThat(store.store.stats().archive().setAside()).isEqualTo(1);
    assertThat(store.store.stats().failure()).isNull();
    assertThat(store.lookup(Objects.requireNonNull(ended.get(199).id())).ended()).hasSize(1);
  }

  @Test
  void aBrokenStoreSaysThatItCannotTell() {
    endSome(1);
    String id = Objects.requireNonNull(ended.get(0).id());
    disk.failWrites();
    store.acceptLater(store.message("acme", "49", "lost"));
    store.takeFatal();
    assertThat(store.lookupFailure(id)).isEqualTo(StoreFailure.BROKEN);
    assertThat(store.findFailure(1)).isEqualTo(StoreFailure.BROKEN);
    assertThat(store.findByAddressFailure("acme", "49")).isEqualTo(StoreFailure.BROKEN);
    assertThat(store.findEndedByCarrierId("c", "1")).isEqualTo(StoreFailure.BROKEN);
  }

  @Test
  void aJournalThatEndsBeforeWhatIsArchivedIsRefused() {
    endSome(200);
    awaitArchived();
    MemoryDisk old = disk.copy();
    List<String> segments = segments();
    endSome(20);
    endSome(100);
    awaitArchived();
    store.close();
    for (String name : disk.list()) {
      if (name.endsWith(".run")) {
        old.put(name, disk.bytes(name));
      }
    }
    disk = old;

    assertThatThrownBy(this::opened)
        .isInstanceOf(JournalDamageException.class)
        .hasMessageContaining(segments.get(segments.size() - 1) + " is damaged at offset")
        .hasMessageContaining("archived");
  }

  @Test
  void withoutAnArchiveTheJournalIsCleanedAllTheSame() throws IOException {
    store.close();
    disk = new MemoryDisk();
    store = new StoreProbe(JournalStore.open(settings().withArchive(1, 0), disk), clock).start();
    endSome(200);
    awaitArchived();
    assertThat(disk.list()).noneMatch(name -> name.startsWith("ends-"));
    assertThat(store.lookup(Objects.requireNonNull(ended.get(0).id())).ended()).isEmpty();
  }
}
