package org.messagecenter.store.queue;

/** The pending messages. */
final class MessageTable extends SlotTable {

  /** Accepted, not yet synced. */
  static final int FRESH = 0;

  /** In {@link Messages#waiting} until a time comes. */
  static final int WAITING = 1;

  /** Due, in line for credit. */
  static final int READY = 2;

  /** Has its credit; its body is being read from disk. */
  static final int READING = 3;

  /** With the dispatcher. */
  static final int IN_FLIGHT = 4;

  static final int POSSIBLE_DUPLICATE = 0x10;
  static final int PUSHED_EXPIRED = 0x20;
  static final int HAS_CARRIER_ID = 0x40;

  private long[][] carrierPosition = new long[0][];
  private long[][] carrierHash = new long[0][];

  @Override
  void grow(int chunks) {
    super.grow(chunks);
    carrierPosition = grown(carrierPosition, chunks);
    carrierHash = grown(carrierHash, chunks);
  }

  /** Where the record is that holds the carrier id, if the message has one. */
  long carrierPosition(int slot) {
    return carrierPosition[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  void carrierPosition(int slot, long position) {
    carrierPosition[slot >> CHUNK_BITS][slot & IN_CHUNK] = position;
  }

  long carrierHash(int slot) {
    return carrierHash[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  void carrierHash(int slot, long hash) {
    carrierHash[slot >> CHUNK_BITS][slot & IN_CHUNK] = hash;
  }
}
