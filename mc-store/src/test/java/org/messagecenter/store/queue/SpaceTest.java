package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.Thread.State;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.queue.StoreProbe.Accepted;

/** How much of the disk the store takes, and what it does when there is no more. */
class SpaceTest {

  private static final int SEGMENT = 16 << 10;
  private static final int SPARES = 8;
  private static final long LIMIT_NANOS = 60_000_000_000L;
  private static final int COMMITS_AHEAD = 8;
  private static final long LOOK_AGAIN_NANOS = 10_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final TestClock clock = new TestClock();
  private final MemoryDisk disk = new MemoryDisk();
  private final StoreSettings settings =
      StoreSettings.defaults(Path.of("memory"))
          .withSegmentBytes(SEGMENT)
          .withSpareSegments(SPARES)
          .withCommits(0, 1)
          .withClock(clock);
  private StoreProbe store = open(settings);

  /** Of the store's thread, when it is patient. */
  private int commits;

  /** Threads that were there before the patient store: those of other tests, for instance. */
  private final Set<Thread> strangers = new HashSet<>();

  /** Whether the others went on working for longer than anything here takes. */
  private volatile boolean gaveUp;

  private StoreProbe open(StoreSettings how) {
    try {
      return new StoreProbe(JournalStore.open(how, disk), clock).start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    store.close();
    assertThat(gaveUp).as("waited in vain for the store's other threads").isFalse();
  }

  /** How the other threads of a store that do something for its space are waited for. */
  private enum Patience {
    /** Until they have nothing left to do. */
    UNTIL_DONE,
    /** The same, but a pause is enough: on a full disk there are long ones. */
    UNTIL_PAUSE
  }

  private void awaitOthers(Patience patience) {
    if (gaveUp) {
      return;
    }
    long end = System.nanoTime() + LIMIT_NANOS;
    for (Thread other : threads()) {
      if (strangers.contains(other)) {
        continue;
      }
      switch (other.getName()) {
        case "store-cleaner" -> {
          // Seldom, for it costs a wait in any case; the store is not far ahead of it then.
          if (++commits % COMMITS_AHEAD == 0) {
            awaitCleaner(other, end);
          }
        }
        case "store-archive" -> {
          // It pauses while it writes a run.
          while ((isBusy(other) || isArchiveWritten()) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
          }
        }
        case "store-segments" -> {
          while ((isBusy(other)
                  || (patience == Patience.UNTIL_DONE && other.getState() != State.WAITING))
              && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
          }
        }
        default -> {
          // Nothing that takes or gives room.
        }
      }
    }
    gaveUp = System.nanoTime() >= end;
  }

  private static List<Thread> threads() {
    Thread[] all = new Thread[Thread.activeCount() + 16];
    return Arrays.asList(all).subList(0, Thread.enumerate(all));
  }

  private boolean isArchiveWritten() {
    return disk.list().stream().anyMatch(name -> name.startsWith("ends-") && name.endsWith(".new"));
  }

  private static boolean isBusy(Thread thread) {
    State state = thread.getState();
    return state != State.WAITING && state != State.TIMED_WAITING && state != State.TERMINATED;
  }

  /**
   * This one waits in a queue, and looks as if it did when it was given something but not the
   * processor yet. So it is woken for nothing, and has nothing left to do once it waits anew.
   */
  private static void awaitCleaner(Thread cleaner, long end) {
    long before = waits(cleaner);
    LockSupport.unpark(cleaner);
    while (cleaner.isAlive()
        && (waits(cleaner) == before || cleaner.getState() != State.WAITING)
        && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  /** How often it has begun to wait. */
  private static long waits(Thread thread) {
    ThreadInfo info = THREADS.getThreadInfo(thread.getId());
    return info == null ? -1 : info.getWaitedCount();
  }

  /**
   * A store that lets its other threads do what they have to before it goes on after a commit, so
   * that what is on the disk does not hang on who gets the processor.
   *
   * @param afterCommit run by the store's thread then
   */
  private void openPatiently(Patience patience, Consumer<StoreStats> afterCommit)
      throws IOException {
    store.close();
    strangers.addAll(threads());
    JournalStore patient = JournalStore.open(settings, disk);
    store = new StoreProbe(patient, clock);
    patient.start(
        due -> {},
        mail -> {},
        info -> {
          awaitOthers(patience);
          afterCommit.accept(patient.stats());
        },
        (cause, what) -> {});
  }

  /**
   * Messages that stay among others that go at once, at random and in runs, with carrier ids that
   * lie elsewhere; then all go in another order. After no commit is more on the disk than the
   * bound, with a segment for what is on its way, and the half over the bound from which on the
   * cleaner takes the time it needs.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neverTakesMoreThanTwiceWhatIsLiveAndTheSpares(long seed) throws IOException {
    AtomicLong worst = new AtomicLong(Long.MIN_VALUE);
    AtomicLong most = new AtomicLong();
    openPatiently(
        Patience.UNTIL_DONE,
        stats -> {
          long files = disk.used(".seg") + disk.used("spare-");
          long bound = 2 * stats.liveBytes() + (SPARES + 1L) * SEGMENT + SEGMENT / 2;
          worst.set(Math.max(worst.get(), files - bound));
          most.set(Math.max(most.get(), files));
        });
    Random random = new Random(seed);
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      boolean keeps = (i / 500) % 3 == 0 ? random.nextInt(4) > 0 : random.nextInt(12) == 0;
      long key = store.accept("acme", "x".repeat(random.nextInt(400)) + i);
      if (keeps) {
        kept.add(key);
        if (random.nextInt(3) == 0) {
          store.store.attempted(key, 1, Long.MAX_VALUE, new CarrierId("carrier", "id" + key));
        }
      } else {
        store.finish(key, null);
      }
      if (random.nextInt(10) == 0 && !kept.isEmpty()) {
        store.finish(kept.remove(random.nextInt(kept.size())), null);
      }
    }
    StoreStats busy = store.store.stats();
    assertThat(busy.bytesMoved()).isPositive().isLessThan(2 * busy.bytesWritten());
    assertThat(most.get()).isGreaterThan((SPARES - 2L) * SEGMENT);

    StoreStats before = store.store.stats();
    assertThat(before.pending()).isEqualTo(kept.size());
    for (long key : kept) {
      StoredMessage found = java.util.Objects.requireNonNull(store.find(key));
      if (found.carrierId() != null) {
        assertThat(found.carrierId().id()).isEqualTo("id" + key);
      }
    }
    while (!kept.isEmpty()) {
      store.finish(kept.remove(random.nextInt(kept.size())), null);
    }
    store.settle();
    assertThat(worst.get()).as("octets over the bound").isNotPositive();
  }

  @Test
  void whatEndsSoonIsNeverWrittenAgain() {
    ArrayDeque<Long> open = new ArrayDeque<>();
    for (int i = 0; i < 4_000; i++) {
      open.add(store.accept("acme", "x".repeat(300)));
      if (open.size() > 100) {
        store.finish(open.remove(), null);
      }
    }
    StoreStats stats = store.store.stats();
    assertThat(stats.bytesWritten()).isGreaterThan(50L * SEGMENT);
    assertThat(stats.bytesMoved()).isZero();
  }

  @Test
  void anUnusedStoreTakesNoDisk() {
    store.accept("acme", "x");
    store.settle();
    assertThat(disk.used()).isLessThan(SEGMENT);
  }

  /** The spares follow the writer: it makes a file itself at most before it has shown its pace. */
  @Test
  void theWriterFindsItsSegmentsMade() throws IOException {
    openPatiently(Patience.UNTIL_DONE, stats -> {});
    for (int i = 0; i < 1_000; i++) {
      store.finish(store.accept("acme", "x".repeat(300)), null);
    }
    StoreStats stats = store.store.stats();
    assertThat(stats.bytesWritten()).isGreaterThan(25L * SEGMENT);
    assertThat(stats.unpreparedSegments()).isLessThanOrEqualTo(2);
  }

  /**
   * Others take the whole disk, or a quota ends, of which the disk says nothing; what was accepted
   * goes on to its end, and its receipt is taken.
   */
  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, false", "4, true", "5, true", "6, true"})
  void endsAreWrittenOnADiskThatOthersFilled(long seed, boolean silent) throws IOException {
    Random random = new Random(seed);
    List<Long> keys = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      keys.add(store.accept("acme", "x".repeat(random.nextInt(400))));
    }
    awaitReserve();
    if (silent) {
      disk.quota(disk.used());
    } else {
      disk.capacity(disk.used());
    }
    assertThat(untilAnswered(StoreFailure.FULL)).isEqualTo(StoreFailure.FULL);

    for (long key : keys) {
      assertThat(store.finish(key, store.mail("acme", "receipt of " + key))).isEqualTo(true);
    }
    store.store.requestMail("acme", 1_000);
    List<Mail> receipts = store.drainMail();
    assertThat(receipts).hasSize(keys.size());
    for (Mail mail : receipts) {
      store.store.mailDone(mail.key(), MailOutcome.DELIVERED);
    }
    store.store.cancelMailRequests("acme");
    store.settle();
    assertThat(store.store.stats().failure()).isNull();

    store.close();
    store = open(settings);
    for (long key : keys) {
      assertThat(store.find(key)).isNull();
    }
    assertThat(store.store.stats().mailboxes()).isEmpty();

    disk.capacity(Long.MAX_VALUE);
    disk.quota(Long.MAX_VALUE);
    assertThat(untilAnswered(null)).isNull();
    awaitReserve();
  }

  @Test
  void aQuotaThatIsWidenedIsFoundOut() {
    awaitReserve();
    disk.quota(disk.used());
    assertThat(untilAnswered(StoreFailure.FULL)).isEqualTo(StoreFailure.FULL);
    assertThat(store.store.stats().full()).isTrue();
    disk.quota(Long.MAX_VALUE);
    assertThat(untilAnswered(null)).isNull();
    assertThat(store.store.stats().reservedBytes()).isEqualTo(settings.reserveBytes());
  }

  /** A small disk is filled with messages alone: all of them find the room that they end in. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatWasAcceptedCanEndOnADiskFullOfMessages(long seed) throws IOException {
    openPatiently(Patience.UNTIL_PAUSE, stats -> {});
    Random random = new Random(seed);
    disk.capacity(100 * SEGMENT);
    List<Long> keys = new ArrayList<>();
    Accepted accepted = store.accept(store.message("acme", "49", "x".repeat(150)));
    while (accepted.failure() == null) {
      keys.add(accepted.key());
      accepted = store.accept(store.message("acme", "49", "x".repeat(150)));
    }
    assertThat(accepted.failure()).isEqualTo(StoreFailure.FULL);
    assertThat(keys).hasSizeGreaterThan(1_000);
    java.util.Collections.shuffle(keys, random);
    for (long key : keys) {
      // A receipt longer than its message, and nobody takes it.
      assertThat(store.finish(key, store.mail("acme", "x".repeat(250)))).isEqualTo(true);
    }
    assertThat(store.store.stats().failure()).isNull();
    assertThat(store.store.stats().mailboxes()).containsEntry("acme", keys.size());
  }

  @Test
  void withoutAnythingLeftTheStoreFails() throws IOException {
    long key = store.accept("acme", "x");
    awaitReserve();
    disk.capacity(disk.used());
    Object answer = true;
    for (int i = 0; i < 3_000 && answer.equals(true); i++) {
      answer = store.post(store.mail("acme", "x".repeat(300)));
    }
    assertThat(answer).isEqualTo(StoreFailure.UNKNOWN);
    assertThat(store.takeFatal()).contains("No space left on device");
    store.close();
    disk.capacity(Long.MAX_VALUE);
    store = open(settings);
    assertThat(store.find(key)).isNotNull();
  }

  @Test
  void aReplacementIsRefusedLikeAMessage() {
    long key = store.accept("acme", "old");
    disk.usable(0);
    assertThat(untilAnswered(StoreFailure.FULL)).isEqualTo(StoreFailure.FULL);
    assertThat(store.replace(key, store.message("acme", "4917000", "new")))
        .isEqualTo(StoreFailure.FULL);
    disk.usable(Long.MAX_VALUE);
    assertThat(untilAnswered(null)).isNull();
    assertThat(store.replace(key, store.message("acme", "4917000", "new"))).isEqualTo(true);
  }

  @Test
  void replacementsThatWaitAreLimitedLikeMessages() {
    store.close();
    store = open(settings.withSpace(0, 1_000));
    long key = store.accept("acme", "old");
    CompletableFuture<Boolean> held = new CompletableFuture<>();
    CompletableFuture<Boolean> go = new CompletableFuture<>();
    // Holds the store's thread, so that the queue fills: from then on, for what the thread takes
    // together with the question is no longer in the queue.
    store.store.find(
        1,
        found -> {
          held.complete(true);
          go.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
        });
    assertThat(StoreProbe.await(held)).isTrue();
    List<CompletableFuture<Object>> answers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      answers.add(store.replaceLater(key, store.message("acme", "4917000", i + "x".repeat(100))));
    }
    go.complete(true);
    List<Object> all = answers.stream().map(answer -> StoreProbe.await(answer)).toList();
    assertThat(all.subList(0, 5)).containsOnly(true);
    assertThat(all.subList(20, 30)).containsOnly(StoreFailure.FULL);
  }

  /** It stays full until a quarter of the reserve more is free than what made it full. */
  @Test
  void doesNotChangeItsMindForALittle() {
    store.close();
    // Nothing is held by files then, so that it is known what is free.
    store = open(settings.withSpareSegments(0));
    long reserve = settings.reserveBytes();
    disk.usable(reserve + reserve / 4 - 1);
    assertThat(untilAnswered(StoreFailure.FULL)).isEqualTo(StoreFailure.FULL);
    disk.usable(reserve + reserve / 2 - 1);
    long end = System.nanoTime() + 400_000_000L;
    while (System.nanoTime() < end) {
      assertThat(store.accept(store.message("acme", "49", "y")).failure())
          .isEqualTo(StoreFailure.FULL);
    }
    disk.usable(reserve + reserve / 2);
    assertThat(untilAnswered(null)).isNull();
  }

  /** Messages, ended at once, until one is answered like that. */
  private @Nullable StoreFailure untilAnswered(@Nullable StoreFailure wanted) {
    long end = System.nanoTime() + LIMIT_NANOS;
    @Nullable StoreFailure failure;
    do {
      Accepted accepted = store.accept(store.message("acme", "49", "y"));
      failure = accepted.failure();
      if (failure == null) {
        store.finish(accepted.key(), null);
      }
    } while (failure != wanted && System.nanoTime() < end);
    return failure;
  }

  /**
   * Uses the journal until its reserve is there. A file that was begun while there was no room may
   * make it refuse for a while.
   */
  private void awaitReserve() {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (disk.used("reserve-") < settings.reserveBytes() && System.nanoTime() < end) {
      Accepted accepted = store.accept(store.message("acme", "49", "x".repeat(300)));
      if (accepted.failure() == null) {
        store.finish(accepted.key(), null);
      }
    }
    assertThat(disk.used("reserve-")).isEqualTo(settings.reserveBytes());
  }

  @ParameterizedTest
  @CsvSource({
    // total, segment, spares, reserve; all in KiB
    "65536, 1024, 2, 4096",
    "1024, 64, 2, 64",
    "3145728, 32768, 3, 131072",
    "4194304, 65536, 2, 262144",
    "16777216, 65536, 8, 262144",
    "9007199254740991, 65536, 8, 262144",
  })
  void suitsItselfToTheDisk(long total, int segment, int spares, long reserve) {
    StoreSettings actual = StoreSettings.defaults(Path.of("memory")).forDisk(total << 10);
    assertThat(actual.segmentBytes()).isEqualTo(segment << 10);
    assertThat(actual.spareSegments()).isEqualTo(spares);
    assertThat(actual.reserveBytes()).isEqualTo(reserve << 10);
  }

  @Test
  void keepsWhatIsSet() {
    StoreSettings set = settings.withSpace(123, 456);
    assertThat(set.forDisk(1 << 20)).isEqualTo(set);
  }
}
