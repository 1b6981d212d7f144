package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.store.journal.HookedDisk;
import org.messagecenter.store.journal.HookedDisk.Operation;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.queue.StoreProbe.Accepted;

class StoreFaultTest {

  private final TestClock clock = new TestClock();
  private final MemoryDisk disk = new MemoryDisk();
  private final StoreSettings settings =
      StoreSettings.defaults(Path.of("memory"))
          .withSegmentBytes(64 << 10)
          .withSpareSegments(0)
          .withClock(clock);
  private StoreProbe store;

  @BeforeEach
  void open() throws IOException {
    store = new StoreProbe(JournalStore.open(settings, disk), clock).start();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aFailedSyncBreaksTheStoreForGood() throws IOException {
    long kept = store.accept("acme", "kept");
    disk.failForces();

    assertThat(store.accept(store.message("acme", "49", "in doubt")).failure())
        .isEqualTo(StoreFailure.UNKNOWN);
    assertThat(store.takeFatal()).contains("Input/output error");
    assertThat(store.accept(store.message("acme", "49", "later")).failure())
        .isEqualTo(StoreFailure.BROKEN);
    assertThat(store.finish(kept, null)).isEqualTo(StoreFailure.BROKEN);
    assertThat(store.post(store.mail("acme", "m"))).isEqualTo(StoreFailure.BROKEN);
    assertThat(store.find(kept)).isNull();
    assertThat(store.store.stats().failure()).contains("Input/output error");
    int forces = disk.forces();
    store.close();
    assertThat(disk.forces()).isEqualTo(forces);
  }

  @Test
  void aLookUpOfTheRoundThatFailsIsAnsweredOnce() {
    Accepted kept = store.accept(store.message("acme", "49", "kept"));
    List<String> answers = new CopyOnWriteArrayList<>();
    // On the store's thread, so that all of these are of one round.
    store.store.post(
        store.mail("acme", "first"),
        changed -> {
          store.store.find(kept.key(), found -> answers.add("find " + found));
          store.store.lookup(kept.id(), (pending, ended) -> answers.add("look-up " + pending));
          store.acceptLater(store.message("acme", "49", "in doubt"));
          disk.failForces();
        });
    store.takeFatal();
    store.find(kept.key());
    assertThat(answers).containsExactlyInAnyOrder("find null", "look-up []");
  }

  @Test
  void whatWasReplacedWhileItWasReadIsReadAgainWithItsNewestState() {
    long key = store.accept("acme", "old");
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    CountDownLatch readOn = new CountDownLatch(1);
    disk.beforeReads(
        () -> {
          reader.complete(Thread.currentThread());
          while (readOn.getCount() > 0) {
            Thread.onSpinWait();
          }
        });
    CompletableFuture<String> found = new CompletableFuture<>();
    store.store.find(key, one -> found.complete(one == null ? "none" : one.carrierId() + ""));
    Thread reading = StoreProbe.await(reader);
    assertThat(store.replace(key, store.message("acme", "4917000", "new"))).isEqualTo(true);
    // The next round begins when the old octets are there, with a state that need not be durable.
    store.store.post(
        store.mail("acme", "m"),
        changed -> {
          store.store.attempted(key, 1, clock.getAsLong(), new CarrierId("c", "1"));
          readOn.countDown();
          while (reading.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
        });
    assertThat(StoreProbe.await(found)).isEqualTo(new CarrierId("c", "1").toString());
    assertThat(store.store.stats().failure()).isNull();
  }

  @Test
  void aFailedWriteBreaksTheStoreAndLosesNothingAcknowledged() throws IOException {
    long kept = store.accept("acme", "kept");
    disk.failWrites();
    assertThat(store.accept(store.message("acme", "49", "lost")).failure())
        .isEqualTo(StoreFailure.UNKNOWN);
    store.takeFatal();
    store.close();

    store = new StoreProbe(JournalStore.open(settings, disk.copy()), clock).start();
    assertThat(store.find(kept)).isNotNull();
    assertThat(store.store.stats().pending()).isEqualTo(1);
  }

  @Test
  void aLookupInTheRoundThatFailsIsAnsweredOnce() {
    CompletableFuture<Boolean> go = new CompletableFuture<>();
    // Holds the store's thread, so that all that follows is one round.
    hold(go);
    List<String> answers = new java.util.concurrent.CopyOnWriteArrayList<>();
    store.store.lookup("00000000000000000000000000000000", (now, ended) -> answers.add("first"));
    store.store.find(2, found -> answers.add("second"));
    CompletableFuture<Accepted> lost = store.acceptLater(store.message("acme", "49", "lost"));
    store.store.find(3, found -> answers.add("third"));
    disk.failWrites();
    go.complete(true);
    assertThat(StoreProbe.await(lost).failure()).isEqualTo(StoreFailure.UNKNOWN);
    store.takeFatal();
    store.close();

    assertThat(answers).containsExactlyInAnyOrder("first", "second", "third");
  }

  /** Holds the store's thread until {@code go}; it is held when this returns. */
  private void hold(CompletableFuture<Boolean> go) {
    CompletableFuture<Boolean> held = new CompletableFuture<>();
    store.store.find(
        1,
        found -> {
          held.complete(true);
          go.orTimeout(60, TimeUnit.SECONDS).join();
        });
    StoreProbe.await(held);
  }

  @Test
  void aDamagedBodyIsNeverServed() {
    store.accept("acme", "good body");
    // Behind the store's back: the octets change after they were synced.
    byte[] bytes = disk.bytes("0000000001.seg");
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("good body");
    bytes[at] ^= 1;
    disk.overwrite("0000000001.seg", bytes);

    store.store.requestWork(1);

    assertThat(store.takeFatal()).contains("0000000001.seg").contains("damaged at offset");
    store.assertQuiet();
  }

  @Test
  void aFullDiskRefusesMessagesButNotEnds() {
    long key = store.accept("acme", "x");
    disk.usable(settings.reserveBytes() - 1);
    StoreFailure failure = null;
    long end = System.nanoTime() + 60_000_000_000L;
    while (failure == null && System.nanoTime() < end) {
      failure = store.accept(store.message("acme", "49", "y")).failure();
    }
    assertThat(failure).isEqualTo(StoreFailure.FULL);
    assertThat(store.store.stats().full()).isTrue();
    assertThat(lastCommit(key).full()).isTrue();

    assertThat(store.finish(key, store.mail("acme", "receipt"))).isEqualTo(true);
    assertThat(store.post(store.mail("acme", "mo"))).isEqualTo(true);

    disk.usable(Long.MAX_VALUE);
    end = System.nanoTime() + 60_000_000_000L;
    while (failure != null && System.nanoTime() < end) {
      failure = store.accept(store.message("acme", "49", "z")).failure();
    }
    assertThat(failure).isNull();
    assertThat(store.store.stats().full()).isFalse();
    assertThat(lastCommit(key).full()).isFalse();
  }

  /** The answer to a find tells that the listener has heard of every round before it. */
  private CommitInfo lastCommit(long anyKey) {
    store.find(anyKey);
    List<CommitInfo> commits = store.commits();
    return commits.get(commits.size() - 1);
  }

  @Test
  void aFullQueueRefusesMessages() throws IOException {
    store.close();
    store = new StoreProbe(JournalStore.open(settings.withSpace(0, 1000), disk), clock).start();
    CompletableFuture<Boolean> go = new CompletableFuture<>();
    // Holds the store's thread, so that the queue fills.
    hold(go);
    List<CompletableFuture<Accepted>> answers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      answers.add(store.acceptLater(store.message("acme", "49", "x".repeat(100))));
    }
    go.complete(true);
    List<StoreFailure> failures = new ArrayList<>();
    for (var answer : answers) {
      StoreFailure failure = StoreProbe.await(answer).failure();
      if (failure != null) {
        failures.add(failure);
      }
    }
    assertThat(failures).hasSizeBetween(10, 25).containsOnly(StoreFailure.FULL);
    assertThat(store.accept(store.message("acme", "49", "x")).failure()).isNull();
  }

  @Test
  void aMissingStoreKeyIsRefused() {
    store.accept("acme", "x");
    MemoryDisk copy = disk.copy();
    copy.delete("store.key");
    assertThatThrownBy(() -> JournalStore.open(settings, copy))
        .hasMessageContaining("store.key is missing");
  }

  @Test
  void aDamagedStoreKeyIsRefused() {
    byte[] bytes = disk.bytes("store.key");
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 2;
      MemoryDisk copy = disk.copy();
      copy.put("store.key", damaged);
      assertThatThrownBy(() -> JournalStore.open(settings, copy)).hasMessageContaining("store.key");
    }
  }

  @Test
  void aSinkThatThrowsHarmsNobody() throws IOException {
    store.close();
    MessageStore other = JournalStore.open(settings, disk);
    store = new StoreProbe(other, clock);
    other.start(
        due -> {
          throw new IllegalStateException("work");
        },
        mail -> {
          throw new IllegalStateException("mail");
        },
        info -> {
          throw new IllegalStateException("commit");
        },
        (cause, what) -> {});
    other.requestWork(1);
    other.requestMail("acme", 1);
    long key = store.accept("acme", "x");
    store.post(store.mail("acme", "m"));
    store.settle();
    assertThat(Objects.requireNonNull(store.find(key)).inFlight()).isTrue();
    assertThat(other.stats().failure()).isNull();
  }

  /** A class that is missing, or memory: whatever ends one of the threads, the store tells. */
  @ParameterizedTest
  @CsvSource({
    "store-segments, CREATE",
    "store-archive, CREATE",
    "store-archive, WRITE",
    "store-reader, READ",
    "store-cleaner, READ"
  })
  void anErrorOfAThreadIsFatal(String thread, Operation at) throws IOException {
    store.close();
    HookedDisk hooked = new HookedDisk(disk);
    StoreSettings small = settings.withSegmentBytes(8192).withSpareSegments(2);
    store = new StoreProbe(JournalStore.open(small, hooked), clock).start();
    hooked.hook(
        (operation, name) -> {
          if (operation == at && Thread.currentThread().getName().equals(thread)) {
            throw new NoClassDefFoundError("missing in " + thread);
          }
        });
    // Most end at once, so that segments are cleaned, and their ends archived.
    boolean refused = false;
    for (int i = 0; i < 20_000 && !refused; i++) {
      Accepted accepted = store.accept(store.message("acme", "49", "x".repeat(300)));
      refused = accepted.failure() != null;
      if (i % 4 > 0) {
        store.finish(accepted.key(), null);
      } else {
        // Of those before, which are not in memory any more.
        store.store.requestWork(1);
      }
    }
    assertThat(store.takeFatal()).contains("missing in " + thread);
    assertThat(store.accept(store.message("acme", "49", "later")).failure())
        .isEqualTo(StoreFailure.BROKEN);
  }

  /** The other messages can be served without it. */
  @Test
  void anErrorWhileTheArchiveIsSearchedFailsTheLookUpOnly() throws IOException {
    store.close();
    HookedDisk hooked = new HookedDisk(disk);
    StoreSettings small = settings.withSegmentBytes(8192);
    store = new StoreProbe(JournalStore.open(small, hooked), clock).start();
    Accepted ended = store.accept(store.message("acme", "49", "x"));
    store.finish(ended.key(), null);
    while (store.store.stats().archive().runs() == 0) {
      store.finish(store.accept("acme", "x".repeat(300)), null);
    }
    hooked.hook(
        (operation, name) -> {
          if (operation == Operation.READ && name.startsWith("ends-")) {
            throw new OutOfMemoryError("as if");
          }
        });
    assertThat(store.lookupFailure(ended.id())).isEqualTo(StoreFailure.UNREADABLE);
    hooked.hook((operation, name) -> {});
    assertThat(store.lookup(ended.id()).ended()).hasSize(1);
    assertThat(store.store.stats().failure()).isNull();
  }

  /** Of those who hear that it broke: the others hear it too, and the store is closed in order. */
  @Test
  void anErrorOfACallbackOfABrokenStoreKeepsNobodyFromHearingOfIt() {
    CompletableFuture<Boolean> go = new CompletableFuture<>();
    hold(go);
    CompletableFuture<Accepted> before = store.acceptLater(store.message("acme", "49", "one"));
    store.store.post(
        store.mail("acme", "m"),
        new DoneCallback() {
          @Override
          public void done(boolean changed) {
            throw new NoClassDefFoundError("as if");
          }

          @Override
          public void failed(StoreFailure why) {
            throw new NoClassDefFoundError("as if");
          }
        });
    store.store.find(
        1,
        new FindCallback() {
          @Override
          public void found(@Nullable StoredMessage message) {
            throw new NoClassDefFoundError("as if");
          }

          @Override
          public void failed(StoreFailure why) {
            throw new NoClassDefFoundError("as if");
          }
        });
    CompletableFuture<Accepted> after = store.acceptLater(store.message("acme", "49", "two"));
    disk.failWrites();
    go.complete(true);
    assertThat(StoreProbe.await(before).failure()).isEqualTo(StoreFailure.UNKNOWN);
    assertThat(StoreProbe.await(after).failure()).isEqualTo(StoreFailure.UNKNOWN);
    assertThat(store.takeFatal()).contains("Input/output error");
    assertThat(store.accept(store.message("acme", "49", "later")).failure())
        .isEqualTo(StoreFailure.BROKEN);
  }

  @Test
  void startsOnce() {
    assertThatThrownBy(() -> store.start()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSecondStoreInTheDirectoryIsRefused(@TempDir Path directory) throws IOException {
    StoreSettings real = StoreSettings.defaults(directory);
    try (MessageStore first = JournalStore.open(real)) {
      assertThatThrownBy(() -> JournalStore.open(real))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another process");
      assertThat(first.stats().failure()).isNull();
    }
    JournalStore.open(real).close();
  }

  @Test
  void manySmallFilesOfManyLivesAreCleanedAway() throws IOException {
    for (int life = 0; life < 20; life++) {
      long key = store.accept("acme", "life " + life);
      store.finish(key, null);
      store.close();
      store = new StoreProbe(JournalStore.open(settings, disk), clock).start();
    }
    store.accept("acme", "last");
    store.settle();
    assertThat(disk.list().stream().filter(name -> name.endsWith(".seg")).count()).isLessThan(4);
  }
}
