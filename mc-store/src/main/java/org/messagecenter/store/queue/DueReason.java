package org.messagecenter.store.queue;

/** Why a message is pushed. */
public enum DueReason {
  /** Its first attempt is due. */
  FIRST,
  /** A further attempt is due, or one that a restart may have cut off. */
  RETRY,
  /** Its validity passed while it waited. */
  EXPIRED,
  /** A carrier took it and gave it an id, and its end was not reported until the time given. */
  SILENT
}
