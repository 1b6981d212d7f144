package org.messagecenter.server.submit;

import org.jspecify.annotations.Nullable;

/** One rule about a submit_sm. Checks run in the order of {@link SubmitChecks}. */
@FunctionalInterface
public interface SubmitCheck {
  /** Null when the rule holds; may fill in what it learnt, such as the due time. */
  @Nullable Refusal check(SubmitFacts submission);
}
