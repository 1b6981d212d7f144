package org.messagecenter.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loopback port of a carrier, which can go down and come up again.
 *
 * <p>Each connection is served by a thread of its own.
 */
final class CarrierListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CarrierListener.class);
  private static final int BACKLOG = 200;
  private static final int TRIES = 20;

  /** How connections are made safe. */
  record Safety(@Nullable SSLContext tls, boolean clientCertificate) {
    static final Safety NONE = new Safety(null, false);
  }

  private final Consumer<Socket> service;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int port;
  private Safety safety;
  private ServerSocket listener;
  private Future<?> accepting;

  /**
   * Listens on a free port at once.
   *
   * @param service serves one connection; the connection stays open when it returns
   */
  CarrierListener(Safety safety, Consumer<Socket> service) throws IOException {
    this.safety = safety;
    this.service = service;
    listener = listenAnywhere();
    port = listener.getLocalPort();
    accepting = accept(listener);
  }

  private ServerSocket listenAnywhere() throws IOException {
    BindException last = null;
    for (int n = 0; n < TRIES; n++) {
      try {
        return listen(FreePorts.next());
      } catch (BindException e) {
        last = e; // somebody was quicker
      }
    }
    throw last == null ? new BindException() : last;
  }

  private ServerSocket listen(int onPort) throws IOException {
    SSLContext tls = safety.tls;
    ServerSocketFactory factory =
        tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory();
    ServerSocket socket =
        factory.createServerSocket(onPort, BACKLOG, InetAddress.getLoopbackAddress());
    if (safety.clientCertificate) {
      ((SSLServerSocket) socket).setNeedClientAuth(true);
    }
    return socket;
  }

  private Future<?> accept(ServerSocket from) {
    return threads.submit(
        () -> {
          while (!from.isClosed()) {
            try {
              serve(from, from.accept());
            } catch (IOException | RejectedExecutionException e) {
              LOG.debug("not accepted: {}", e.toString());
            }
          }
        });
  }

  private void serve(ServerSocket from, Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    open.add(socket);
    if (from.isClosed()) {
      // It came in while the port went down, and must not outlive that.
      reset(socket);
      return;
    }
    threads.execute(() -> service.accept(socket));
  }

  int port() {
    return port;
  }

  /** Forgets a connection that has ended. */
  void ended(Socket socket) {
    open.remove(socket);
    closeQuietly(socket);
  }

  /** Resets every connection, as the system does for a process that was killed. */
  void resetConnections() {
    open.forEach(this::reset);
  }

  /** Refuses new connections and resets those there are. */
  synchronized void down() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.debug("not closed: {}", e.toString());
    }
    awaitRefusal();
    resetConnections();
  }

  /** The system takes connections until the thread that waits for them has been woken up. */
  private void awaitRefusal() {
    try {
      accepting.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes connections safe in this way from the next {@link #up()} on. */
  synchronized void secure(Safety next) {
    safety = next;
  }

  /**
   * Listens on the same port again.
   *
   * @throws IOException when another has taken it
   */
  synchronized void up() throws IOException {
    if (listener.isClosed()) {
      listener = listen(port);
      accepting = accept(listener);
    }
  }

  private void reset(Socket socket) {
    open.remove(socket);
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      LOG.debug("already closed: {}", e.toString());
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("not closed: {}", e.toString());
    }
  }

  @Override
  public void close() {
    down();
    threads.shutdownNow();
  }
}
