package org.messagecenter.store.queue;

/** Receives mail for accounts, at most as much as was requested for each. */
@FunctionalInterface
public interface MailSink {

  /** Called on the store's thread; first attempts come in the order in which they were queued. */
  void mail(Mail mail);

  /**
   * A mail ended without the dispatcher: as expired or dropped. Called on the store's thread, for
   * information only: what a crash takes back may be told again.
   */
  default void ended(long mailKey, MailOutcome outcome) {}
}
