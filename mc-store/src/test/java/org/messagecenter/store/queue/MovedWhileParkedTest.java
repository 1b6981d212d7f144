package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.MemoryDisk;

/** The cleaner and checkpoints among messages that are parked, or lost their carrier's id. */
class MovedWhileParkedTest {

  private static final int COUNT = 20;
  private static final int LINE = 3;
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private final TestClock clock = new TestClock();
  private final StoreSettings settings =
      StoreSettings.defaults(Path.of("memory"))
          .withSegmentBytes(4096)
          .withSpareSegments(0)
          .withCommits(0, 1)
          .withClock(clock)
          .withCheckpoints(8192, Long.MAX_VALUE);
  private MemoryDisk disk = new MemoryDisk();
  private final List<Long> keys = new ArrayList<>();

  private StoreProbe open() throws IOException {
    return new StoreProbe(JournalStore.open(settings, disk), clock).start();
  }

  private StoreProbe reopenAfterCrash(StoreProbe store) throws IOException {
    MemoryDisk left = disk.copy();
    store.close();
    disk = left;
    return open();
  }

  private static String body(int i) {
    return i + " " + "x".repeat(300 + i);
  }

  private StoreProbe withPushed() throws IOException {
    StoreProbe store = open();
    store.store.requestWork(COUNT);
    for (int i = 0; i < COUNT; i++) {
      keys.add(store.accept("acme", body(i)));
      store.takeDue();
    }
    return store;
  }

  /** Lets others come and go until all that stays was moved, and a checkpoint was written. */
  private static void moveAll(StoreProbe store) {
    long moved = store.store.stats().bytesMoved() + 2L * COUNT * 400;
    long checkpoints = store.store.stats().checkpoints();
    // The threads that read for the cleaner and write checkpoints take the time they get.
    long end = System.nanoTime() + LIMIT_NANOS;
    while (System.nanoTime() < end) {
      StoreStats stats = store.store.stats();
      if (stats.bytesMoved() >= moved && stats.checkpoints() > checkpoints) {
        return;
      }
      store.finish(store.accept("other", "y".repeat(500)), null);
    }
    throw new AssertionError("nothing is moved: " + store.store.stats());
  }

  @Test
  void aParkedMessageIsReadFromWhereItWasMoved() throws IOException {
    StoreProbe store = withPushed();
    keys.forEach(key -> store.store.park(key, LINE, false));
    moveAll(store);
    assertThat(store.store.stats().parked()).isEqualTo(COUNT);
    store.store.requestLine(LINE, COUNT);
    for (int i = 0; i < COUNT; i++) {
      assertThat(text(store.takeDue().body())).isEqualTo(body(i));
    }
    keys.forEach(key -> store.store.park(key, LINE, false));
    store.settle();
    StoreProbe again = reopenAfterCrash(store);
    assertThat(again.store.stats().parked()).isZero();
    again.store.requestWork(COUNT);
    for (int i = 0; i < COUNT; i++) {
      DueMessage due = again.takeDue();
      assertThat(text(due.body())).isEqualTo(body(i));
      assertThat(due.line()).isZero();
    }
    again.close();
  }

  @Test
  void aCarrierIdStaysOffThoughTheRecordsThatHadItAreMoved() throws IOException {
    StoreProbe store = withPushed();
    for (int i = 0; i < COUNT; i++) {
      store.store.attempted(keys.get(i), 1, Long.MAX_VALUE, new CarrierId("c", "id " + i));
    }
    // From now on the ids are in the MESSAGE records themselves.
    moveAll(store);
    assertThat(Objects.requireNonNull(store.findByCarrierId("c", "id 7")).key())
        .isEqualTo(keys.get(7));
    for (int i = 0; i < COUNT; i += 2) {
      assertThat(store.retry(keys.get(i), 2, Long.MAX_VALUE)).isEqualTo(true);
    }
    checkIds(store);
    StoreProbe second = reopenAfterCrash(store);
    checkIds(second);
    moveAll(second);
    checkIds(second);
    StoreProbe third = reopenAfterCrash(second);
    checkIds(third);
    third.close();
    StoreProbe last = open();
    checkIds(last);
    last.close();
  }

  private void checkIds(StoreProbe store) {
    store.settle();
    for (int i = 0; i < COUNT; i++) {
      boolean off = i % 2 == 0;
      CarrierId id = new CarrierId("c", "id " + i);
      StoredMessage found = Objects.requireNonNull(store.find(keys.get(i)));
      assertThat(found.carrierId()).isEqualTo(off ? null : id);
      assertThat(found.attempts()).isEqualTo(off ? 2 : 1);
      assertThat(text(found.body())).isEqualTo(body(i));
      assertThat(store.findByCarrierId(id.carrier(), id.id()) == null).isEqualTo(off);
    }
    assertThat(store.findByAddress("acme", "4917000", 0, COUNT).pending())
        .hasSize(COUNT / 2)
        .allMatch(one -> one.carrierId() == null);
  }
}
