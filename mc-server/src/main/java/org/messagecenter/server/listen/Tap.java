package org.messagecenter.server.listen;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Listens in on connections, behind TLS: it sees the octets of the protocol in the clear. */
public interface Tap {
  /**
   * There is a new connection. Called on its event loop, as everything that follows.
   *
   * @param id the number that names the connection in the log
   * @param remote the peer's address, null when it is gone already
   * @param local our own address, null when it is gone already
   * @param calling whether we have called the peer, rather than the peer us
   * @return who listens to it; null when nobody does, which then costs nothing
   */
  @Nullable Listening opened(
      long id,
      @Nullable InetSocketAddress remote,
      @Nullable InetSocketAddress local,
      boolean tls,
      boolean calling);

  /** Listens to one connection. The buffers are lent: not to be kept, moved or changed. */
  interface Listening {
    /** Octets the peer sent, as many as one read brought. */
    void received(ByteBuf octets);

    /** Octets we send. */
    void sent(ByteBuf octets);

    /**
     * The peer is bound as this account from now on; its response has not been sent yet.
     *
     * @return false to hear no more of the connection
     */
    boolean bound(String systemId);

    /** The connection is gone. */
    void closed();
  }
}
