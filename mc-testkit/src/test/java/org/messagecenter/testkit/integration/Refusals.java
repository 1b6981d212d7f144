package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.messagecenter.testkit.NegativeAnswer;

/** What the requests of an ESME must be answered with when they are refused. */
final class Refusals {
  private Refusals() {}

  /** Runs a request that must be answered with this command_status. */
  static void assertRefused(int status, ThrowingCallable request) {
    NegativeAnswer answer = catchThrowableOfType(NegativeAnswer.class, request);
    assertThat(answer).as("a negative answer").isNotNull();
    assertThat(answer.status()).as("command_status").isEqualTo(status);
  }
}
