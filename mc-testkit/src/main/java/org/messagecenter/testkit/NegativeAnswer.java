package org.messagecenter.testkit;

/** A peer answered a request with a command_status other than ESME_ROK. */
public final class NegativeAnswer extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  NegativeAnswer(int status, Throwable cause) {
    super("answered with command_status 0x%08x".formatted(status), cause);
    this.status = status;
  }

  /** The command_status of the answer. */
  public int status() {
    return status;
  }
}
