package org.messagecenter.store.queue;

/** What an accepted message is. The code is what the journal keeps. */
public enum MessageKind {
  /** From an ESME to a mobile. */
  MT(0),
  /** From a mobile to an ESME, while it is routed. */
  MO(1),
  /** To an area. */
  BROADCAST(2),
  /** From an ESME to a mobile, kept in the form of data_sm. */
  DATA(3),
  /** Tells an ESME that a mobile is reachable, once it is. */
  ALERT(4),
  /** A receipt of a carrier that belongs to no message known. */
  ORPHAN(5),
  /** A part of a message from an ESME that was split for its carrier. */
  PART(6);

  private static final MessageKind[] VALUES = values();

  private final int code;

  MessageKind(int code) {
    this.code = code;
  }

  /** The journal's octet. */
  public int code() {
    return code;
  }

  /**
   * The reverse of {@link #code}.
   *
   * @throws IllegalArgumentException for a code that names none
   */
  public static MessageKind of(int code) {
    for (MessageKind kind : VALUES) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no message kind has code " + code);
  }
}
