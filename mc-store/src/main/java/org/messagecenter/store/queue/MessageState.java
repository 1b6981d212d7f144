package org.messagecenter.store.queue;

/** The message states of SMPP 5.0 section 4.7.15; the code is the specification's. */
public enum MessageState {
  SCHEDULED(0),
  ENROUTE(1),
  DELIVERED(2),
  EXPIRED(3),
  DELETED(4),
  UNDELIVERABLE(5),
  ACCEPTED(6),
  UNKNOWN(7),
  REJECTED(8),
  SKIPPED(9);

  private static final MessageState[] VALUES = values();

  private final int code;

  MessageState(int code) {
    this.code = code;
  }

  /** The value of the message_state field, and the journal's octet. */
  public int code() {
    return code;
  }

  /** Whether a message in this state is finished. */
  public boolean isFinal() {
    return this != SCHEDULED && this != ENROUTE;
  }

  /**
   * The reverse of {@link #code}.
   *
   * @throws IllegalArgumentException for a code that names none
   */
  public static MessageState of(int code) {
    for (MessageState state : VALUES) {
      if (state.code == code) {
        return state;
      }
    }
    throw new IllegalArgumentException("no message state has code " + code);
  }
}
