package org.messagecenter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.HookedDisk.Operation;

class SegmentStockTest {

  private static final int SEGMENT = 4096;
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private final MemoryDisk memory = new MemoryDisk();
  private final HookedDisk disk = new HookedDisk(memory);

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** A dropped segment with the length of a spare one, so that it is worth keeping. */
  private Segment dropped(SegmentStock stock, int number) throws IOException {
    String name = Journal.name(number);
    memory.put(name, new byte[SEGMENT]);
    Segment segment = new Segment(number, name, name, disk.open(name), 100, stock::recycle);
    segment.fileBytes(SEGMENT);
    return segment;
  }

  @Test
  void keepsADroppedSegment() throws IOException {
    try (SegmentStock stock = new SegmentStock(disk, SEGMENT, 2, 0)) {
      dropped(stock, 1).release();
      await(() -> stock.spares() == 1);
      assertThat(memory.list()).containsExactly("spare-1");
    }
  }

  @Test
  void oneThatGrewAsItWasWrittenIsLengthened() throws IOException {
    try (SegmentStock stock = new SegmentStock(disk, SEGMENT, 2, 0)) {
      String name = Journal.name(1);
      memory.put(name, new byte[1000]);
      Segment segment = new Segment(1, name, name, disk.open(name), 100, stock::recycle);
      segment.fileBytes(1000);
      segment.release();
      await(() -> stock.spares() == 1);
      SegmentStock.Spare spare = Objects.requireNonNull(stock.take());
      assertThat(spare.file().size()).isEqualTo(SEGMENT);
      spare.file().close();
    }
  }

  /** A writer that gives back as many as it takes shall not have each of them written twice. */
  @Test
  void makesNoFilesWhereEnoughComeBack() throws IOException {
    AtomicInteger created = new AtomicInteger();
    disk.hook(
        (operation, name) -> {
          if (operation == Operation.CREATE) {
            created.incrementAndGet();
          }
        });
    int most = 8;
    try (SegmentStock stock = new SegmentStock(disk, SEGMENT, most, 0)) {
      stock.begin();
      for (int i = 1; i <= 10 * most; i++) {
        AtomicReference<SegmentStock.@Nullable Spare> taken = new AtomicReference<>();
        await(
            () -> {
              taken.set(stock.take());
              return taken.get() != null;
            });
        SegmentStock.Spare spare = Objects.requireNonNull(taken.get());
        spare.file().close();
        memory.delete(spare.name());
        dropped(stock, i).release();
        String name = Journal.name(i);
        await(() -> !memory.list().contains(name));
      }
      // Half of the shelf, and the one that is with the writer.
      assertThat(created.get()).isLessThanOrEqualTo(most / 2 + 1);
    }
  }

  @Test
  void oneThatCannotBeRenamedIsDeleted() throws IOException {
    try (SegmentStock stock = new SegmentStock(disk, SEGMENT, 2, 0)) {
      disk.hook(
          (operation, name) -> {
            if (operation == Operation.RENAME) {
              throw new IOException("Input/output error");
            }
          });
      dropped(stock, 1).release();
      await(() -> memory.list().isEmpty());
      assertThat(stock.spares()).isZero();
    }
  }

  /** Nobody knows what the directory says after a crash, so the content must stay as it is. */
  @Test
  void oneWhoseNewNameIsInDoubtIsDeletedAndNeverUsed() throws IOException {
    try (SegmentStock stock = new SegmentStock(disk, SEGMENT, 2, 0)) {
      disk.hook(
          (operation, name) -> {
            if (operation == Operation.SYNC) {
              throw new IOException("Input/output error");
            }
          });
      dropped(stock, 1).release();
      await(() -> memory.list().isEmpty());
      assertThat(stock.take()).isNull();
    }
  }

  @Test
  void oneThatCannotBeDeletedCountsUntilItIsGone() throws IOException {
    AtomicBoolean fails = new AtomicBoolean(true);
    disk.hook(
        (operation, name) -> {
          if (operation == Operation.DELETE && fails.get()) {
            throw new IOException("Input/output error");
          }
        });
    try (SegmentStock stock = new SegmentStock(disk, SEGMENT, 2, 0)) {
      stock.allow(0);
      dropped(stock, 1).release();
      await(() -> stock.discardedBytes() == SEGMENT);
      fails.set(false);
    }
    // At the latest when the stock is closed.
    assertThat(memory.list()).isEmpty();
  }

  @Test
  void halfMadeFilesGo() throws IOException {
    AtomicInteger made = new AtomicInteger();
    disk.hook(
        (operation, name) -> {
          if (operation == Operation.FORCE && made.incrementAndGet() == 1) {
            throw new IOException("Input/output error");
          }
        });
    try (SegmentStock stock = new SegmentStock(disk, SEGMENT, 2, 0)) {
      stock.begin();
      // By its name, for the next one is made after a while whether or not this is seen in time.
      await(() -> made.get() > 0 && !memory.list().contains("spare-1"));
      // It goes on with the next one; to ask for it ends the pause after the failure.
      AtomicReference<SegmentStock.@Nullable Spare> taken = new AtomicReference<>();
      await(
          () -> {
            taken.set(stock.take());
            return taken.get() != null;
          });
      assertThat(Objects.requireNonNull(taken.get()).name()).isNotEqualTo("spare-1");
    }
  }

  @Test
  void discardsAreTriedAgain() throws IOException {
    AtomicInteger attempts = new AtomicInteger();
    disk.hook(
        (operation, name) -> {
          if (operation == Operation.DELETE && attempts.incrementAndGet() <= 2) {
            throw new IOException("Input/output error");
          }
        });
    memory.put("one", new byte[10]);
    memory.put("two", new byte[20]);
    Discards discards = new Discards(disk, 0);
    assertThat(discards.isDue()).isFalse();
    discards.discard("one", disk.open("one"), 10);
    discards.discard("two", disk.open("two"), 20);
    assertThat(discards.bytes()).isEqualTo(30);
    assertThat(discards.isDue()).isTrue();
    discards.retry();
    assertThat(discards.bytes()).isZero();
    assertThat(discards.isEmpty()).isTrue();
    assertThat(memory.list()).isEmpty();
  }

  /** Whoever waits for room may find it without another failure. */
  @Test
  void thereIsRoomAgainWhenTheReserveIsWhole() throws IOException {
    try (SegmentStock stock = new SegmentStock(disk, SEGMENT, 1, 1)) {
      memory.quota(100);
      AtomicInteger turns = new AtomicInteger();
      AtomicInteger attempts = new AtomicInteger();
      disk.hook(
          (operation, name) -> {
            if (operation == Operation.DELETE) {
              attempts.incrementAndGet();
            }
          });
      stock.noteNoRoom();
      assertThat(stock.lacksRoom()).isTrue();
      await(() -> attempts.get() > 0);
      assertThat(stock.lacksRoom()).isTrue();
      memory.quota(Long.MAX_VALUE);
      await(
          () -> {
            // Ends the pause after the failure.
            stock.allow(turns.incrementAndGet() & 1);
            return !stock.lacksRoom();
          });
      assertThat(stock.reserved()).isEqualTo(SEGMENT);
    }
  }

  @Test
  void anErrorOfItsThreadIsToldToTheOwner() throws IOException {
    AtomicBoolean told = new AtomicBoolean();
    disk.hook(
        (operation, name) -> {
          if (operation == Operation.CREATE) {
            throw new NoClassDefFoundError("gone");
          }
        });
    try (SegmentStock stock = new SegmentStock(disk, SEGMENT, 2, 0)) {
      stock.whenDead(() -> told.set(true));
      assertThat(stock.death()).isNull();
      stock.begin();
      await(told::get);
      assertThat(stock.death()).isInstanceOf(NoClassDefFoundError.class);
    }
  }
}
