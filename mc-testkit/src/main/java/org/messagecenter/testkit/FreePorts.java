package org.messagecenter.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;

/**
 * Finds ports for a process that must find them again after a restart.
 *
 * <p>They lie below the range from which the system takes the ports of outgoing connections, so
 * that none of those takes them between a kill and the restart.
 */
public final class FreePorts {

  /** Ports for each of the JVMs that run tests at the same time. */
  private static final int RANGE = 6_000;

  private static final int FIRST = 20_000 + (Integer.getInteger("test.jvm", 1) + 1) % 2 * RANGE;
  private static final int END = FIRST + RANGE;
  private static final int TRIES = 100;
  private static final SplittableRandom RANDOM = new SplittableRandom();

  private FreePorts() {}

  /** A loopback port nobody listens on at this moment. */
  public static synchronized int next() {
    for (int n = 0; n < TRIES; n++) {
      int port = RANDOM.nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + FIRST + " and " + END);
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
