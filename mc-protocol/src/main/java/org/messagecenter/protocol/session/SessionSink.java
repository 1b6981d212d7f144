package org.messagecenter.protocol.session;

import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.spec.CommandId;

/** What a session wants done. Called while the session handles an event, in order. */
public interface SessionSink {
  /** Write this PDU to the peer. */
  void send(Pdu pdu, int commandStatus, int sequence);

  /** A legal request of the peer; it is to be answered once through {@link Session#respond}. */
  void deliver(Packet request);

  /** The peer answered a request of ours, with its response or a generic_nack. */
  void answered(Object context, Packet response);

  /** A request of ours will have no answer: the timer ran out, or the session ended. */
  void unanswered(Object context, CommandId request);

  /**
   * The peer answered a request of ours whose time had run out: {@link #unanswered} was told
   * before. Only after {@link Session#rememberUnanswered}.
   */
  default void answeredLate(Object context, Packet response) {}

  /**
   * The peer sent what is no good PDU; it has been answered already. If some of it can be used all
   * the same, that is told next.
   *
   * @param statusAnswered the status sent back, or 0 when nothing was
   */
  void malformed(BadPdu bad, int statusAnswered);

  /**
   * The peer sent a request that is not legal in the state of the session; it has been answered
   * already.
   *
   * @param statusAnswered the status sent back, or 0 when the request has no response
   */
  default void outOfState(Packet request, int statusAnswered) {}

  /** Close the connection once everything sent so far is written. */
  void close(CloseReason reason);
}
