package org.messagecenter.protocol.session;

/**
 * The states of 5.0 §2.3, with the moment between a bind and its answer told apart, and what leads
 * from one to the next in {@link Session}:
 *
 * <pre>
 * state       event                              next        action
 * ---------   --------------------------------   ---------   ----------------------------------
 * OPEN        bind received (MC) or sent (ESME)  BINDING     deliver the bind / send it
 * OPEN        outbind sent (MC) or received      OUTBOUND    send it / deliver the outbind
 * OPEN        session-init timer                 CLOSED      close
 * OUTBOUND    bind received (MC) or sent (ESME)  BINDING     deliver the bind / send it
 * OUTBOUND    session-init timer, anew           CLOSED      close
 * BINDING     acceptBind / good bind response    BOUND_xx    send response / answered
 * BINDING     refuseBind                         as before   send response; another bind may follow
 * BINDING     bad bind response                  CLOSED      answered, close
 * BINDING     session-init timer                 CLOSED      close
 * BOUND_xx    legal request                      -           deliver, or ESME_RTHROTTLED
 * BOUND_xx    alert_notification                 -           deliver; it is never answered
 * BOUND_xx    bind                               -           respond ESME_RALYBND
 * BOUND_xx    enquire-link timer                 -           send enquire_link
 * BOUND_xx    response timer of a request,       -           unanswered, send enquire_link
 *             silent since
 * BOUND_xx    its response timer, still silent   CLOSED      close
 * BOUND_xx    inactivity timer, or unbind()      UNBINDING   send unbind
 * BOUND_xx    unbind received, all answered      CLOSED      respond, close
 * BOUND_xx    unbind received                    UNBINDING   wait for our answers, see below
 * UNBINDING   the last of them, response timer,  CLOSED      respond to the unbind, close
 *             or another unbind
 * UNBINDING   unbind_resp, or response timer     CLOSED      close
 * any         enquire_link                       -           respond
 * any         other request                      -           respond ESME_RINVBNDSTS
 * any         unknown command                    -           generic_nack ESME_RINVCMDID
 * any         malformed request                  -           respond with the field's status
 * any         broken command_length              CLOSED      generic_nack ESME_RINVCMDLEN, close
 * any         response without its request       -           nothing: it is late, or a mistake
 * any         peerClosed()                       CLOSED      outstanding requests are unanswered
 * </pre>
 */
public enum SessionState {
  /** Connected, nobody has bound. */
  OPEN,
  /** The message center has sent outbind; the ESME is to bind. */
  OUTBOUND,
  /** A bind was received or sent and has no answer yet. */
  BINDING,
  BOUND_TX,
  BOUND_RX,
  BOUND_TRX,
  /** We have sent unbind and wait for its answer. */
  UNBINDING,
  CLOSED;

  /** Whether a bind stands. */
  public boolean isBound() {
    return this == BOUND_TX || this == BOUND_RX || this == BOUND_TRX;
  }

  /** Whether a bind stands, or stood until the unbind that is under way. */
  boolean hasBound() {
    return isBound() || this == UNBINDING;
  }

  /** Whether the ESME of this session takes deliver_sm. */
  public boolean canReceive() {
    return this == BOUND_RX || this == BOUND_TRX;
  }
}
