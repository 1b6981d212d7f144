package org.messagecenter.store.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.SegmentHeader;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreLife;
import org.messagecenter.store.queue.StoreProbe;

class StoreSalvageTest {

  private static final int SEGMENT = 4096;
  private static final long NOW = 1_700_000_000_000L;

  private final MemoryDisk disk = new MemoryDisk();
  private final StoreLife life = new StoreLife(11);

  private static MemoryDisk salvage(MemoryDisk source) throws IOException {
    MemoryDisk target = new MemoryDisk();
    StoreSalvage.run(source, target, false, SEGMENT, NOW);
    return target;
  }

  private static String report(MemoryDisk target) {
    return new String(target.bytes(StoreSalvage.REPORT), StandardCharsets.UTF_8);
  }

  @Test
  void ofAWholeStoreEverythingIsTaken() throws IOException {
    life.live(disk, SEGMENT, 150);
    life.live(disk, SEGMENT, 100);

    MemoryDisk saved = salvage(disk);

    assertThat(report(saved).lines()).hasSize(1);
    assertThat(Contents.read(saved, false).faults()).isEmpty();
    try (StoreProbe store = StoreLife.open(saved, SEGMENT)) {
      life.assertWhole(store);
    }
  }

  @Test
  void keysAndShortIdsAreNotGivenAgain() throws IOException {
    life.live(disk, SEGMENT, 60);
    MemoryDisk saved = salvage(disk);

    StoreLife after = new StoreLife(12);
    after.live(saved, SEGMENT, 60);

    assertThat(after.ids.keySet()).allMatch(key -> key > life.pending.lastKey());
    assertThat(after.ids.values()).doesNotContainAnyElementsOf(life.ids.values());
  }

  /**
   * One octet is changed: at most the message that has it is lost, or the one whose end has it is
   * pending again.
   */
  @Test
  void oneOctetCostsOneMessageAtMost() throws IOException {
    life.live(disk, SEGMENT, 60);
    life.live(disk, SEGMENT, 20);
    Random random = new Random(5);
    int losses = 0;
    for (String name : disk.list()) {
      byte[] bytes = disk.bytes(name);
      for (int at = 0; name.endsWith(".seg") && at < bytes.length; at += 1 + random.nextInt(49)) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        MemoryDisk damaged = disk.copy();
        damaged.put(name, changed);
        if (at >= 8 && at < 12) {
          // Another version: nothing can be said about it.
          continue;
        }

        MemoryDisk saved = salvage(damaged);

        String where = name + " at " + at;
        assertThat(Contents.read(saved, false).faults()).as(where).isEmpty();
        try (StoreProbe store = StoreLife.open(saved, SEGMENT)) {
          Set<Long> missing = life.missing(store);
          assertThat(missing).as(where).hasSizeLessThanOrEqualTo(1);
          assertThat(life.revived(store)).as(where).hasSizeLessThanOrEqualTo(1);
          losses += missing.size();
          if (!missing.isEmpty()) {
            assertThat(report(saved)).contains(name);
          }
        }
      }
    }
    assertThat(losses).isPositive();
  }

  /** A whole stretch is gone: what lies outside of it is there. */
  @Test
  void whatLiesBehindALostStretchIsTaken() throws IOException {
    life.live(disk, 1 << 20, 100);
    String name = "0000000001.seg";
    byte[] bytes = disk.bytes(name);
    for (int at = SegmentHeader.BYTES; at < 4096; at++) {
      bytes[at] = 0;
    }
    disk.put(name, bytes);

    MemoryDisk saved = salvage(disk);

    assertThat(report(saved)).contains("no group, though others were written behind it");
    try (StoreProbe store = StoreLife.open(saved, SEGMENT)) {
      assertThat(life.missing(store)).isNotEmpty();
      assertThat(life.missing(store).size()).isLessThan(life.pending.size() / 2);
      assertThat(life.pending.lastKey()).isNotIn(life.missing(store));
    }
  }

  @Test
  void theOnlySegmentsHeaderIsNotNeeded() throws IOException {
    life.live(disk, 1 << 20, 100);
    String name = "0000000001.seg";
    byte[] bytes = disk.bytes(name);
    bytes[20] ^= 1;
    disk.put(name, bytes);

    MemoryDisk saved = salvage(disk);

    try (StoreProbe store = StoreLife.open(saved, SEGMENT)) {
      assertThat(life.missing(store)).isEmpty();
    }
  }

  /** Somebody sends what looks like a record, and then its group is damaged. */
  @Test
  void aBodyIsNoRecord() throws IOException {
    assertThat(saysForged(0)).isFalse();
    // Only who knows the journal's id could do it.
    CRC32C crc = new CRC32C();
    ByteBuffer header = ByteBuffer.wrap(disk.bytes("0000000001.seg"));
    crc.update(header.slice(16, 8));
    assertThat(saysForged((int) crc.getValue())).isTrue();
  }

  private boolean saysForged(int seed) throws IOException {
    long key = 0x0000_7000_0000_0100L;
    ByteBuffer forged = ByteBuffer.allocate(56 + 4 + 2);
    forged.putInt(forged.capacity()).put((byte) 1).put((byte) 0).putShort((short) 0);
    forged.putInt(0).put((byte) 4).put((byte) 2).putShort((short) 0);
    forged.putLong(key).putLong(NOW).putLong(NOW).putLong(Long.MAX_VALUE).putInt(0).putInt(0);
    forged.put("evil49".getBytes(StandardCharsets.UTF_8)).flip();
    CRC32C crc = new CRC32C();
    crc.update(forged.slice(12, forged.limit() - 12));
    forged.putInt(8, (int) crc.getValue() ^ seed);
    byte[] body = forged.array();
    try (StoreProbe store = StoreLife.open(disk, SEGMENT)) {
      store.accept(
          new NewMessage(
              "acme",
              "49",
              MessageKind.MT,
              NOW,
              NOW,
              Long.MAX_VALUE,
              body,
              0,
              body.length,
              0,
              true,
              null));
    }
    MemoryDisk damaged = disk.copy();
    String last = last(damaged);
    byte[] bytes = damaged.bytes(last);
    // The length of the record that has the body.
    bytes[indexOf(bytes, body) - 62] = -1;
    damaged.put(last, bytes);

    MemoryDisk saved = salvage(damaged);

    assertThat(Contents.read(saved, false).faults()).isEmpty();
    return Contents.read(saved, false).pending.messages.find(key) >= 0;
  }

  private static String last(MemoryDisk disk) {
    return disk.list().stream().filter(name -> name.endsWith(".seg")).reduce("", (a, b) -> b);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    int at = 0;
    while (!Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  @Test
  void aMissingSegmentCostsWhatItHeld() throws IOException {
    life.live(disk, SEGMENT, 150);
    List<String> segments = disk.list().stream().filter(name -> name.endsWith(".seg")).toList();
    disk.delete(segments.get(segments.size() - 2));

    MemoryDisk saved = salvage(disk);

    assertThat(report(saved)).contains("the file is missing");
    assertThat(Contents.read(saved, false).faults()).isEmpty();
    try (StoreProbe store = StoreLife.open(saved, SEGMENT)) {
      assertThat(life.missing(store).size()).isLessThan(life.pending.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"store.key", "store.ids"})
  void withoutWhatItsIdsNeedAStoreIsSavedOnlyWhenThatIsWanted(String file) throws IOException {
    life.live(disk, SEGMENT, 20);
    disk.delete(file);

    assertThatThrownBy(() -> salvage(disk)).hasMessageContaining(file + " is missing");

    MemoryDisk target = new MemoryDisk();
    StoreSalvage.run(disk, target, true, SEGMENT, NOW);
    try (StoreProbe store = StoreLife.open(target, SEGMENT)) {
      assertThat(life.missing(store)).isEmpty();
    }
    assertThat(report(target)).contains("replaced by a new key", file + " is missing");
  }

  @Test
  void theSourceStaysAsItIs() throws IOException {
    life.live(disk, SEGMENT, 60);
    MemoryDisk before = disk.copy();

    salvage(disk);

    assertThat(disk.list()).isEqualTo(before.list());
    for (String name : disk.list()) {
      assertThat(disk.bytes(name)).isEqualTo(before.bytes(name));
    }
  }
}
