package org.messagecenter.protocol.receipt;

import org.jspecify.annotations.Nullable;

/** The values of message_state (5.0 §4.7.15) and the words receipts have for them (3.4 App. B). */
public enum MessageState {
  SCHEDULED(0, "SCHEDLD", false),
  ENROUTE(1, "ENROUTE", false),
  DELIVERED(2, "DELIVRD", true),
  EXPIRED(3, "EXPIRED", true),
  DELETED(4, "DELETED", true),
  UNDELIVERABLE(5, "UNDELIV", true),
  ACCEPTED(6, "ACCEPTD", true),
  UNKNOWN(7, "UNKNOWN", true),
  REJECTED(8, "REJECTD", true),
  SKIPPED(9, "SKIPPED", true);

  private static final int V3_4 = 0x34;
  private static final int V5_0 = 0x50;

  private static final MessageState[] BY_VALUE = values();

  private final int value;
  private final String stat;
  private final boolean isFinal;

  MessageState(int value, String stat, boolean isFinal) {
    this.value = value;
    this.stat = stat;
    this.isFinal = isFinal;
  }

  /** The octet of message_state, 0 to 9. */
  public int value() {
    return value;
  }

  /** The seven letters after {@code stat:}. */
  public String stat() {
    return stat;
  }

  /** Whether a message in this state is done with. */
  public boolean isFinal() {
    return isFinal;
  }

  /**
   * The state as a peer of this version knows it (50:4.7.15, 33:7.4): scheduled messages are under
   * way to 3.4, skipped ones are rejected, and 3.3 knows no rejection.
   *
   * @param interfaceVersion such as 0x34
   */
  public MessageState asIn(int interfaceVersion) {
    if (interfaceVersion >= V5_0) {
      return this;
    }
    return switch (this) {
      case SCHEDULED -> ENROUTE;
      case SKIPPED, REJECTED -> interfaceVersion >= V3_4 ? REJECTED : UNDELIVERABLE;
      default -> this;
    };
  }

  /** The state of a message_state octet, or null for a reserved value. */
  public static @Nullable MessageState of(int value) {
    return value >= 0 && value < BY_VALUE.length ? BY_VALUE[value] : null;
  }

  /** The state a stat word means; common variants are understood, null for others. */
  public static @Nullable MessageState ofStat(String word) {
    for (MessageState state : BY_VALUE) {
      if (state.stat.equalsIgnoreCase(word) || state.name().equalsIgnoreCase(word)) {
        return state;
      }
    }
    return switch (word.toUpperCase(java.util.Locale.ROOT)) {
      case "BUFFRED", "BUFFERD", "ACKED", "EN_ROUTE" -> ENROUTE;
      case "UNDELIVERED", "FAILED" -> UNDELIVERABLE;
      default -> null;
    };
  }
}
