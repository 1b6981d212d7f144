package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A million operations in all, on disks that lose power at any moment; see {@link StoreSimulation}.
 * Another number: {@code -Dsimulation.operations=10000000}; other seeds: {@code
 * -Dsimulation.seed=100}.
 */
class StoreSimulationTest {

  private static final int OPERATIONS = Integer.getInteger("simulation.operations", 1_000_000);
  private static final long SEED = Long.getLong("simulation.seed", 0);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void holdsWhatItAnsweredForThroughAllCrashes(int number) throws IOException {
    long seed = SEED + number;
    Random random = new Random(seed);
    StoreSimulation simulation = new StoreSimulation(seed, 4096 << number, number % 2 * 3);
    if (number > 2) {
      simulation.disk().shortWrites();
    }
    int lives = 0;
    while (simulation.operations() < OPERATIONS / 4) {
      simulation.open();
      int batches = 1 + random.nextInt(12);
      for (int i = 0; i < batches && simulation.disk().crashed() == null; i++) {
        if (i == batches - 1 && random.nextInt(4) > 0) {
          simulation.crashSoon(random.nextInt(60));
        }
        simulation.batch(100 + random.nextInt(400));
      }
      assertThat(simulation.failure()).as("of the store").isNull();
      simulation.end(random.nextInt(4) == 0);
      lives++;
    }
    simulation.open();
    simulation.end(true);
    assertThat(lives).isGreaterThan(OPERATIONS / 4 / 6000);
  }
}
