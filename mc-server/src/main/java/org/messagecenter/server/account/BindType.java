package org.messagecenter.server.account;

/** A kind of bind an account may be allowed (SMPP 5.0 §2.2.2). */
public enum BindType {
  TRANSMITTER,
  RECEIVER,
  TRANSCEIVER
}
