package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.checkpoint.CheckpointHeader;
import org.messagecenter.store.checkpoint.CheckpointReader;
import org.messagecenter.store.checkpoint.CheckpointWriter;
import org.messagecenter.store.journal.HookedDisk;
import org.messagecenter.store.journal.HookedDisk.Operation;
import org.messagecenter.store.journal.JournalDamageException;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.queue.StoreProbe.Accepted;

class CheckpointTest {

  private static final long FAST = Long.MAX_VALUE;
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private final TestClock clock = new TestClock();
  private final StoreSettings settings =
      StoreSettings.defaults(Path.of("memory"))
          .withSegmentBytes(4096)
          .withSpareSegments(0)
          .withCommits(0, 1)
          .withClock(clock)
          .withCheckpoints(4000, FAST);
  private MemoryDisk disk = new MemoryDisk();

  private StoreProbe open() throws IOException {
    return new StoreProbe(JournalStore.open(settings, disk), clock).start();
  }

  /** Fills a store until it has written a checkpoint, and goes on a little; the disk as it is. */
  private MemoryDisk withCheckpoint() throws IOException {
    StoreProbe store = open();
    fill(store);
    MemoryDisk left = disk.copy();
    store.close();
    return left;
  }

  private void fill(StoreProbe store) {
    store.post(store.mail("a", "waiting"));
    long first = store.accept("a", "attempted");
    store.store.attempted(first, 2, clock.getAsLong() + 5, new CarrierId("c", "1"));
    store.acceptAll(
        List.of(store.message("b", "1", "several"), store.message("b", "2", "several")));
    assertThat(store.accept(store.tagged("3", "short", 7, true)).id()).hasSize(8);
    // It begins with one of these; when it is done is up to the thread that writes it.
    for (int i = 0; i < 100 && store.store.stats().checkpoints() == 0; i++) {
      store.accept("a", "x".repeat(500));
    }
    awaitCheckpoint(store, store::settle);
    store.finish(first, store.mail("b", "a receipt"));
    store.settle();
  }

  /** Does something again and again until a checkpoint was written. */
  private static void awaitCheckpoint(StoreProbe store, Runnable meanwhile) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (store.store.stats().checkpoints() == 0 && System.nanoTime() < end) {
      meanwhile.run();
    }
    assertThat(store.store.stats().checkpoints()).isPositive();
  }

  /** The dump as the whole journal gives it. */
  private IndexDump all(MemoryDisk of) throws IOException {
    return IndexDump.ofAllOf(of, settings);
  }

  private IndexDump shortened(MemoryDisk of) throws IOException {
    return IndexDump.of(of, settings.withCheckpoints(1, FAST));
  }

  @Test
  void damageCostsTimeOnly() throws IOException {
    MemoryDisk left = withCheckpoint();
    byte[] good = left.bytes(CheckpointWriter.NAME);
    List<String> expected = all(left).lines;
    assertThat(shortened(left).checkpoint).isNotZero();
    assertThat(shortened(left).lines).isEqualTo(expected);
    Random random = new Random(1);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << random.nextInt(8));
      assertSame(left, bad, expected);
      assertSame(left, Arrays.copyOf(good, at), expected);
    }
    assertSame(left, Arrays.copyOf(good, good.length + 8), expected);
  }

  private void assertSame(MemoryDisk left, byte[] bad, List<String> expected) throws IOException {
    left.put(CheckpointWriter.NAME, bad);
    IndexDump dump = shortened(left);
    assertThat(dump.checkpoint).isZero();
    assertThat(dump.lines).isEqualTo(expected);
  }

  /** It closes a table of ends, and with too many of them waiting that pushes one out. */
  @Test
  void noneBeginsWhileEndsWaitForTheArchive() throws IOException {
    disk.failCreations("ends-");
    StoreSettings rare = settings.withCheckpoints(60_000, FAST);
    StoreProbe store = new StoreProbe(JournalStore.open(rare, disk), clock).start();
    for (int i = 0; i < 50; i++) {
      store.finish(store.accept("a", "x".repeat(500)), null);
    }
    // They alone keep the first segment from going.
    while (store.store.stats().archive().failures() == 0) {
      store.settle();
    }
    long waiting = store.store.stats().archive().waiting();
    assertThat(waiting).isPositive();
    for (int i = 0; i < 200; i++) {
      store.finish(store.accept("a", "x".repeat(500)), null);
    }
    assertThat(store.store.stats().archive().waiting()).isEqualTo(waiting);
    assertThat(disk.list()).doesNotContain(CheckpointWriter.NAME, CheckpointWriter.NEW_NAME);
    disk.failCreations("none");
    awaitCheckpoint(store, () -> store.finish(store.accept("a", "x".repeat(500)), null));
    assertThat(store.store.stats().archive().lost()).isZero();
    store.close();
  }

  /** A store on a disk that lets the checkpoint's thread pass an operation when it may. */
  private StoreProbe openBlocked(Operation at, Semaphore reached, Semaphore goOn)
      throws IOException {
    HookedDisk hooked = new HookedDisk(disk);
    hooked.hook(
        (operation, name) -> {
          if (operation == at && name.equals(CheckpointWriter.NEW_NAME)) {
            reached.release();
            goOn.acquireUninterruptibly();
          }
        });
    StoreSettings spacious = settings.withSpace(1 << 16, 1 << 20);
    return new StoreProbe(JournalStore.open(spacious, hooked), clock).start();
  }

  private void fillUntil(StoreProbe store, Semaphore reached) {
    while (!reached.tryAcquire()) {
      store.finish(store.accept("a", "x".repeat(500)), null);
    }
  }

  private void awaitFull(StoreProbe store) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!store.store.stats().full() && System.nanoTime() < end) {
      store.settle();
    }
    assertThat(store.store.stats().full()).isTrue();
    store.settle();
  }

  @Test
  void whatIsAllButWrittenWhenTheDiskGetsFullIsFinished() throws Exception {
    Semaphore reached = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    // Synced once, when all was written.
    StoreProbe store = openBlocked(Operation.FORCE, reached, goOn);
    fillUntil(store, reached);
    disk.usable(0);
    awaitFull(store);
    goOn.release(1000);
    awaitCheckpoint(store, store::settle);
    assertThat(store.store.stats().checkpoints()).isEqualTo(1);
    assertThat(disk.list()).contains(CheckpointWriter.NAME);
    store.close();
  }

  @Test
  void oneThatHasJustBegunIsGivenUpWhenTheDiskGetsFull() throws Exception {
    Semaphore reached = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    StoreProbe store = openBlocked(Operation.CREATE, reached, goOn);
    // More than two blocks, so that not all of it is copied before the first is written.
    for (int i = 0; i < 10_000 && !reached.tryAcquire(); i++) {
      store.accept("a", "x");
    }
    disk.usable(0);
    awaitFull(store);
    goOn.release(1000);
    store.settle();
    disk.usable(Long.MAX_VALUE);
    awaitCheckpoint(
        store,
        () -> {
          Accepted accepted = store.accept(store.message("a", "1", "x".repeat(500)));
          assertThat(accepted.failure()).isIn(null, StoreFailure.FULL);
        });
    store.close();
  }

  @Test
  void aSmallJournalIsReadInFull() throws IOException {
    MemoryDisk left = withCheckpoint();
    assertThat(IndexDump.of(left, settings.withCheckpoints(1 << 20, FAST)).checkpoint).isZero();
  }

  @Test
  void switchedOffNoneIsWrittenReadOrKept() throws IOException {
    disk = withCheckpoint();
    StoreSettings off = settings.withCheckpoints(0, FAST);
    StoreProbe store = new StoreProbe(JournalStore.open(off, disk), clock).start();
    for (int i = 0; i < 20; i++) {
      store.accept("a", "x".repeat(500));
    }
    assertThat(store.store.stats().checkpoints()).isZero();
    store.close();
    assertThat(disk.list()).doesNotContain(CheckpointWriter.NAME, CheckpointWriter.NEW_NAME);
  }

  @Test
  void anUnfinishedOneIsRemoved() throws IOException {
    disk.put(CheckpointWriter.NEW_NAME, new byte[100]);
    open().close();
    assertThat(disk.list()).doesNotContain(CheckpointWriter.NEW_NAME);
  }

  @Test
  void oneOfAnotherJournalIsNotUsed() throws IOException {
    MemoryDisk other = withCheckpoint();
    disk = new MemoryDisk();
    MemoryDisk left = withCheckpoint();
    left.put(CheckpointWriter.NAME, other.bytes(CheckpointWriter.NAME));
    assertThat(shortened(left).checkpoint).isZero();
    assertThat(shortened(left).lines).isEqualTo(all(left).lines);
  }

  @Test
  void anUnknownSectionAndAMissingOneAreRefused() throws IOException {
    MemoryDisk left = withCheckpoint();
    CheckpointHeader header;
    long synced;
    try (CheckpointReader reader = java.util.Objects.requireNonNull(CheckpointReader.open(left))) {
      header = reader.header();
      synced = reader.read((section, entries, content) -> true);
    }
    List<String> expected = all(left).lines;
    write(left, header, synced, "messages", "mails");
    assertThat(shortened(left).checkpoint).isZero();
    assertThat(shortened(left).lines).isEqualTo(expected);
    write(left, header, synced, "messages", "mails", "repeats", "archive", "unknown");
    assertThat(shortened(left).checkpoint).isZero();
    assertThat(shortened(left).lines).isEqualTo(expected);
  }

  /** A checkpoint with empty sections. */
  private static void write(
      MemoryDisk to, CheckpointHeader header, long synced, String... sections) {
    CheckpointWriter writer = new CheckpointWriter(to, header, FAST, () -> {});
    for (String section : sections) {
      ByteBuffer content = null;
      while (content == null) {
        content = writer.take();
      }
      writer.put(section, 0, section.equals("mails") ? content.putInt(0) : content);
    }
    writer.finish(synced);
    while (!writer.isDone()) {
      Thread.onSpinWait();
    }
    assertThat(writer.failure()).isNull();
  }

  @Test
  void aJournalThatEndsBeforeWhatTheCheckpointSawIsDamaged() throws IOException {
    MemoryDisk left = withCheckpoint();
    long synced;
    try (CheckpointReader reader = java.util.Objects.requireNonNull(CheckpointReader.open(left))) {
      synced = reader.read((section, entries, content) -> true);
    }
    String last = String.format("%010d.seg", Position.segment(synced));
    left.list().stream()
        .filter(name -> name.endsWith(".seg") && name.compareTo(last) > 0)
        .forEach(left::delete);
    byte[] cut = Arrays.copyOf(left.bytes(last), Position.offset(synced) - 8);
    left.put(last, cut);
    assertThatThrownBy(() -> shortened(left))
        .isInstanceOf(JournalDamageException.class)
        .hasMessageContaining(last + " is damaged at offset ");
    assertThat(left.bytes(last)).isEqualTo(cut);
    left.delete(last);
    assertThatThrownBy(() -> shortened(left)).isInstanceOf(JournalDamageException.class);
  }

  @Test
  void damageToWhatWasPassedOverStopsTheStore() throws IOException {
    disk = withCheckpoint();
    byte[] first = disk.bytes("0000000001.seg");
    first[200] ^= 1;
    disk.put("0000000001.seg", first);
    assertThatThrownBy(() -> all(disk)).isInstanceOf(JournalDamageException.class);
    StoreProbe store = open();
    assertThat(store.takeFatal())
        .contains("memory/0000000001.seg is damaged at offset ")
        .contains("passed over");
    store.close();
  }

  @Test
  void aSegmentThatIsTooShortIsFoundAtOnce() throws IOException {
    disk = withCheckpoint();
    byte[] first = disk.bytes("0000000001.seg");
    disk.put("0000000001.seg", Arrays.copyOf(first, 1000));
    assertThatThrownBy(() -> shortened(disk))
        .isInstanceOf(JournalDamageException.class)
        .hasMessageContaining("too short");
  }

  @Test
  void endedMessagesAreRemembered() throws IOException {
    StoreProbe store = open();
    Accepted ended = store.accept(store.tagged("3", "short", 7, true));
    store.finish(ended.key(), null);
    fill(store);
    store.close();
    store = open();
    assertThat(store.lookup(ended.id()).ended()).hasSize(1);
    store.close();
  }

  @Test
  void oneThatCountsOnRunsThatAreGoneIsNotUsed() throws IOException {
    StoreProbe store = open();
    store.finish(store.accept("a", "ended"), null);
    fill(store);
    MemoryDisk left = disk.copy();
    store.close();
    assertThat(shortened(left).checkpoint).isNotZero();
    left.list().stream().filter(name -> name.endsWith(".run")).forEach(left::delete);
    assertThat(shortened(left).checkpoint).isZero();
    assertThat(shortened(left).lines).isEqualTo(all(left).lines);
  }

  @Test
  void fingerprintsAreRemembered() throws IOException {
    StoreProbe store = open();
    NewMessage message = store.message("b", "1", "once");
    long key = store.acceptOnce(message, 7, 0).join().key();
    fill(store);
    MemoryDisk left = disk.copy();
    store.close();
    assertThat(shortened(left).checkpoint).isNotZero();
    assertThat(shortened(left).lines)
        .isEqualTo(all(left).lines)
        .anyMatch(line -> line.startsWith("fingerprint 7 of " + key));
  }

  @Test
  void aFailingDiskCostsTheCheckpointOnly() throws IOException {
    AtomicBoolean fails = new AtomicBoolean();
    CrashingDisk failing =
        new CrashingDisk(
            disk,
            () -> {
              if (fails.get()) {
                throw new IllegalStateException("no space");
              }
            });
    StoreProbe store = new StoreProbe(JournalStore.open(settings, failing, 4096), clock).start();
    fails.set(true);
    for (int i = 0; i < 60; i++) {
      store.accept("a", "x".repeat(500));
    }
    assertThat(store.store.stats().failure()).isNull();
    assertThat(store.store.stats().checkpoints()).isZero();
    store.close();
    assertThat(disk.list()).doesNotContain(CheckpointWriter.NAME);
  }
}
