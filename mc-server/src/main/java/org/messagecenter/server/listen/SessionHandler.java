package org.messagecenter.server.listen;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;

/**
 * What a connection tells the business side. Every call comes on the connection's own event loop.
 */
public interface SessionHandler {
  /**
   * A connection was closed at once; nothing else is told of it.
   *
   * @param peer its address and port for the log
   */
  void turnedAway(String peer, TurnedAway reason);

  /** There is a new connection; nothing has been read yet. */
  void opened(SmppChannel channel);

  /** A legal request arrived; it must be answered once through {@link SmppChannel#respond}. */
  void requested(SmppChannel channel, Packet request);

  /** The peer answered a request of ours. */
  void answered(SmppChannel channel, Object context, Packet response);

  /**
   * A request of ours stays without an answer.
   *
   * @param timedOut whether the response timer ran out; otherwise the session ended first
   */
  void unanswered(SmppChannel channel, Object context, CommandId request, boolean timedOut);

  /**
   * The peer answered a request of ours after its time had run out, of which {@link #unanswered}
   * was told. Only after {@link SmppChannel#rememberUnanswered}.
   */
  default void answeredLate(SmppChannel channel, Object context, Packet response) {}

  /** The peer sent something that is no legal PDU; the session has answered it already. */
  void malformed(SmppChannel channel, BadPdu bad, int statusAnswered);

  /**
   * The peer sent a request that is not legal in the state of the session, such as one that its
   * kind of bind does not allow; the session has answered it already.
   *
   * @param statusAnswered 0 when the request has no response
   */
  default void outOfState(SmppChannel channel, Packet request, int statusAnswered) {}

  /** All that one read brought has been handled: the moment to act in bulk. */
  void readComplete(SmppChannel channel);

  /** The peer reads again: {@link SmppChannel#congested()} has become false. */
  void drained(SmppChannel channel);

  /** The connection is gone; every request of ours on it was reported before. */
  void closed(SmppChannel channel, CloseReason reason, @Nullable Throwable cause);
}
