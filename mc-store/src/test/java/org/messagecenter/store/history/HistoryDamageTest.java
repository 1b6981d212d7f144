package org.messagecenter.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.MemoryDisk;

/** What torn and flipped files lose, which is what they hold and no more. */
class HistoryDamageTest {

  private static final String LOG = "0000000001.log";
  private static final String INDEX = "0000000001.idx";
  private static final int BLOCKS = 5;
  private static final int EACH = 3;
  private static final long KEY = 77;

  /** Where each block ends, the header as the first. */
  private final List<Integer> ends = new ArrayList<>(List.of(LogHeader.BYTES));

  /** Five blocks of three entries each of one key, whose types count from 0. */
  private byte[] written() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    LogWriter writer =
        new LogWriter(disk, new LogFiles(disk), new HistoryLimits(1000, 1 << 30, 1 << 20), () -> 0);
    Block block = new Block();
    for (int i = 0; i < BLOCKS; i++) {
      for (int j = 0; j < EACH; j++) {
        int type = i * EACH + j;
        block.add(KEY, 1_000_000L * type, type, new byte[] {1, 2, 3}, j);
      }
      writer.write(block);
      ends.add(ends.get(i) + block.length());
      block.clear();
    }
    writer.end();
    return disk.bytes(LOG);
  }

  private static LogFiles opened(MemoryDisk disk) throws IOException {
    LogFiles files = new LogFiles(disk);
    files.load();
    return files;
  }

  private static List<Integer> types(LogFiles files) {
    List<IOException> failures = new ArrayList<>();
    List<Integer> types = files.find(KEY, failures).stream().map(HistoryEntry::type).toList();
    assertThat(failures).isEmpty();
    return types;
  }

  private static List<Integer> typesOfBlocksBut(int lost) {
    return IntStream.range(0, BLOCKS * EACH).filter(i -> i / EACH != lost).boxed().toList();
  }

  @Test
  void aTornTailIsCutOffAtTheLastGoodBlock() throws IOException {
    byte[] whole = written();
    for (int length = 0; length <= whole.length; length++) {
      MemoryDisk disk = new MemoryDisk();
      disk.put(LOG, Arrays.copyOf(whole, length));
      LogFiles files = opened(disk);
      int cut = length;
      int blocks = (int) ends.stream().skip(1).filter(end -> end <= cut).count();
      List<Integer> left = IntStream.range(0, blocks * EACH).boxed().toList();

      assertThat(types(files)).as("%d octets, scanned", length).isEqualTo(left);
      assertThat(files.indexOne()).isTrue();
      assertThat(types(files)).as("%d octets, by the index", length).isEqualTo(left);
      assertThat(types(opened(disk))).as("%d octets, opened again", length).isEqualTo(left);
      if (blocks == 0) {
        assertThat(disk.list()).isEmpty();
      } else {
        assertThat(disk.bytes(LOG)).hasSize(ends.get(blocks));
      }
    }
  }

  @Test
  void aFlippedBitCostsItsBlock() throws IOException {
    byte[] whole = written();
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      MemoryDisk disk = new MemoryDisk();
      disk.put(LOG, flipped);
      LogFiles files = opened(disk);
      int place = at;
      int lost = (int) ends.stream().filter(end -> end <= place).count() - 1;

      assertThat(types(files)).as("flipped at %d", at).isEqualTo(typesOfBlocksBut(lost));
      assertThat(files.indexOne()).isTrue();
      assertThat(types(files)).as("flipped at %d", at).isEqualTo(typesOfBlocksBut(lost));
    }
  }

  @Test
  void aBlockThatRotsBehindItsIndexIsLeftOut() throws IOException {
    byte[] whole = written();
    MemoryDisk disk = new MemoryDisk();
    disk.put(LOG, whole);
    LogFiles files = opened(disk);
    files.indexOne();
    for (int at = LogHeader.BYTES; at < whole.length; at += 7) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      disk.overwrite(LOG, flipped);
      int place = at;
      int lost = (int) ends.stream().filter(end -> end <= place).count() - 1;

      assertThat(types(files)).as("flipped at %d", at).isEqualTo(typesOfBlocksBut(lost));
    }
  }

  @Test
  void aDamagedIndexIsNotBelieved() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    disk.put(LOG, written());
    opened(disk).indexOne();
    byte[] index = disk.bytes(INDEX);
    for (int at = 0; at < index.length; at++) {
      byte[] flipped = index.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      disk.overwrite(INDEX, flipped);
      LogFiles files = opened(disk);

      assertThat(types(files)).as("flipped at %d", at).isEqualTo(typesOfBlocksBut(-1));
      assertThat(files.indexOne()).as("flipped at %d is made anew", at).isTrue();
      assertThat(disk.bytes(INDEX)).isEqualTo(index);
    }
    for (int length = 0; length < index.length; length++) {
      disk.overwrite(INDEX, Arrays.copyOf(index, length));

      assertThat(types(opened(disk))).as("%d octets", length).isEqualTo(typesOfBlocksBut(-1));
    }
  }

  @Test
  void anotherLogsIndexIsNotBelieved() throws IOException {
    byte[] whole = written();
    MemoryDisk disk = new MemoryDisk();
    disk.put(LOG, whole);
    opened(disk).indexOne();
    disk.overwrite(LOG, Arrays.copyOf(whole, ends.get(2)));

    assertThat(types(opened(disk))).isEqualTo(IntStream.range(0, 2 * EACH).boxed().toList());
  }

  @Test
  void aBlockOfAnotherLogDoesNotCount() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    disk.put("0000000002.log", written());

    assertThat(types(opened(disk))).isEmpty();
  }

  @Test
  void whatAnUnfinishedIndexLeftGoes() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    disk.put(LOG, written());
    disk.put("0000000001.new", new byte[10]);
    disk.put("0000000003.idx", new byte[10]);
    LogFiles files = opened(disk);

    files.tidy();

    assertThat(disk.list()).containsExactly(LOG);
  }
}
