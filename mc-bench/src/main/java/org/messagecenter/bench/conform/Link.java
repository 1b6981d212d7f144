package org.messagecenter.bench.conform;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection. A thread of its own cuts what comes into PDUs, so that waiting with a limit never
 * leaves half a PDU behind, over TLS either.
 */
final class Link implements Closeable {
  private static final int LONGEST_PDU = 1 << 20;

  private final Socket socket;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

  /** Takes over a connected socket and starts to read. */
  Link(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    Thread reader = new Thread(() -> read(in), "conform-reader");
    reader.setDaemon(true);
    reader.start();
  }

  /** Connects, and over TLS shakes hands. */
  static Link connect(Target target) throws IOException {
    int limit = (int) target.responseTime().toMillis();
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(target.host(), target.port()), limit);
      if (target.tls() != null) {
        socket.setSoTimeout(limit);
        socket = target.tls().createSocket(socket, target.host(), target.port(), true);
        SSLSocket secured = (SSLSocket) socket;
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        socket.setSoTimeout(0);
      }
      return new Link(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends octets as they are. */
  void write(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    socket.getOutputStream().flush();
  }

  /** The next thing that comes within the time, or null. After the end nothing more comes. */
  @Nullable Arrival poll(Duration limit) {
    try {
      return arrivals.poll(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Arrival(null, "the run was interrupted");
    }
  }

  private void read(DataInputStream in) {
    try {
      while (true) {
        int length = in.readInt();
        if (length < WirePdu.HEADER || length > LONGEST_PDU) {
          arrivals.add(new Arrival(null, "a PDU with command_length " + length + " came"));
          return;
        }
        int commandId = in.readInt();
        int status = in.readInt();
        int sequence = in.readInt();
        byte[] body = in.readNBytes(length - WirePdu.HEADER);
        if (body.length < length - WirePdu.HEADER) {
          arrivals.add(new Arrival(null, "the connection was closed inside a PDU"));
          return;
        }
        arrivals.add(new Arrival(new WirePdu(commandId, status, sequence, body), ""));
      }
    } catch (EOFException e) {
      arrivals.add(new Arrival(null, "the connection was closed"));
    } catch (IOException e) {
      arrivals.add(new Arrival(null, "the connection broke: " + e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
