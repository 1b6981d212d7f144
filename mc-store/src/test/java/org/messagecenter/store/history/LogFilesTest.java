package org.messagecenter.store.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.MemoryDisk;

/** Rotation, retention and finding, in a time of our own. */
class LogFilesTest {

  private static final long HOUR = 3_600_000;

  private long now = 1_000_000 * HOUR;
  private final MemoryDisk disk = new MemoryDisk();
  private LogFiles files = new LogFiles(disk);

  private LogWriter writer(HistoryLimits limits) {
    return new LogWriter(disk, files, limits, () -> now);
  }

  private Block block(long key, int entries) {
    Block block = new Block();
    for (int i = 0; i < entries; i++) {
      block.add(key, now * 1000 + i, 1, new byte[100], 100);
    }
    return block;
  }

  private long found(long key) {
    List<IOException> failures = new ArrayList<>();
    long count = files.find(key, failures).size();
    assertThat(failures).isEmpty();
    return count;
  }

  private void indexAll() throws IOException {
    int made = 0;
    while (files.indexOne()) {
      assertThat(++made).isLessThan(1000);
    }
  }

  @Test
  void aFullLogIsFollowedByAnother() throws IOException {
    LogWriter writer = writer(new HistoryLimits(24 * HOUR, 1 << 30, 4000));
    assertThat(writer.write(block(1, 15))).isFalse();
    assertThat(writer.write(block(2, 15))).isFalse();
    assertThat(writer.write(block(3, 15))).isTrue();

    assertThat(disk.list()).containsExactly("0000000001.log", "0000000002.log");
    assertThat(disk.bytes("0000000001.log").length).isLessThanOrEqualTo(4000);
    assertThat(files.indexOne()).isTrue();
    assertThat(files.indexOne()).as("the one that is written to").isFalse();
    assertThat(disk.list()).containsExactly("0000000001.idx", "0000000001.log", "0000000002.log");
    assertThat(List.of(found(1), found(2), found(3))).containsExactly(15L, 15L, 15L);
  }

  @Test
  void aLogIsNotWrittenToForEver() throws IOException {
    LogWriter writer = writer(new HistoryLimits(24 * HOUR, 1 << 30, 1 << 20));
    writer.write(block(1, 1));
    now += HOUR - 1;
    assertThat(writer.turnIfDue(0)).isFalse();
    now += 1;
    assertThat(writer.turnIfDue(0)).isTrue();
    writer.write(block(2, 1));
    now -= 1;
    assertThat(writer.turnIfDue(0)).as("the clock was set back").isTrue();
  }

  @Test
  void whatIsTooOldGoesWhenTheYoungestEntryOfItsLogIs() throws IOException {
    HistoryLimits limits = new HistoryLimits(24 * HOUR, 1 << 30, 1 << 20);
    LogWriter writer = writer(limits);
    for (int hour = 0; hour < 30; hour++) {
      writer.write(block(hour, 3));
      now += HOUR;
      writer.turnIfDue(0);
    }
    indexAll();

    files.retain(now, limits);

    // The entries of hour 5 are 25 hours old, those of hour 6 exactly 24.
    assertThat(disk.list().get(0)).isEqualTo("0000000007.idx");
    assertThat(found(5)).isZero();
    assertThat(found(6)).isEqualTo(3);
  }

  @Test
  void whatIsTooMuchGoesOldestFirst() throws IOException {
    HistoryLimits limits = new HistoryLimits(24 * HOUR, 20_000, 4000);
    LogWriter writer = writer(limits);
    for (int i = 0; i < 20; i++) {
      writer.write(block(i, 30));
      indexAll();
      files.retain(now, limits);
      assertThat(files.bytes()).isLessThanOrEqualTo(20_000 + 4000);
    }

    assertThat(found(19)).isEqualTo(30);
    assertThat(found(18)).isEqualTo(30);
    assertThat(found(1)).isZero();
    assertThat(files.bytes()).isEqualTo(disk.used());
  }

  @Test
  void noMoreThanAnEighthOfTheDiskIsTaken() throws IOException {
    HistoryLimits limits = new HistoryLimits(24 * HOUR, 1 << 30, 4000);
    LogWriter writer = writer(limits);
    for (int i = 0; i < 10; i++) {
      writer.write(block(i, 30));
    }
    writer.end();
    long before = files.bytes();
    disk.usable(before);

    files.retain(now, limits);

    // An eighth of what is taken and free together, both of which were the same.
    assertThat(files.bytes()).isPositive().isLessThanOrEqualTo(before / 4);
    assertThat(found(9)).isEqualTo(30);
  }

  @Test
  void aDiskThatIsNearlyFullIsNotWrittenTo() {
    disk.usable(LogWriter.LEAST_FREE - 1);

    assertThatThrownBy(() -> writer(HistoryLimits.of(HOUR, 1 << 30)).write(block(1, 1)))
        .isInstanceOf(IOException.class)
        .hasMessage("less than 128 MiB are free on its disk");
    assertThat(disk.list()).isEmpty();
  }

  @Test
  void aLogThatCouldNotBeWrittenIsGivenUp() throws IOException {
    LogWriter writer = writer(HistoryLimits.of(HOUR, 1 << 30));
    writer.write(block(1, 1));
    disk.capacity(disk.used() + 100 + LogWriter.LEAST_FREE);
    disk.quota(disk.used() + 100);
    assertThatThrownBy(() -> writer.write(block(2, 10))).isInstanceOf(IOException.class);
    disk.capacity(Long.MAX_VALUE);
    disk.quota(Long.MAX_VALUE);

    writer.write(block(3, 1));

    assertThat(disk.list()).containsExactly("0000000001.log", "0000000002.log");
    indexAll();
    assertThat(List.of(found(1), found(2), found(3))).containsExactly(1L, 0L, 1L);
  }

  private record Noted(long key, long micros, int type, int length) {}

  /** Random entries in random blocks and files, restarts and indexes, against a plain list. */
  @Test
  void whatWasNotedIsFound() throws IOException {
    for (int seed = 0; seed < 15; seed++) {
      simulate(seed);
    }
  }

  private void simulate(int seed) throws IOException {
    Random chance = new Random(seed);
    MemoryDisk own = new MemoryDisk();
    LogFiles opened = new LogFiles(own);
    HistoryLimits limits = new HistoryLimits(HOUR, 1L << 40, 2000 + chance.nextInt(200_000));
    LogWriter writer = new LogWriter(own, opened, limits, () -> now);
    List<Noted> all = new ArrayList<>();
    int keys = 1 + chance.nextInt(2000);
    long spread = chance.nextBoolean() ? 2 : 0x0123_4567_89AB_CDEFL;
    for (int step = 0; step < 60; step++) {
      switch (chance.nextInt(10)) {
        case 0 -> {
          writer.end();
          opened = new LogFiles(own);
          opened.load();
          writer = new LogWriter(own, opened, limits, () -> now);
        }
        case 1, 2 -> opened.indexOne();
        case 3 -> writer.end();
        default -> writer.write(randomBlock(chance, keys, spread, all));
      }
      for (int i = 0; i < 5; i++) {
        long key = chance.nextInt(keys + 10) * spread;
        assertThat(describe(opened.find(key, new ArrayList<>())))
            .as("seed %d step %d key %d", seed, step, key)
            .isEqualTo(expected(all, key));
      }
    }
  }

  private Block randomBlock(Random chance, int keys, long spread, List<Noted> all) {
    Block block = new Block();
    int count = 1 + chance.nextInt(400);
    for (int i = 0; i < count; i++) {
      now += chance.nextInt(3);
      Noted noted =
          new Noted(
              chance.nextInt(keys) * spread,
              now * 1000 + chance.nextInt(1_000_000),
              chance.nextInt(256),
              chance.nextInt(chance.nextInt(10) == 0 ? 256 : 20));
      if (block.fits(noted.length)) {
        byte[] payload = new byte[noted.length];
        Arrays.fill(payload, (byte) noted.type);
        block.add(noted.key, noted.micros, noted.type, payload, payload.length);
        all.add(noted);
      }
    }
    return block;
  }

  /** Of one key no two have the same time but by a chance that is left out here by sorting. */
  private static List<String> expected(List<Noted> all, long key) {
    return all.stream()
        .filter(noted -> noted.key == key)
        .sorted(Comparator.comparingLong(Noted::micros))
        .map(noted -> noted.micros + " " + noted.type + " " + noted.length)
        .sorted()
        .toList();
  }

  private static List<String> describe(List<HistoryEntry> found) {
    assertThat(found).isSortedAccordingTo(Comparator.comparingLong(HistoryEntry::micros));
    List<String> texts = new ArrayList<>();
    for (HistoryEntry entry : found) {
      for (byte octet : entry.payload()) {
        assertThat(octet).isEqualTo((byte) entry.type());
      }
      texts.add(entry.micros() + " " + entry.type() + " " + entry.payload().length);
    }
    texts.sort(Comparator.naturalOrder());
    return texts;
  }
}
