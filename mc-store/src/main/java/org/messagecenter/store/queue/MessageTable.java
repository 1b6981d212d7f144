package org.messagecenter.store.queue;

/** The pending messages. */
final class MessageTable extends SlotTable {

  /** Accepted, not yet synced. */
  static final int FRESH = 0;

  /** In {@link Messages#waiting} until a time comes. */
  static final int WAITING = 1;

  /** Due, in line for credit. */
  static final int READY = 2;

  /** In one of {@link Lines}. */
  static final int PARKED = 3;

  /** Has its credit; its body is being read from disk. */
  static final int READING = 4;

  /** With the dispatcher. */
  static final int IN_FLIGHT = 5;

  static final int POSSIBLE_DUPLICATE = 0x10;
  static final int PUSHED_EXPIRED = 0x20;
  static final int HAS_CARRIER_ID = 0x40;

  /** In {@link AddressIndex}. */
  static final int INDEXED = 0x80;

  // A message with a carrier id is never in the address index, so the two share words.
  private static final int CARRIER = MORE;
  static final int HASH = MORE + 1;
  private static final int LABEL = MORE + 2;
  static final int WIDTH = MORE + 3;

  MessageTable() {
    super(WIDTH);
  }

  /** The validity is the carrier's business once it took the message. */
  @Override
  long dueAt(int slot) {
    long due = nextDue(slot);
    return hasEnd(slot) ? Math.min(due, expires(slot)) : due;
  }

  /**
   * Whether the end of its validity ends its waiting: not when a carrier has it, nor when it was
   * pushed for that reason before.
   */
  boolean hasEnd(int slot) {
    return !marked(slot, PUSHED_EXPIRED | HAS_CARRIER_ID);
  }

  /** Where the record is that holds the carrier id, if the message has one. */
  long carrierPosition(int slot) {
    return word(slot, CARRIER);
  }

  void carrierPosition(int slot, long position) {
    word(slot, CARRIER, position);
  }

  /**
   * Of its carrier id if it has one, else of its account, destination and tag; 0 when it had one,
   * until the record has been read back.
   */
  long hash(int slot) {
    return word(slot, HASH);
  }

  void hash(int slot, long value) {
    word(slot, HASH, value);
  }

  int tag(int slot) {
    return (int) (word(slot, LABEL) >>> 32);
  }

  /** Its short id, or 0. */
  int alias(int slot) {
    return (int) word(slot, LABEL);
  }

  void label(int slot, int tag, int alias) {
    word(slot, LABEL, (long) tag << 32 | (alias & 0xFFFF_FFFFL));
  }

  /** Whether it was accepted with a fingerprint, of which {@link Repeats} may still know. */
  boolean fingerprinted(int slot) {
    return (kindOctet(slot) & RecordLayout.FINGERPRINTED) != 0;
  }

  /** The code of its {@link MessageKind}. */
  int kind(int slot) {
    return kindOctet(slot) & RecordLayout.KIND_BITS;
  }

  /** The root of the older messages of the same address, while it is indexed; -1 for none. */
  int older(int slot) {
    return (int) (word(slot, CARRIER) >>> 32);
  }

  void older(int slot, int root) {
    carrierPosition(slot, (long) root << 32 | (carrierPosition(slot) & 0xFFFF_FFFFL));
  }

  /** The root of the younger ones. */
  int younger(int slot) {
    return (int) word(slot, CARRIER);
  }

  void younger(int slot, int root) {
    carrierPosition(slot, (carrierPosition(slot) & ~0xFFFF_FFFFL) | (root & 0xFFFF_FFFFL));
  }
}
