package org.messagecenter.store.queue;

/** The mail of one account: who is in line, and how many may be pushed. */
final class Mailbox {

  final String account;
  final int number;

  /** Keys in line for their first attempt; those that left the line otherwise are passed over. */
  final LongRing queued = new LongRing();

  /** Keys in line again; the oldest first. */
  final LongHeap returned = new LongHeap();

  long credits;

  /** Mails of this box whose bodies are being read. */
  int reading;

  /** In the list of boxes that may have something to push. */
  boolean listed;

  long bytes;

  /** Grows when the credits are cancelled: a mail read for an older request is not pushed. */
  int request;

  private volatile int count;

  Mailbox(String account, int number) {
    this.account = account;
    this.number = number;
  }

  /** Mails that are not done; read by other threads for the counters. */
  int count() {
    return count;
  }

  /** By the store's thread only. */
  void count(int change) {
    int sum = count + change;
    count = sum;
  }

  boolean hasLine() {
    return !queued.isEmpty() || !returned.isEmpty();
  }
}
