package org.messagecenter.store.queue;

/** Receives mail for accounts, at most as much as was requested for each. */
@FunctionalInterface
public interface MailSink {

  /** Called on the store's thread; first attempts come in the order in which they were queued. */
  void mail(Mail mail);
}
