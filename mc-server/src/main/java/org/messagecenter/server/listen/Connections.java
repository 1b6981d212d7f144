package org.messagecenter.server.listen;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.session.Role;
import org.messagecenter.protocol.session.SessionSettings;
import org.messagecenter.server.lane.Lanes;

/**
 * What all connections have in common, whichever side of a session we are: they are numbered
 * together, and the same tap listens in on them.
 */
public final class Connections {
  private final ListenSettings settings;
  private final Lanes lanes;
  private final LongSupplier nanoTime;
  private final @Nullable Tap tap;
  private final AtomicLong ids = new AtomicLong();

  /**
   * @param tap listens in on every connection; null when nobody does
   */
  public Connections(
      ListenSettings settings, Lanes lanes, LongSupplier nanoTime, @Nullable Tap tap) {
    this.settings = settings;
    this.lanes = lanes;
    this.nanoTime = nanoTime;
    this.tap = tap;
  }

  /**
   * Sessions in which we are the message center.
   *
   * @param sessions asked for each new connection
   * @param congestion the load from 0 to 100 that 5.0 peers are told; null to tell nobody
   */
  public SessionPipeline asMessageCenter(
      Supplier<SessionSettings> sessions,
      SessionHandler handler,
      @Nullable IntSupplier congestion) {
    return new SessionPipeline(
        settings,
        lanes,
        sessions,
        handler,
        nanoTime,
        tap,
        congestion,
        Role.MC,
        SessionPipeline.V3_3,
        ids);
  }

  /**
   * Sessions in which we are the ESME.
   *
   * @param sessions their timers and windows, and the version that we speak
   * @param assumedVersion what a message center speaks whose bind response names no version
   */
  public SessionPipeline asEsme(
      SessionSettings sessions, int assumedVersion, SessionHandler handler) {
    return new SessionPipeline(
        settings,
        lanes,
        () -> sessions,
        handler,
        nanoTime,
        tap,
        null,
        Role.ESME,
        assumedVersion,
        ids);
  }
}
