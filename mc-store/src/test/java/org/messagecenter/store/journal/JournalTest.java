package org.messagecenter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void bringsBackGroupsInOrder() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.commit("one");
    probe.commit("");
    probe.commit("three");
    probe.journal.close();

    assertThat(JournalProbe.recover(disk)).containsExactly("one", "", "three", "");
  }

  @Test
  void syncsBeforeCommitReturns() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.commit("kept");

    assertThat(JournalProbe.recover(disk.crash(new Random(1)))).contains("kept");
  }

  @Test
  void rollsToNewSegmentsAndReadsAcrossThem() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String text = "group " + i + " ".repeat(400);
      written.add(text);
      assertThat(probe.read(probe.commit(text), text.length())).isEqualTo(text);
    }

    assertThat(probe.journal.segmentCount()).isGreaterThan(5);
    assertThat(JournalProbe.recover(disk.copy())).isEqualTo(written);
  }

  @Test
  void givesALongGroupASegmentOfItsOwn() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.commit("short");
    probe.commit("x".repeat(100_000));
    probe.commit("short again");

    assertThat(JournalProbe.recover(disk.copy()))
        .containsExactly("short", "x".repeat(100_000), "short again");
    assertThat(probe.journal.oldestSegment()).isEqualTo(1);
    assertThat(probe.journal.activeSegment()).isEqualTo(3);
  }

  @Test
  void countsOpeningsAndCommits() throws IOException {
    for (int epoch = 1; epoch <= 3; epoch++) {
      JournalProbe probe = new JournalProbe(disk, 4096);
      assertThat(probe.journal.epoch()).isEqualTo(epoch);
      assertThat(probe.journal.lastCommit()).isEqualTo(2L * (epoch - 1));
      probe.commit("in epoch " + epoch);
      probe.journal.close();
    }
  }

  @Test
  void dropsSegmentsBeforeTheHeadOnceItIsSynced() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.commit("a".repeat(3000));
    probe.commit("b".repeat(3000));
    probe.commit("c".repeat(3000));
    probe.journal.advanceHead(3);
    assertThat(disk.list()).contains("0000000001.seg", "0000000002.seg");

    probe.commit("d");

    assertThat(disk.list()).doesNotContain("0000000001.seg", "0000000002.seg");
    assertThat(JournalProbe.recover(disk.copy())).containsExactly("c".repeat(3000), "d");
  }

  @Test
  void removesWhatACrashLeftOfADeletion() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.commit("a".repeat(3000));
    probe.commit("b".repeat(3000));
    probe.commit("c".repeat(3000));
    byte[] first = disk.bytes("0000000001.seg");
    probe.journal.advanceHead(3);
    probe.commit("d");
    probe.journal.close();
    disk.put("0000000001.seg", first);

    assertThat(JournalProbe.recover(disk)).containsExactly("c".repeat(3000), "d", "");
    assertThat(disk.list()).doesNotContain("0000000001.seg");
  }

  @Test
  void refusesAMissingSegment() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    for (String text : List.of("a", "b", "c")) {
      probe.commit(text.repeat(3000));
    }
    MemoryDisk first = disk.copy();
    first.delete("0000000001.seg");
    MemoryDisk second = disk.copy();
    second.delete("0000000002.seg");

    assertThatThrownBy(() -> JournalProbe.recover(first))
        .isInstanceOf(JournalDamageException.class)
        .hasMessageContaining("0000000001.seg")
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> JournalProbe.recover(second))
        .isInstanceOf(JournalDamageException.class)
        .hasMessageContaining("0000000002.seg");
  }

  @Test
  void keepsAHeldSegmentReadable() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    long position = probe.commit("a".repeat(3000));
    probe.commit("b".repeat(3000));
    Segment held = probe.journal.segment(1);
    held.retain();
    probe.journal.advanceHead(2);
    probe.commit("c");

    assertThat(disk.list()).contains("0000000001.seg");
    ByteBuffer into = ByteBuffer.allocate(5);
    held.read(into, Position.offset(position));
    assertThat(new String(into.array(), StandardCharsets.UTF_8)).isEqualTo("aaaaa");

    held.release();
    assertThat(disk.list()).doesNotContain("0000000001.seg");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void refusesAnotherVersion(int version) throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.commit("x");
    byte[] bytes = disk.bytes("0000000001.seg");
    SegmentHeader old = Objects.requireNonNull(SegmentHeader.decode(ByteBuffer.wrap(bytes)));
    SegmentHeader other = new SegmentHeader(version, old.journalId(), 1, 1, 1, 0, 0, 1, 0, false);
    other.encode().get(bytes, 0, SegmentHeader.BYTES);
    disk.put("0000000001.seg", bytes);

    assertThatThrownBy(() -> JournalProbe.recover(disk.copy()))
        .hasMessageContaining("version " + version)
        .hasMessageContaining("0000000001.seg");
  }

  @Test
  void refusesASegmentOfAnotherJournal() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.commit("a".repeat(3000));
    probe.commit("b".repeat(3000));
    byte[] bytes = disk.bytes("0000000002.seg");
    SegmentHeader old = Objects.requireNonNull(SegmentHeader.decode(ByteBuffer.wrap(bytes)));
    long commit = old.firstCommit();
    new SegmentHeader(SegmentHeader.VERSION, 99, 2, 1, commit, old.previousEnd(), 0, 1, 0, false)
        .encode()
        .get(bytes, 0, SegmentHeader.BYTES);
    disk.put("0000000002.seg", bytes);

    assertThatThrownBy(() -> JournalProbe.recover(disk.copy()))
        .isInstanceOf(JournalDamageException.class)
        .hasMessageContaining("another journal");
  }

  @Test
  void refusesASecondOpening() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);

    assertThatThrownBy(() -> new JournalProbe(disk, 4096)).hasMessageContaining("in use");

    probe.journal.close();
    new JournalProbe(disk, 4096).journal.close();
  }

  @Test
  void locksARealDirectory(@TempDir Path directory) throws IOException {
    JournalProbe probe = new JournalProbe(new NioDisk(directory), 4096);

    assertThatThrownBy(() -> new JournalProbe(new NioDisk(directory), 4096))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use by another process")
        .hasMessageContaining(directory.toString());

    probe.journal.close();
    new JournalProbe(new NioDisk(directory), 4096).journal.close();
  }

  @Test
  void keepsFilesToTheirOwner(@TempDir Path parent) throws IOException {
    Path directory = parent.resolve("data");
    JournalProbe probe = new JournalProbe(new NioDisk(directory), 4096);
    probe.commit("secret");
    probe.journal.close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("0000000001.seg"))))
        .isEqualTo("rw-------");
  }

  @Test
  void usesDroppedSegmentsAgain(@TempDir Path directory) throws IOException {
    JournalProbe probe = new JournalProbe(new NioDisk(directory), 4096, 2);
    for (int i = 0; i < 40; i++) {
      probe.commit(i + "x".repeat(1500));
      probe.journal.advanceHead(probe.journal.activeSegment());
    }
    String last = 39 + "x".repeat(1500);
    probe.commit("the end");
    probe.journal.close();

    JournalProbe again = new JournalProbe(new NioDisk(directory), 4096, 2);
    assertThat(again.recovered).contains(last, "the end");
    assertThat(again.recovered).hasSizeLessThan(10);
    again.journal.close();
  }

  @Test
  void onlyAFileThatWasWrittenInFullKeepsItsLengthBehindANewerOne() throws IOException {
    disk.put("spare-1", new byte[4096]);
    JournalProbe probe = new JournalProbe(disk, 4096, 1);
    SegmentHeader spare = header("0000000001.seg");
    probe.journal.roll(0);
    probe.commit("x".repeat(100));
    probe.journal.roll(0);
    SegmentHeader grown = header("0000000002.seg");

    assertThat(spare.whole()).isTrue();
    assertThat(spare.fileBytes()).isEqualTo(4096);
    assertThat(disk.bytes("0000000001.seg")).hasSize(4096);
    assertThat(grown.whole()).isFalse();
    assertThat(grown.fileBytes()).isEqualTo(4096);
    assertThat(disk.bytes("0000000002.seg")).hasSize(probe.journal.segment(2).end() + Journal.MARK);
    assertThat(disk.bytes("0000000003.seg")).hasSize(4096);
    // A hole takes no room: header, one octet, mark; and what was committed.
    assertThat(disk.used("0000000003.seg")).isEqualTo(SegmentHeader.BYTES + 1);
    probe.journal.close();
  }

  @Test
  void aHoleThatWasNotCutOffIsNoSpareLater() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096, 0);
    probe.commit("x".repeat(100));
    MemoryDisk uncut = disk.copy();
    probe.journal.roll(0);
    int end = probe.journal.segment(1).end();
    uncut.put("0000000002.seg", disk.bytes("0000000002.seg"));

    JournalProbe again = new JournalProbe(uncut, 4096, 0);

    assertThat(again.journal.segment(1).fileBytes()).isEqualTo(end + Journal.MARK);
    assertThat(again.recovered).hasSize(1);
  }

  private SegmentHeader header(String name) {
    return Objects.requireNonNull(SegmentHeader.decode(ByteBuffer.wrap(disk.bytes(name))));
  }

  @Test
  void makesSparesAheadOfUse(@TempDir Path directory) throws IOException {
    JournalProbe probe = new JournalProbe(new NioDisk(directory), 1 << 20, 2);
    probe.commit("x".repeat(300_000));

    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (spares(directory) < 2 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(spares(directory)).isEqualTo(2);
    probe.journal.close();
  }

  private static long spares(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith("spare-"))
          .filter(file -> file.toFile().length() == 1 << 20)
          .count();
    }
  }
}
