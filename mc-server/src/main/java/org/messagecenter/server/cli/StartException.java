package org.messagecenter.server.cli;

/** The message center cannot start, for a reason the operator can act on. */
public final class StartException extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * Says why.
   *
   * @param status one of {@link ExitStatus}
   * @param message shown to the operator as it is
   */
  public StartException(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** The status to exit with. */
  public int status() {
    return status;
  }
}
