package org.messagecenter.server.dialect;

/**
 * A message has no form that the carrier takes. For this carrier that is for good, as is a {@link
 * FailureClass#PERMANENT} status.
 */
public final class UnsendableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The err code of messages that ask for what is not to be had. */
  public static final int ERROR = 0x4B5;

  private final int error;

  /**
   * @param why in words for a log, without anything of the text or the numbers
   */
  UnsendableException(String why) {
    // What lies behind it is a message, not a place in the program.
    super(why, null, false, false);
    this.error = ERROR;
  }

  /** The code for our receipt's err and network_error_code. */
  public int error() {
    return error;
  }
}
