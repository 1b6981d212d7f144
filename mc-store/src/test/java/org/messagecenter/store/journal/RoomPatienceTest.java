package org.messagecenter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.store.journal.HookedDisk.Operation;

/** A writer that is faster than those who give room back waits for them, and for nobody else. */
class RoomPatienceTest {

  private static final int SEGMENT = 4096;
  private static final long LIMIT_NANOS = 60_000_000_000L;

  /** Who waits so long for what does not come makes a test hang. */
  private static final long LONG_MILLIS = 600_000;

  private final MemoryDisk memory = new MemoryDisk();
  private final HookedDisk disk = new HookedDisk(memory);
  private final Thread writer = Thread.currentThread();
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Whether the thread that makes segments ready is to die of what it does next. */
  private volatile boolean dies;

  private final Handles opened = new Handles();

  @AfterEach
  void close() throws IOException {
    goOn.countDown();
    opened.close();
  }

  /**
   * A journal on a disk without room, with two segments dropped, of which the thread that makes
   * segments ready has the first in its hands, and is held.
   */
  private JournalProbe open(long roomMillis) throws IOException {
    disk.hook(
        (operation, name) -> {
          boolean isStock = Thread.currentThread().getName().equals("store-segments");
          if (isStock && name.endsWith(".seg")) {
            await(goOn);
            if (dies) {
              throw new NoClassDefFoundError("as if");
            }
          } else if (isStock && operation == Operation.CREATE) {
            throw new IOException("No space left on device");
          }
        });
    JournalProbe probe =
        new JournalProbe(disk, new JournalSettings(SEGMENT, 1, 0, () -> 0, roomMillis));
    opened.add(probe.journal);
    probe.commit("a".repeat(3500));
    probe.commit("b".repeat(3500));
    probe.commit("c".repeat(500));
    return probe;
  }

  private void drop(JournalProbe probe) throws IOException {
    probe.journal.advanceHead(3);
    probe.commit("dropped");
    memory.capacity(memory.used());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Does something as soon as the writer waits. */
  private Thread whenItWaits(Runnable action) {
    Thread other =
        new Thread(
            () -> {
              long end = System.nanoTime() + LIMIT_NANOS;
              while (writer.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              action.run();
            });
    other.start();
    return other;
  }

  /**
   * @param kept whether what was dropped becomes a spare, or is deleted
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aGroupWaitsForRoomThatIsAboutToCome(boolean kept) throws Exception {
    JournalProbe probe = open(LONG_MILLIS);
    probe.journal.spares().allow(kept ? SEGMENT : 0);
    drop(probe);
    Thread other = whenItWaits(goOn::countDown);
    long position = probe.commit("d".repeat(2000));
    other.join();
    // The dropped ones may be there still, those that it did not need.
    assertThat(Position.segment(position)).isEqualTo(3);
    assertThat(probe.journal.spares().lacksRoom()).isTrue();
    assertThat(JournalProbe.recover(memory.copy()))
        .endsWith("c".repeat(500), "dropped", "d".repeat(2000));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSegmentWaitsForAFileThatIsAboutToCome(boolean kept) throws Exception {
    JournalProbe probe = open(LONG_MILLIS);
    probe.journal.spares().allow(kept ? SEGMENT : 0);
    drop(probe);
    Thread other = whenItWaits(goOn::countDown);
    long position = probe.commit("d".repeat(3900));
    other.join();
    assertThat(Position.segment(position)).isEqualTo(4);
    assertThat(JournalProbe.recover(memory.copy()))
        .endsWith("c".repeat(500), "dropped", "d".repeat(3900));
  }

  @Test
  void whoReadsADroppedSegmentIsWaitedForToo() throws Exception {
    JournalProbe probe = open(LONG_MILLIS);
    goOn.countDown();
    Segment first = probe.journal.segment(1);
    Segment second = probe.journal.segment(2);
    first.retain();
    second.retain();
    drop(probe);
    Thread other =
        whenItWaits(
            () -> {
              first.release();
              second.release();
            });
    probe.commit("d".repeat(2000));
    other.join();
    assertThat(JournalProbe.recover(memory.copy()))
        .endsWith("c".repeat(500), "dropped", "d".repeat(2000));
  }

  @Test
  void whatComesTooLateIsNotWaitedFor() throws IOException {
    JournalProbe probe = open(50);
    drop(probe);
    long begin = System.nanoTime();
    assertThatThrownBy(() -> probe.commit("d".repeat(2000)))
        .hasMessageContaining("No space left on device");
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(50_000_000L);
    assertThat(probe.journal.broken()).isTrue();
  }

  @Test
  void whereNothingIsToComeNobodyWaits() throws IOException {
    JournalProbe probe = open(LONG_MILLIS);
    goOn.countDown();
    memory.capacity(memory.used());
    assertThatThrownBy(() -> probe.commit("d".repeat(2000)))
        .hasMessageContaining("No space left on device");
    assertThat(probe.journal.broken()).isTrue();
  }

  @Test
  void aThreadThatDiesIsNotWaitedFor() throws Exception {
    JournalProbe probe = open(LONG_MILLIS);
    drop(probe);
    dies = true;
    Thread other = whenItWaits(goOn::countDown);
    assertThatThrownBy(() -> probe.commit("d".repeat(2000)))
        .hasMessageContaining("No space left on device");
    other.join();
    assertThatThrownBy(() -> probe.journal.spares().checkAlive()).hasMessageContaining("as if");
  }
}
