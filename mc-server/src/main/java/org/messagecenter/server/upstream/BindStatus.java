package org.messagecenter.server.upstream;

/**
 * One bind at a moment.
 *
 * @param name as the log has it: the carrier, a slash, the number, t or r for one of a pair
 * @param host where it is or was tried last, host:port
 * @param since since when it is in that state, epoch milliseconds
 * @param connection the number that the log gives its connection, 0 for none
 * @param version the version both sides agreed on such as 0x34, 0 when not bound
 * @param lastError why the last attempt or bind ended, empty when none did
 * @param lastErrorAt epoch milliseconds, 0 when none did
 * @param window requests that may be under way
 * @param outstanding requests without an answer
 */
public record BindStatus(
    String name,
    String host,
    State state,
    long since,
    long connection,
    int version,
    String lastError,
    long lastErrorAt,
    int window,
    int outstanding) {

  /** What a bind does. */
  public enum State {
    /** Nothing yet. */
    NEW,
    /** The name is looked up, or the connection is made. */
    CONNECTING,
    /** Connected: TLS is set up, the bind's answer is waited for. */
    BINDING,
    BOUND,
    /** The bind is being given up: what is outstanding may still be answered. */
    UNBINDING,
    /** Waits for the next attempt. */
    WAITING,
    /** For good. */
    STOPPED
  }
}
