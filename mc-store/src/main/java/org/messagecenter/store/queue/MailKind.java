package org.messagecenter.store.queue;

/** What a mail is. The code is what the journal keeps. */
public enum MailKind {
  /** The receipt for a final state. */
  RECEIPT(0),
  /** An intermediate notification. */
  INTERMEDIATE(1),
  /** A mobile-originated message. */
  MO(2),
  /** A mobile became reachable: an alert_notification. */
  ALERT(3),
  /** A receipt or a mobile-originated message, kept in the form of data_sm. */
  DATA(4),
  /** Any of these with what says which of the account's binds it is for. */
  ADDRESSED(5);

  private static final MailKind[] VALUES = values();

  private final int code;

  MailKind(int code) {
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
  public static MailKind of(int code) {
    for (MailKind kind : VALUES) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no mail kind has code " + code);
  }
}
