package org.messagecenter.protocol.session;

/** Why a connection ends. */
public enum CloseReason {
  /** No bind came in time. */
  SESSION_INIT_TIMEOUT,
  /** The peer gave no sign of life. */
  ENQUIRE_LINK_TIMEOUT,
  /** No transaction for too long. */
  INACTIVITY,
  /** The bind was answered with an error. */
  BIND_REFUSED,
  /** Either side unbound. */
  UNBOUND,
  /** The stream of PDUs cannot be followed any more. */
  FRAMING_ERROR,
  /** The peer closed, or the connection broke. */
  PEER_CLOSED,
  /** The peer left requests without an answer again and again. */
  UNANSWERED,
  /** The peer does not read what it is sent. */
  SLOW_READER,
  /** This side is stopping. */
  SHUTDOWN
}
