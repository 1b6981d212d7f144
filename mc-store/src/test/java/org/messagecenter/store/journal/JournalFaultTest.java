package org.messagecenter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JournalFaultTest {

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void finishesShortWrites() throws IOException {
    disk.shortWrites(7);
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.commit("a".repeat(1000));
    probe.commit("b");

    assertThat(JournalProbe.recover(disk.copy())).containsExactly("a".repeat(1000), "b");
  }

  @Test
  void takesNothingAfterAFailedWrite() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.commit("kept");
    disk.failWrites();

    assertThatThrownBy(() -> probe.commit("lost")).hasMessageContaining("Input/output error");
    assertThat(probe.journal.broken()).isTrue();
    assertThatThrownBy(() -> probe.commit("more")).hasMessageContaining("failed earlier");
    assertThat(JournalProbe.recover(disk.copy())).containsExactly("kept");
  }

  @Test
  void neverRetriesAFailedSync() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.commit("kept");
    int forces = disk.forces();
    disk.failForces();

    assertThatThrownBy(() -> probe.commit("in doubt")).hasMessageContaining("Input/output error");
    assertThatThrownBy(() -> probe.commit("more")).hasMessageContaining("failed earlier");
    probe.journal.close();
    assertThat(disk.forces()).isEqualTo(forces);
  }

  @Test
  void failsWhenANewSegmentCannotBeMade() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.commit("x".repeat(4000));
    disk.failWrites();

    assertThatThrownBy(() -> probe.commit("y".repeat(4000))).isInstanceOf(IOException.class);
    assertThat(probe.journal.broken()).isTrue();
  }

  @Test
  void losesNothingCommittedInAnyCrash() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      MemoryDisk now = new MemoryDisk();
      List<String> committed = new ArrayList<>();
      for (int life = 0; life < 3; life++) {
        JournalProbe probe = new JournalProbe(now, 1024);
        assertThat(probe.recovered.stream().filter(text -> !text.isEmpty()).toList())
            .as("seed %d, life %d", seed, life)
            .isEqualTo(committed);
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
          String text = life + "." + i + "x".repeat(random.nextInt(600));
          probe.commit(text);
          committed.add(text);
          if (random.nextInt(4) == 0) {
            probe.journal.seal();
          }
        }
        now = now.crash(random);
      }
    }
  }

  @Test
  void aFileThatGrowsGetsTheRoomOfTheReserve() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    disk.put("reserve-1", new byte[4096]);
    disk.put("reserve-2", new byte[4096]);
    JournalProbe probe = new JournalProbe(disk, new JournalSettings(4096, 1, 8192, () -> 0));
    probe.commit("before");
    disk.capacity(disk.used() + 100);
    probe.commit("x".repeat(1000));
    assertThat(disk.list()).doesNotContain("reserve-1").contains("reserve-2");
    // The next segment would not fit: it is what is left of the reserve.
    disk.capacity(disk.used());
    long position = probe.commit("y".repeat(3500));
    assertThat(Position.segment(position)).isEqualTo(2);
    assertThat(disk.list()).contains("0000000002.seg").doesNotContain("reserve-2");
    assertThat(JournalProbe.recover(disk.copy()))
        .containsExactly("before", "x".repeat(1000), "y".repeat(3500));
  }

  @Test
  void aWriteThatFailsOtherwiseIsNotTriedAgain() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    disk.put("reserve-1", new byte[4096]);
    JournalProbe probe = new JournalProbe(disk, new JournalSettings(4096, 1, 4096, () -> 0));
    disk.failWrites();
    assertThatThrownBy(() -> probe.commit("lost")).hasMessageContaining("Input/output error");
    assertThat(disk.list()).contains("reserve-1");
    assertThat(probe.journal.broken()).isTrue();
  }
}
