package org.messagecenter.testkit;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A connection that sends any bytes at all and splits what comes back into PDUs: the hostile peer.
 *
 * <p>It answers nothing by itself, not even enquire_link.
 */
public final class RawSmpp implements AutoCloseable {

  private final Socket socket;
  private final DataInputStream in;

  private RawSmpp(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Connects over plain TCP. */
  public static RawSmpp connect(String host, int port) throws IOException {
    return connect(host, port, null);
  }

  /** Connects over TLS, or plainly when there is no context. */
  public static RawSmpp connect(String host, int port, @Nullable SSLContext tls)
      throws IOException {
    return new RawSmpp(
        tls == null ? new Socket(host, port) : tls.getSocketFactory().createSocket(host, port));
  }

  /** Sends octets written in hexadecimal; white space is ignored. */
  public RawSmpp send(String hex) throws IOException {
    return send(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
  }

  /** Sends octets as they are. */
  public RawSmpp send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends one PDU. */
  public RawSmpp send(RawPdu pdu) throws IOException {
    return send(pdu.encode());
  }

  /**
   * Reads the next PDU.
   *
   * @param limit how long each of its pieces may take to come
   * @throws AssertionError when none comes, or the peer closes, or it is no PDU
   */
  public RawPdu read(Duration limit) throws IOException {
    socket.setSoTimeout(Math.max(1, (int) limit.toMillis()));
    try {
      return RawPdu.read(in);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("waited " + Await.seconds(limit) + " for a PDU", e);
    } catch (EOFException | SocketException e) {
      throw new AssertionError("the peer closed the connection instead of sending a PDU", e);
    }
  }

  /** Sends a PDU and reads the next one that comes. */
  public RawPdu exchange(RawPdu pdu, Duration limit) throws IOException {
    return send(pdu).read(limit);
  }

  /**
   * Waits for the peer to close, dropping what it still sends.
   *
   * @return whether it closed before the limit
   */
  public boolean closesWithin(Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    byte[] dropped = new byte[4096];
    while (true) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      socket.setSoTimeout((int) left);
      try {
        if (in.read(dropped) < 0) {
          return true;
        }
      } catch (SocketTimeoutException e) {
        return false;
      } catch (SocketException e) {
        // Reset by the peer: it closed with our bytes unread.
        return true;
      }
    }
  }

  /** The socket, for tests that half-close it or look at its TLS session. */
  public Socket socket() {
    return socket;
  }

  /** Closes the connection without a word of SMPP. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
