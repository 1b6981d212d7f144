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

  /** Whoever is shown a group may count on it at once, also on one whose sync had been cut off. */
  @Test
  void whatIsShownSurvivesAPowerFailure() throws IOException {
    HookedDisk hooked = new HookedDisk(disk);
    JournalProbe probe = new JournalProbe(hooked, 4096);
    probe.commit("kept");
    hooked.hook(
        (operation, name) -> {
          if (operation == HookedDisk.Operation.FORCE) {
            throw new IOException("Input/output error");
          }
        });
    assertThatThrownBy(() -> probe.commit("in doubt")).hasMessageContaining("Input/output error");
    probe.journal.close();
    List<MemoryDisk> crashes = new ArrayList<>();
    Journal.open(
            disk,
            new JournalSettings(4096, 0, () -> JournalProbe.NOW),
            (position, payload, writtenAt) -> {
              for (int seed = 0; seed < 20; seed++) {
                crashes.add(disk.crash(new Random(seed)));
              }
            },
            Shortcut.NONE)
        .close();
    assertThat(crashes).hasSize(40);
    for (MemoryDisk left : crashes) {
      assertThat(JournalProbe.recover(left)).startsWith("kept", "in doubt");
    }
  }

  @Test
  void theReserveIsNoReasonToLeaveASegmentBeforeItIsNeeded() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    JournalProbe probe = probeWithReserve(disk, 2);
    disk.usable(4096);
    assertThat(probe.journal.rollToPrepared()).isFalse();
    assertThat(probe.journal.activeSegment()).isEqualTo(1);
    disk.usable(4095);
    assertThat(probe.journal.rollToPrepared()).isTrue();
    assertThat(probe.journal.activeSegment()).isEqualTo(2);
    assertThat(reserved(disk)).isEqualTo(1);
    // That one needs no room.
    assertThat(probe.journal.rollToPrepared()).isFalse();
    probe.journal.close();
  }

  @Test
  void aSpareIsTakenInPlaceOfAFileThatGrows() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    JournalProbe probe = new JournalProbe(disk, 4096, 2);
    probe.commit("x".repeat(2000));
    long end = System.nanoTime() + 60_000_000_000L;
    while (probe.journal.spares().bytes() < 2 * 4096 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(probe.journal.rollToPrepared()).isTrue();
    assertThat(probe.journal.rollToPrepared()).isFalse();
    probe.journal.close();
  }

  /** The thread that makes files has no success, so that the others are not up to its time. */
  private static JournalProbe probeWithReserve(MemoryDisk disk, int files) throws IOException {
    for (int i = 1; i <= files; i++) {
      disk.put("reserve-" + i, new byte[4096]);
    }
    HookedDisk hooked = new HookedDisk(disk);
    hooked.hook(
        (operation, name) -> {
          if (operation == HookedDisk.Operation.CREATE && !name.endsWith(".seg.new")) {
            throw new IOException("No space left on device");
          }
        });
    JournalSettings settings = new JournalSettings(4096, 1, 4096L * files, () -> 0);
    JournalProbe probe = new JournalProbe(hooked, settings);
    probe.commit("before");
    return probe;
  }

  private static long reserved(MemoryDisk disk) {
    return disk.list().stream().filter(name -> name.startsWith("reserve-")).count();
  }

  /** The disk says that there is room all the time. */
  @Test
  void aQuotaThatEndsAFileIsMetWithTheReserve() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    JournalProbe probe = probeWithReserve(disk, 2);
    assertThat(probe.journal.spares().lacksRoom()).isFalse();
    disk.quota(disk.used() + 100);
    probe.commit("x".repeat(1000));
    assertThat(probe.journal.spares().lacksRoom()).isTrue();
    assertThat(reserved(disk)).isEqualTo(1);
    // No attempt is made with a file that grows while it is known that there is no room.
    disk.quota(disk.used());
    probe.commit("y".repeat(3500));
    assertThat(disk.list()).contains("0000000002.seg").doesNotContain("0000000002.seg.new");
    assertThat(JournalProbe.recover(disk.copy()))
        .containsExactly("before", "x".repeat(1000), "y".repeat(3500));
    probe.journal.close();
  }

  @Test
  void aSegmentThatAQuotaDoesNotAllowIsTakenFromTheReserve() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    JournalProbe probe = probeWithReserve(disk, 1);
    disk.quota(disk.used());
    probe.commit("y".repeat(3900));
    assertThat(disk.list())
        .contains("0000000002.seg")
        .noneMatch(name -> name.endsWith(".new") || name.startsWith("reserve-"));
    assertThat(probe.journal.spares().lacksRoom()).isTrue();
    assertThat(JournalProbe.recover(disk.copy())).containsExactly("before", "y".repeat(3900));
    probe.journal.close();
  }

  @Test
  void aGroupLongerThanASegmentGetsTheRoomOfTheReserveUnderAQuota() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    JournalProbe probe = probeWithReserve(disk, 3);
    disk.quota(disk.used());
    probe.commit("z".repeat(9000));
    assertThat(reserved(disk)).isZero();
    assertThat(JournalProbe.recover(disk.copy())).containsExactly("before", "z".repeat(9000));
    probe.journal.close();
  }

  @Test
  void withoutAReserveAQuotaIsTheEnd() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    JournalProbe probe = probeWithReserve(disk, 0);
    disk.quota(disk.used());
    assertThatThrownBy(() -> probe.commit("x".repeat(1000))).hasMessageContaining("quota exceeded");
    assertThat(probe.journal.broken()).isTrue();
    assertThatThrownBy(() -> probe.journal.roll(0)).hasMessageContaining("failed earlier");
    assertThat(JournalProbe.recover(disk.copy())).containsExactly("before");
    probe.journal.close();
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
