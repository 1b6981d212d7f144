package org.messagecenter.bench.conform;

/** How a check ended. */
enum Outcome {
  /** The message center does what the specification says. */
  OK("ok"),
  /** It does something the specification forbids, or leaves out what it demands. */
  FAIL("FAIL"),
  /** It declines an optional operation in the way the specification gives. */
  NOT_SUPPORTED("not supported"),
  /** The check could not be tried. */
  SKIPPED("skipped"),
  /** The check itself went wrong, which is a mistake of this tool. */
  BROKEN("broken");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  /** As it stands in reports. */
  String word() {
    return word;
  }
}
