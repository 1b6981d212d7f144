package org.messagecenter.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.MemoryDisk;

class RunTest {

  private static final long JOURNAL = 0x0123_4567_89AB_CDEFL;
  private static final int NUMBER = 7;

  private final MemoryDisk disk = new MemoryDisk();
  private final BlockReader reader = new BlockReader();

  static End end(long key) {
    End end = new End();
    end.begin(key);
    end.doneAt = key * 3;
    end.error = (int) key ^ 0x55;
    end.tag = (int) (key >>> 7);
    end.state = (int) (key & 0xFF);
    end.kind = 1;
    return end;
  }

  /** All its fields, in words. */
  static String text(End end) {
    return String.join(
        " ",
        List.of(
            "key " + end.key,
            "done " + end.doneAt,
            "error " + end.error,
            "tag " + end.tag,
            "alias " + end.alias,
            "state " + end.state,
            "kind " + end.kind,
            "flags " + end.flags,
            "fingerprint " + end.fingerprint,
            "accepted " + end.acceptedAt,
            "carrier " + end.carrierHash));
  }

  private Run write(Table table) throws IOException {
    table.close(0x1_0000_2000L, 99);
    try (DiskFile file = disk.create(Run.name(NUMBER))) {
      new RunWriter(table, JOURNAL, NUMBER, file, () -> {}).write();
    }
    return Run.open(disk, Run.name(NUMBER), reader);
  }

  /** How the keys, aliases and hashes are spread decides where interpolation looks. */
  @ParameterizedTest
  @CsvSource({
    "1, even",
    "2, even",
    "127, even",
    "128, even",
    "20000, even",
    "20000, bunched",
    "20000, far",
    "5000, equal"
  })
  void findsWhatAModelFinds(int count, String spread) throws IOException {
    Random random = new Random(count);
    Table table = new Table(count);
    Map<Long, List<Long>> bySubmission = new TreeMap<>();
    Map<Integer, List<Long>> byAlias = new TreeMap<>();
    Map<Long, List<Long>> byCarrier = new TreeMap<>();
    TreeMap<Long, End> model = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      long counter =
          switch (spread) {
            case "even" -> 1000 + 2L * random.nextInt(2 * count);
            case "bunched" -> (long) random.nextInt(3) << 30 | random.nextInt(count);
            case "far" -> random.nextInt(100) == 0 ? 1L << 50 | i : i;
            default -> 5;
          };
      long key = counter << 8 | random.nextInt(256);
      if (model.containsKey(key)) {
        continue;
      }
      End end = end(key);
      if (random.nextInt(3) == 0) {
        end.alias(spread.equals("equal") ? -1 : 1 + random.nextInt(count));
        byAlias.computeIfAbsent(end.alias, a -> new ArrayList<>()).add(key);
      }
      if (random.nextInt(3) == 0) {
        end.carrier(spread.equals("even") ? random.nextLong() : random.nextInt(3) - 1);
        byCarrier.computeIfAbsent(end.carrierHash, h -> new ArrayList<>()).add(key);
      }
      if (random.nextInt(3) == 0) {
        end.fingerprint(random.nextLong(), i);
      }
      model.put(key, end);
      bySubmission.computeIfAbsent(key & ~0xFFL, k -> new ArrayList<>()).add(key);
      table.put(end, i);
    }

    Run run = write(table);

    List<End> found = new ArrayList<>();
    for (var entry : bySubmission.entrySet()) {
      found.clear();
      run.byKey(entry.getKey(), reader, found);
      assertThat(keys(found)).containsExactlyInAnyOrderElementsOf(entry.getValue());
      for (End end : found) {
        assertThat(text(end)).isEqualTo(text(Objects.requireNonNull(model.get(end.key))));
      }
    }
    for (var entry : byAlias.entrySet()) {
      found.clear();
      run.byAlias(entry.getKey(), reader, found);
      assertThat(keys(found)).containsExactlyInAnyOrderElementsOf(entry.getValue());
    }
    for (var entry : byCarrier.entrySet()) {
      found.clear();
      run.byCarrier(entry.getKey(), reader, found);
      assertThat(keys(found)).containsExactlyInAnyOrderElementsOf(entry.getValue());
    }
    found.clear();
    for (int i = 0; i < 1000; i++) {
      long key = (model.firstKey() + (long) (random.nextDouble() * 3 * model.lastKey())) & ~0xFFL;
      if (!bySubmission.containsKey(key)) {
        run.byKey(key, reader, found);
      }
      run.byAlias(2 * count + i, reader, found);
      run.byCarrier(5 + i, reader, found);
    }
    assertThat(found).isEmpty();
    int[] fingerprints = {0};
    run.fingerprints(reader, new End(), () -> fingerprints[0]++);
    assertThat(fingerprints[0])
        .isEqualTo((int) model.values().stream().filter(end -> end.has(End.FINGERPRINT)).count());
  }

  private static List<Long> keys(List<End> found) {
    return found.stream().map(end -> end.key).toList();
  }

  @Test
  void aSearchReadsFewBlocks() throws IOException {
    Table table = new Table(1 << 17);
    for (int i = 0; i < 1 << 17; i++) {
      End end = end((long) i << 9);
      end.alias((i * 0x9E3779B1) | 1);
      table.put(end, i);
    }
    Run run = write(table);
    int[] reads = {0};
    disk.beforeReads(() -> reads[0]++);
    List<End> found = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      run.byKey(((long) i * 131) << 9, reader, found);
    }
    assertThat(found).hasSize(1000);
    assertThat(reads[0]).isLessThan(4000);
    reads[0] = 0;
    for (int i = 0; i < 1000; i++) {
      run.byAlias((i * 131 * 0x9E3779B1) | 1, reader, found);
    }
    assertThat(reads[0]).isLessThan(8000);
  }

  /** Whatever octet is changed: the truth or a failure, never anything else. */
  @Test
  void neverTellsAnythingElseWhenDamaged() throws IOException {
    Table table = new Table(300);
    for (int i = 1; i <= 300; i++) {
      End end = end((long) i << 9);
      end.alias(i);
      end.carrier(i);
      table.put(end, i);
    }
    write(table).close();
    byte[] good = disk.bytes(Run.name(NUMBER));
    Random random = new Random(5);
    int failures = 0;
    for (int at = 0; at < good.length; at += 1 + random.nextInt(7)) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << random.nextInt(8));
      disk.put(Run.name(NUMBER), bad);
      failures += searchAll(table);
    }
    for (int length = 0; length < good.length; length += 1 + random.nextInt(500)) {
      disk.put(Run.name(NUMBER), java.util.Arrays.copyOf(good, length));
      assertThatThrownBy(() -> Run.open(disk, Run.name(NUMBER), reader))
          .isInstanceOf(RunDamageException.class)
          .hasMessageContaining(Run.name(NUMBER) + " is damaged at offset");
    }
    assertThat(failures).isGreaterThan(1000);
    disk.put(Run.name(NUMBER), good);
    assertThat(searchAll(table)).isZero();
  }

  private int searchAll(Table table) throws IOException {
    try (Run run = Run.open(disk, Run.name(NUMBER), reader)) {
      List<End> found = new ArrayList<>();
      for (int i = 1; i <= 300; i += 17) {
        found.clear();
        run.byKey((long) i << 9, reader, found);
        run.byAlias(i, reader, found);
        run.byCarrier(i, reader, found);
        End expected = new End();
        table.get(i - 1, expected);
        assertThat(found).hasSize(3);
        assertThat(found).extracting(RunTest::text).containsOnly(text(expected));
      }
      // The blocks that the samples did not need.
      run.fingerprints(reader, new End(), () -> {});
      return 0;
    } catch (RunDamageException e) {
      return 1;
    }
  }

  @Test
  void theOctetsAreFrozen() throws IOException {
    Table table = new Table(4);
    End plain = end(0x0000_1000_0000_0400L);
    table.put(plain, 1);
    End full = end(0x0000_1000_0000_0202L);
    full.alias(0xA1B2C3D4);
    full.fingerprint(0x1122_3344_5566_7788L, 0x77);
    full.carrier(0x99AA_BBCC_DDEE_FF00L);
    table.put(full, 2);
    End other = end(0x0000_1000_0000_0200L);
    other.alias(0x0BB2C3D4);
    table.put(other, 3);
    write(table).close();
    assertThat(lines(disk.bytes(Run.name(NUMBER)))).isEqualTo(golden());

    disk.put(Run.name(8), new byte[0]);
    Run run = Run.open(disk, Run.name(NUMBER), reader);
    List<End> found = new ArrayList<>();
    run.byAlias(0xA1B2C3D4, reader, found);
    run.byKey(0x0000_1000_0000_0400L, reader, found);
    assertThat(found).extracting(RunTest::text).containsExactly(text(full), text(plain));
    assertThat(run.header().position()).isEqualTo(0x1_0000_2000L);
  }

  /** A block in two lines: its octets up to the last that is not zero, and its CRC. */
  private static String lines(byte[] octets) {
    StringBuilder text = new StringBuilder();
    for (int begin = 0; begin < octets.length; begin += RunHeader.BLOCK) {
      int end = begin + RunHeader.CRC_AT;
      while (octets[end - 1] == 0) {
        end--;
      }
      text.append(HexFormat.of().formatHex(octets, begin, end)).append('\n');
      int crcAt = begin + RunHeader.CRC_AT;
      text.append(HexFormat.of().formatHex(octets, crcAt, crcAt + 4)).append('\n');
    }
    return text.toString();
  }

  private static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(RunTest.class.getResourceAsStream("/golden/run.hex"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void aNewerVersionIsRefused() throws IOException {
    Table table = new Table(1);
    table.put(end(512), 1);
    write(table).close();
    byte[] octets = disk.bytes(Run.name(NUMBER));
    java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(octets);
    bytes.putInt(8, 2);
    bytes.putInt(RunHeader.CRC_AT, new BlockCrc().of(bytes, 0, JOURNAL, NUMBER, 0));
    disk.put(Run.name(NUMBER), octets);
    assertThatThrownBy(() -> Run.open(disk, Run.name(NUMBER), reader))
        .isNotInstanceOf(RunDamageException.class)
        .hasMessageContaining("archive format version 2; this program knows version 1 only");
  }
}
