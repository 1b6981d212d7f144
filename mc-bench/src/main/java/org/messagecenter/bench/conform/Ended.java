package org.messagecenter.bench.conform;

import java.io.Serial;

/** Thrown to end a check before its last line, with what is to be reported. */
final class Ended extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Outcome outcome;
  private final String expected;
  private final String came;

  private Ended(Outcome outcome, String expected, String came) {
    super(came, null, false, false);
    this.outcome = outcome;
    this.expected = expected;
    this.came = came;
  }

  /** What the specification demands did not happen. */
  static Ended fail(String expected, String came) {
    return new Ended(Outcome.FAIL, expected, came);
  }

  /** The message center does without this optional part of SMPP, and says so. */
  static Ended notSupported(String came) {
    return new Ended(Outcome.NOT_SUPPORTED, "", came);
  }

  /** The check needs something this run does not have. */
  static Ended skip(String reason) {
    return new Ended(Outcome.SKIPPED, "", reason);
  }

  /** The tool made a mistake. */
  static Ended broken(RuntimeException mistake) {
    return new Ended(Outcome.BROKEN, "", mistake.toString());
  }

  Outcome outcome() {
    return outcome;
  }

  String expected() {
    return expected;
  }

  String came() {
    return came;
  }
}
