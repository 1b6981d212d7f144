package org.messagecenter.server.capture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.capture.PcapngWriter;
import org.messagecenter.protocol.capture.TcpConversation;

/** A recorded session as the writing thread knows it. Used by that thread only. */
final class Recorded {
  private final long id;
  private final String peer;
  private final boolean tls;
  private final boolean calling;
  private final long openedMicros;
  private final TcpConversation conversation;
  private @Nullable String account;
  private boolean opened;
  private int commentedIn;

  /**
   * @param remote the peer's address, null when it was gone before it could be asked for
   * @param calling whether we have called the peer
   * @param openedMicros when it began, in microseconds since 1970
   */
  Recorded(
      long id,
      @Nullable InetSocketAddress remote,
      @Nullable InetSocketAddress local,
      boolean tls,
      boolean calling,
      long openedMicros) {
    InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    InetSocketAddress from = remote == null ? nowhere : remote;
    this.id = id;
    this.tls = tls;
    this.calling = calling;
    this.peer = from.getAddress().getHostAddress() + ":" + from.getPort();
    this.openedMicros = openedMicros;
    this.conversation = new TcpConversation(from, local == null ? nowhere : local, id);
  }

  /**
   * Writes a piece.
   *
   * @param file which of the files this is, counted from 1: in each, the session's first frame says
   *     whose it is
   */
  void write(Piece piece, PcapngWriter writer, int file) throws IOException {
    if (!opened) {
      opened = true;
      account = piece.account();
      conversation.open(writer, openedMicros, comment(file));
    }
    switch (piece.what()) {
      case RECEIVED -> {
        conversation.missingFromPeer(piece.missing());
        conversation.fromPeer(writer, piece.micros(), piece.octets(), comment(file));
      }
      case SENT -> {
        conversation.missingFromSelf(piece.missing());
        conversation.fromSelf(writer, piece.micros(), piece.octets(), comment(file));
      }
      case BOUND -> {
        if (!Objects.equals(account, piece.account())) {
          account = piece.account();
          commentedIn = 0;
        }
      }
      case CLOSED -> conversation.close(writer, piece.micros());
    }
  }

  private @Nullable String comment(int file) {
    if (commentedIn == file) {
      return null;
    }
    commentedIn = file;
    return "session "
        + id
        + (account == null ? "" : ", account " + account)
        + (calling ? ", called at " : ", from ")
        + peer
        + (tls ? ", TLS" : "");
  }
}
