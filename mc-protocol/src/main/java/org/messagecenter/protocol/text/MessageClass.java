package org.messagecenter.protocol.text;

/** The class of a message in the GSM data coding scheme (GSM 03.38 §4): where it is to be kept. */
public enum MessageClass {
  /** Class 0, shown at once and not kept, "flash". */
  DISPLAY,
  /** Class 1, kept in the handset. */
  HANDSET,
  /** Class 2, kept on the SIM. */
  SIM,
  /** Class 3, passed on to the terminal equipment. */
  TERMINAL;

  private static final MessageClass[] ALL = values();

  /** The class of the two low bits of {@code number}. */
  static MessageClass of(int number) {
    return ALL[number & 3];
  }

  /** Its number, 0-3. */
  public int number() {
    return ordinal();
  }

  /** The dest_addr_subunit of the same meaning, 1-4, which 34 and 50 prefer (34:5.2.19 notes). */
  public int destAddrSubunit() {
    return ordinal() + 1;
  }
}
