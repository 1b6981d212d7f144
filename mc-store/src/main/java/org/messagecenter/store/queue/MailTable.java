package org.messagecenter.store.queue;

/** The mails that wait for their accounts. */
final class MailTable extends SlotTable {

  /** Queued, not yet synced. */
  static final int FRESH = 0;

  /** In line for its first attempt. */
  static final int QUEUED = 1;

  /** In line again, ahead of first attempts. */
  static final int RETURNED = 2;

  /** Kept back until a time comes. */
  static final int DELAYED = 3;

  /** Has its credit; its body is being read from disk. */
  static final int READING = 4;

  /** With the dispatcher. */
  static final int IN_FLIGHT = 5;

  static final int POSSIBLE_DUPLICATE = 0x10;

  /** Neighbours in a mailbox's line. */
  static final int LINE = MORE;

  private static final int BOX = MORE + 1;

  MailTable() {
    super(MORE + 2);
  }

  /** In line a mail waits for its end only. */
  @Override
  long dueAt(int slot) {
    long expires = expires(slot);
    return state(slot) == DELAYED ? Math.min(nextDue(slot), expires) : expires;
  }

  /** The number of its {@link Mailbox}. */
  int box(int slot) {
    return (int) word(slot, BOX);
  }

  void box(int slot, int number) {
    word(slot, BOX, number);
  }
}
