package org.messagecenter.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds ports for a process that must find them again after a restart.
 *
 * <p>They lie below the range from which the system takes the ports of outgoing connections, so
 * that none of those takes them between a kill and the restart. And where the system can do that,
 * each is held until this JVM ends: by a socket that is bound and does not listen, which keeps
 * everybody off but a listener.
 */
public final class FreePorts {

  /** As many JVMs run tests at the same time. */
  private static final int JVMS = 3;

  /** Ports for each of them. */
  private static final int RANGE = 4_000;

  private static final int FIRST =
      20_000 + Math.floorMod(Integer.getInteger("test.jvm", 1) - 1, JVMS) * RANGE;
  private static final int END = FIRST + RANGE;
  private static final int TRIES = 100;
  private static final SplittableRandom RANDOM = new SplittableRandom();

  /** Others let no listener bind beside such a socket. */
  private static final boolean HOLDS = System.getProperty("os.name", "").startsWith("Linux");

  private static final List<Socket> HELD = new ArrayList<>();

  private FreePorts() {}

  /** A loopback port that nobody listens on, nor has been given before. */
  public static synchronized int next() {
    for (int n = 0; n < TRIES; n++) {
      int port = RANDOM.nextInt(FIRST, END);
      if (take(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + FIRST + " and " + END);
  }

  private static boolean take(int port) {
    Socket socket = new Socket();
    try {
      // Alone here: with SO_REUSEADDR it would find room beside another holder.
      socket.setReuseAddress(false);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      if (HOLDS) {
        socket.setReuseAddress(true);
        HELD.add(socket);
      } else {
        socket.close();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
