package org.messagecenter.server.account;

import java.time.Duration;
import org.messagecenter.server.config.Section;

/**
 * When a submission counts as one that came before: a client that lost a response submits again,
 * and is to hear the first message_id rather than have its message sent twice.
 *
 * @param window how long after the first one, up to 24 hours; zero: nothing is a duplicate
 * @param by what must be the same besides account, source and destination
 */
public record DuplicateRule(Duration window, By by) {

  /** What tells that two submissions are the same. */
  public enum By {
    /** user_message_reference; a submission without it is never a duplicate. */
    REFERENCE,
    /** The text, and what decides how and when it is shown. */
    CONTENT,
    /** user_message_reference if there is one, else the content. */
    EITHER
  }

  /** Everything is sent as often as it is submitted. */
  public static final DuplicateRule NONE = new DuplicateRule(Duration.ZERO, By.EITHER);

  private static final Duration LONGEST = Duration.ofHours(24);

  /** Whether duplicates are looked for at all. */
  public boolean applies() {
    return !window.isZero();
  }

  /** What the section says, and this rule where it says nothing. */
  DuplicateRule with(Section section) {
    return new DuplicateRule(
        section.has("window") ? section.duration("window", Duration.ZERO, LONGEST) : window,
        section.has("by") ? section.oneOf("by", By.class) : by);
  }
}
