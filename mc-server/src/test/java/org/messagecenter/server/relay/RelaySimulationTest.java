package org.messagecenter.server.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** More seeds with {@code -Drelay.simulation=N}. */
class RelaySimulationTest {
  private static final Logger log = LoggerFactory.getLogger(RelaySimulationTest.class);
  private static final int SEEDS = Integer.getInteger("relay.simulation", 4);
  private static final int FIRST = Integer.getInteger("relay.simulation.first", 1);
  private static final int MESSAGES = 25_000;
  private static final int RESTARTS = 6;

  @TempDir Path directory;

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyMessageHasOneEnd(long seed) throws IOException {
    try (RelaySimulation simulation = new RelaySimulation(seed, MESSAGES, RESTARTS, directory)) {
      simulation.run();
      log.info("seed {}: {}", seed, simulation);
    }
  }
}
