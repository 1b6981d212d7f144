package org.messagecenter.protocol.session;

/** The states of 5.0 §2.3, with the moment between a bind and its answer told apart. */
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

  /** Whether the ESME of this session takes deliver_sm. */
  public boolean canReceive() {
    return this == BOUND_RX || this == BOUND_TRX;
  }
}
