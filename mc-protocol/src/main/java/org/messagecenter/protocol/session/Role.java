package org.messagecenter.protocol.session;

/** Which side of the connection a session stands for. */
public enum Role {
  /** The message center: accepts binds. */
  MC,
  /** The external short message entity: binds. */
  ESME;

  /** The other side. */
  public Role peer() {
    return this == MC ? ESME : MC;
  }
}
