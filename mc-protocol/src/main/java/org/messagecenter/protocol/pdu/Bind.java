package org.messagecenter.protocol.pdu;

/**
 * A request to open a session; the three modes have the same body (34:4.1, 50:4.1.1).
 *
 * <p>Wrong lengths are reported with the status of the field; whether the credentials are right is
 * for the account book to say.
 */
public sealed interface Bind extends Pdu permits BindTransmitter, BindReceiver, BindTransceiver {
  /** Who wants to bind; up to 15 characters. */
  String systemId();

  /** Up to 8 characters; empty asks for a session without authentication. */
  String password();

  /** The kind of the ESME, up to 12 characters, often empty. */
  String systemType();

  /** 0x34 is 3.4, 0x50 is 5.0, anything up to 0x33 is 3.3 or older. */
  int interfaceVersion();

  /** Type of number of {@link #addressRange()}. */
  int addrTon();

  /** Numbering plan of {@link #addressRange()}. */
  int addrNpi();

  /** A routing hint, an address or a regular expression, up to 40 characters, mostly ignored. */
  String addressRange();

  /** The same bind naming another version. */
  Bind withInterfaceVersion(int version);
}
