package org.messagecenter.server.listen;

/** Why a connection was closed before it could say a word of SMPP. */
public enum TurnedAway {
  /** Too many connections without a bind in all. */
  HALF_OPEN,
  /** Too many connections without a bind from this address. */
  HALF_OPEN_OF_ADDRESS,
  /** Too many connections from this address. */
  CONNECTIONS_OF_ADDRESS,
  /** The PROXY protocol is required, and the peer is none of those it is believed to. */
  PROXY_UNTRUSTED,
  /** The PROXY protocol header is missing, malformed or late. */
  PROXY_HEADER
}
