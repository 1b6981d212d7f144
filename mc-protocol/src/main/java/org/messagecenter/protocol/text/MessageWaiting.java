package org.messagecenter.protocol.text;

/**
 * A message waiting indication in the GSM data coding scheme (GSM 03.38 §4).
 *
 * @param store whether the handset keeps the text; otherwise it may discard it
 * @param indicator what is waiting
 * @param active true sets the indicator, false clears it
 */
public record MessageWaiting(boolean store, Indicator indicator, boolean active) {

  /** What is waiting, in the order of the two low bits. */
  public enum Indicator {
    VOICEMAIL(0),
    FAX(1),
    EMAIL(2),
    OTHER(3);

    private static final Indicator[] ALL = values();

    private final int number;

    Indicator(int number) {
      this.number = number;
    }

    static Indicator of(int number) {
      return ALL[number & 3];
    }

    /** Its number, 0-3. */
    int number() {
      return number;
    }
  }
}
