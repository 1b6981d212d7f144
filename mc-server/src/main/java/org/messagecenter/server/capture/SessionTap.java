package org.messagecenter.server.capture;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.messagecenter.protocol.capture.PasswordMask;
import org.messagecenter.server.capture.Piece.What;
import org.messagecenter.server.listen.Tap;

/**
 * Copies what one session says. Until it is known whether the session is to be recorded, which is
 * so at its bind, the copies stay here, up to a limit.
 */
final class SessionTap implements Tap.Listening {
  /** Octets kept of a session that is not bound: some binds and their refusals. */
  static final int MAX_EARLY = 16 * 1024;

  private final Recorded session;
  private final CaptureSettings settings;
  private final CaptureThread thread;
  private final LongSupplier micros;
  private final PasswordMask fromPeer = new PasswordMask();
  private final PasswordMask fromSelf = new PasswordMask();
  private final Deque<Piece> early = new ArrayDeque<>();
  private int earlyOctets;
  private int missingFromPeer;
  private int missingFromSelf;
  private boolean chosen;

  /**
   * @param chosen whether the session is recorded whoever binds
   */
  SessionTap(
      Recorded session,
      CaptureSettings settings,
      CaptureThread thread,
      LongSupplier micros,
      boolean chosen) {
    this.session = session;
    this.settings = settings;
    this.thread = thread;
    this.micros = micros;
    this.chosen = chosen;
  }

  @Override
  public void received(ByteBuf octets) {
    missingFromPeer = take(What.RECEIVED, octets, fromPeer, missingFromPeer);
  }

  @Override
  public void sent(ByteBuf octets) {
    missingFromSelf = take(What.SENT, octets, fromSelf, missingFromSelf);
  }

  /** Keeps a copy; returns what is missing of the direction from now on. */
  private int take(What what, ByteBuf octets, PasswordMask mask, int missing) {
    byte[] copy = ByteBufUtil.getBytes(octets);
    mask.apply(copy, 0, copy.length);
    Piece piece = Piece.data(session, what, micros.getAsLong(), copy, missing);
    return keep(piece) ? 0 : missing + copy.length;
  }

  private boolean keep(Piece piece) {
    if (chosen) {
      return thread.offer(piece);
    }
    if (earlyOctets + piece.octets().length > MAX_EARLY) {
      return false;
    }
    earlyOctets += piece.octets().length;
    early.add(piece);
    return true;
  }

  @Override
  public boolean bound(String systemId) {
    boolean wanted = chosen || settings.account(systemId);
    if (wanted) {
      chosen = true;
      thread.add(Piece.bound(session, micros.getAsLong(), systemId));
      handOverEarly();
    }
    early.clear();
    return wanted;
  }

  /** What could not be kept since then comes after these. */
  private void handOverEarly() {
    int laterFromPeer = missingFromPeer;
    int laterFromSelf = missingFromSelf;
    missingFromPeer = 0;
    missingFromSelf = 0;
    for (Piece piece : early) {
      if (piece.what() == What.RECEIVED) {
        missingFromPeer = offerAgain(piece, missingFromPeer);
      } else {
        missingFromSelf = offerAgain(piece, missingFromSelf);
      }
    }
    missingFromPeer += laterFromPeer;
    missingFromSelf += laterFromSelf;
  }

  private int offerAgain(Piece piece, int missing) {
    int before = missing + piece.missing();
    Piece whole = Piece.data(session, piece.what(), piece.micros(), piece.octets(), before);
    return thread.offer(whole) ? 0 : before + piece.octets().length;
  }

  @Override
  public void closed() {
    if (chosen) {
      thread.add(Piece.closed(session, micros.getAsLong()));
    }
    early.clear();
  }
}
