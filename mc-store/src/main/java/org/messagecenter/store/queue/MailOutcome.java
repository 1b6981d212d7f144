package org.messagecenter.store.queue;

/** How a mail ended. The code is what the journal keeps. */
public enum MailOutcome {
  /** The ESME took it. */
  DELIVERED(0),
  /** The ESME refused it for good. */
  REFUSED(1),
  /** It waited too long. */
  EXPIRED(2),
  /** The mailbox was over its cap. */
  DROPPED(3);

  private static final MailOutcome[] VALUES = values();

  private final int code;

  MailOutcome(int code) {
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
  public static MailOutcome of(int code) {
    for (MailOutcome outcome : VALUES) {
      if (outcome.code == code) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("no mail outcome has code " + code);
  }
}
