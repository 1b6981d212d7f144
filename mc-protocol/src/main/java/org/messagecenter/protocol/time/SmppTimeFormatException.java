package org.messagecenter.protocol.time;

/** A text is no SMPP time. */
public final class SmppTimeFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String part;

  SmppTimeFormatException(String part, String rule) {
    super(part + " " + rule);
    this.part = part;
  }

  /** Which part is wrong: length, digits, month, day, hour, minute, second, offset or direction. */
  public String part() {
    return part;
  }
}
