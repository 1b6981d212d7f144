package org.messagecenter.protocol.text;

/** The class of a message in the GSM data coding scheme (GSM 03.38 §4): where it is to be kept. */
public enum MessageClass {
  /** Class 0, shown at once and not kept, "flash". */
  DISPLAY(0),
  /** Class 1, kept in the handset. */
  HANDSET(1),
  /** Class 2, kept on the SIM. */
  SIM(2),
  /** Class 3, passed on to the terminal equipment. */
  TERMINAL(3);

  private static final MessageClass[] ALL = values();

  private final int number;

  MessageClass(int number) {
    this.number = number;
  }

  /** The class of the two low bits of {@code number}. */
  static MessageClass of(int number) {
    return ALL[number & 3];
  }

  /** Its number, 0-3. */
  public int number() {
    return number;
  }

  /** The dest_addr_subunit of the same meaning, 1-4, which 34 and 50 prefer (34:5.2.19 notes). */
  public int destAddrSubunit() {
    return number + 1;
  }
}
