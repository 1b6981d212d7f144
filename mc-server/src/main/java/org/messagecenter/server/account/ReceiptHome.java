package org.messagecenter.server.account;

import java.time.Duration;
import org.messagecenter.server.config.Section;

/**
 * Over which of an account's binds its receipts, notifications and alerts come back.
 *
 * @param to the choice
 * @param patience how long one waits for such a bind before any other will do, at most a day
 */
public record ReceiptHome(To to, Duration patience) {
  /** As the specification has it: whatever bind the account has. */
  public static final ReceiptHome USUAL = new ReceiptHome(To.ANY, Duration.ofMinutes(5));

  /** Which binds will do. */
  public enum To {
    /** All. */
    ANY(0),
    /** Those with the system_type of the bind that submitted. */
    SYSTEM_TYPE(1),
    /** The one that submitted, as long as it lives. */
    ORIGINATING_BIND(2);

    private final int code;

    To(int code) {
      this.code = code;
    }

    /** What is stored for it. */
    public int code() {
      return code;
    }
  }

  /** What the section {@code receipts} says, and this where it says nothing. */
  ReceiptHome with(Section section) {
    return new ReceiptHome(
        section.has("to") ? section.oneOf("to", To.class) : to,
        section.has("wait")
            ? section.duration("wait", Duration.ZERO, Duration.ofDays(1))
            : patience);
  }
}
