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

  private int[][] box = new int[0][];

  @Override
  void grow(int chunks) {
    super.grow(chunks);
    box = grown(box, chunks);
  }

  /** The number of its {@link Mailbox}. */
  int box(int slot) {
    return box[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  void box(int slot, int number) {
    box[slot >> CHUNK_BITS][slot & IN_CHUNK] = number;
  }
}
