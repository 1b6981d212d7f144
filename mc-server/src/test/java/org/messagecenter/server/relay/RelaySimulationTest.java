package org.messagecenter.server.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay against models of ESMEs and carriers, with stops and crashes. Two seeds of more than
 * 100,000 messages together; {@code -Drelay.simulation=30} runs as many seeds as that, {@code
 * -Drelay.simulation.first=100} others. The store has threads of its own, so that a seed does not
 * repeat to the letter: what fails is to be looked at, not run again.
 */
class RelaySimulationTest {
  private static final Logger log = LoggerFactory.getLogger(RelaySimulationTest.class);
  private static final int SEEDS = Integer.getInteger("relay.simulation", 2);
  private static final int FIRST = Integer.getInteger("relay.simulation.first", 1);
  private static final int MESSAGES = 52_000;
  private static final int RESTARTS = 8;

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
