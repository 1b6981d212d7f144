package org.messagecenter.protocol.text;

/**
 * The languages with shift tables of their own in GSM 7-bit that we have (3GPP TS 23.038 §6.2.1.2,
 * A.2, A.3).
 */
public enum NationalLanguage {
  /** No national table: the default alphabet, or its extension. */
  NONE(0),
  TURKISH(1),
  /** With a single shift table only. */
  SPANISH(2),
  PORTUGUESE(3);

  private static final NationalLanguage[] ALL = values();

  private final int identifier;

  NationalLanguage(int identifier) {
    this.identifier = identifier;
  }

  /**
   * The language of a National Language Identifier. One we do not have is {@link #NONE}: a receiver
   * without the table falls back to the default one.
   */
  public static NationalLanguage of(int identifier) {
    return identifier > 0 && identifier < ALL.length ? ALL[identifier] : NONE;
  }

  /** The National Language Identifier, 1-3; 0, which is reserved, for {@link #NONE}. */
  public int identifier() {
    return identifier;
  }

  /** Whether it has a table in place of the default alphabet. */
  public boolean hasLockingShift() {
    return this == TURKISH || this == PORTUGUESE;
  }
}
