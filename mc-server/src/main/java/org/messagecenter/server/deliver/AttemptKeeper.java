package org.messagecenter.server.deliver;

/** Who answers for an attempt: sends it to its outlet and hears its outcome. On its lane. */
interface AttemptKeeper {
  /** The attempt's turn has come. */
  void begin(Attempt attempt);

  /** The outlet has said how it ended. */
  void completed(Attempt attempt, Outcome outcome);
}
