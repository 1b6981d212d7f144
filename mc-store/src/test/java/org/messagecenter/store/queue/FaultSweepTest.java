package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.store.journal.FaultyDisk;
import org.messagecenter.store.journal.FaultyDisk.Failure;

/**
 * A short life again and again; each time another operation of its disk fails, or is the last
 * before the power does, from the first operation to the last. Whatever the store makes of it,
 * nothing it acknowledged is gone when it is opened again on a disk that works.
 */
class FaultSweepTest {

  @ParameterizedTest
  @EnumSource
  void nothingAcknowledgedIsLostWhicheverOperationFails(Failure failure) throws IOException {
    long operations = life(new StoreSimulation(7, 4096, 1), true);
    int failed = 0;
    int runs = 0;
    for (long at = 0; at < operations; at++) {
      StoreSimulation simulation = new StoreSimulation(at, 4096, 1);
      FaultyDisk disk = simulation.disk();
      disk.failAt(at, failure);
      life(simulation, false);
      if (disk.failed()) {
        failed++;
      }
      runs++;
      simulation.open();
      assertThat(simulation.broken()).isFalse();
      simulation.end(true);
    }
    assertThat(runs).isGreaterThan(100);
    assertThat(failed).isGreaterThan(runs / 2);
  }

  @Test
  void nothingAcknowledgedIsLostWhicheverOperationThePowerFailsBefore() throws IOException {
    long operations = life(new StoreSimulation(8, 4096, 1), true);
    int crashes = 0;
    for (int at = 0; at < operations; at++) {
      StoreSimulation simulation = new StoreSimulation(at, 4096, 1);
      FaultyDisk disk = simulation.disk();
      simulation.crashSoon(at);
      life(simulation, true);
      if (disk.crashed() != null) {
        crashes++;
      }
      simulation.open();
      simulation.end(true);
    }
    assertThat(operations).isGreaterThan(100);
    assertThat(crashes).isGreaterThan(50);
  }

  /** An opening and what is done then; returns how many operations the disk counted. */
  private static long life(StoreSimulation simulation, boolean soundDisk) throws IOException {
    FaultyDisk disk = simulation.disk();
    try {
      simulation.open();
    } catch (IOException e) {
      assertThat(soundDisk).isFalse();
      assertThat(disk.failed()).isTrue();
      assertEverythingGivenBack(disk);
      simulation.endUnopened();
      return 0;
    }
    for (int i = 0; i < 4 && !simulation.broken(); i++) {
      simulation.batch(60);
    }
    long operations = disk.operations();
    simulation.end(soundDisk);
    assertEverythingGivenBack(disk);
    return operations;
  }

  private static void assertEverythingGivenBack(FaultyDisk disk) {
    assertThat(disk.openFiles()).isZero();
    assertThat(disk.locked()).isFalse();
  }
}
