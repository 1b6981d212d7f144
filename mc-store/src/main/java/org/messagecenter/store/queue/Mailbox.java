package org.messagecenter.store.queue;

/** The mail of one account: who is in line, and how many may be pushed. */
final class Mailbox {

  final String account;
  final int number;

  /** Keys in line again, the oldest first; those that left the line otherwise are passed over. */
  final LongHeap returned = new LongHeap();

  long credits;

  /** Credit was asked for and not cancelled since: somebody is there for the mail. */
  boolean wanted;

  /** How many of the line, from its start without a gap, are in memory. */
  int inMemory;

  /** The last of these; -1 for none. */
  int lastInMemory = -1;

  /** In the list of boxes of which more is to be read ahead. */
  boolean listedShort;

  /** Mails of this box whose bodies are being read. */
  int reading;

  /** In the list of boxes that may have something to push. */
  boolean listed;

  long bytes;

  /** Grows when the credits are cancelled: a mail read for an older request is not pushed. */
  int request;

  /** Mails that the cap cost and the log does not tell of yet. */
  long droppedUntold;

  /** When the log last told of drops; 0: never. */
  long toldAt;

  private volatile int count;

  /** Of all boxes: slots in line for their first attempt. */
  private final SlotLists queued;

  Mailbox(String account, int number, SlotLists queued) {
    this.account = account;
    this.number = number;
    this.queued = queued;
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
    return !queued.isEmpty(number) || !returned.isEmpty();
  }
}
