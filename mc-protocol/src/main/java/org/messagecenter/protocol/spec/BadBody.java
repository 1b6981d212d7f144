package org.messagecenter.protocol.spec;

/**
 * A PDU body that cannot be read, with the field at fault and the status that says so to the peer.
 *
 * <p>It has no stack trace: a peer can send thousands of these a second, and the field says where.
 */
public final class BadBody extends Exception {
  private static final long serialVersionUID = 1;

  private final String field;
  private final CommandStatus status;

  /**
   * Reports a malformed field.
   *
   * @param field the field's name on the wire
   * @param status what to answer the request with
   * @param reason what was expected and what came; never the content itself
   */
  public BadBody(String field, CommandStatus status, String reason) {
    super(field + ": " + reason, null, false, false);
    this.field = field;
    this.status = status;
  }

  /** The name of the field on the wire. */
  public String field() {
    return field;
  }

  /** The status of the field at fault. */
  public CommandStatus status() {
    return status;
  }
}
