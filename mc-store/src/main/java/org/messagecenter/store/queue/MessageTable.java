package org.messagecenter.store.queue;

import java.util.Arrays;

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

  /** In {@link AddressIndex}. */
  static final int INDEXED = 0x80;

  // A message with a carrier id is never in the address index, so the two share columns.
  private long[][] carrierPosition = new long[0][];
  private long[][] hash = new long[0][];
  private long[][] label = new long[0][];
  private byte[][] shard = new byte[0][];
  private byte[][] kind = new byte[0][];

  @Override
  void grow(int chunks) {
    super.grow(chunks);
    carrierPosition = grown(carrierPosition, chunks);
    hash = grown(hash, chunks);
    label = grown(label, chunks);
    shard = Arrays.copyOf(shard, chunks);
    shard[chunks - 1] = new byte[CHUNK];
    kind = Arrays.copyOf(kind, chunks);
    kind[chunks - 1] = new byte[CHUNK];
  }

  /** Where the record is that holds the carrier id, if the message has one. */
  long carrierPosition(int slot) {
    return carrierPosition[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  void carrierPosition(int slot, long position) {
    carrierPosition[slot >> CHUNK_BITS][slot & IN_CHUNK] = position;
  }

  /** Of its carrier id if it has one, else of its account, destination and tag. */
  long hash(int slot) {
    return hash[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  void hash(int slot, long value) {
    hash[slot >> CHUNK_BITS][slot & IN_CHUNK] = value;
  }

  int tag(int slot) {
    return (int) (label[slot >> CHUNK_BITS][slot & IN_CHUNK] >>> 32);
  }

  /** Its short id, or 0. */
  int alias(int slot) {
    return (int) label[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  void label(int slot, int tag, int alias) {
    label[slot >> CHUNK_BITS][slot & IN_CHUNK] = (long) tag << 32 | (alias & 0xFFFF_FFFFL);
  }

  /** The first recipient's shard; means nothing for the first recipient itself. */
  int shard(int slot) {
    return shard[slot >> CHUNK_BITS][slot & IN_CHUNK] & 0xFF;
  }

  void shard(int slot, int value) {
    shard[slot >> CHUNK_BITS][slot & IN_CHUNK] = (byte) value;
  }

  /** The code of its {@link MessageKind}. */
  int kind(int slot) {
    return kind[slot >> CHUNK_BITS][slot & IN_CHUNK] & RecordLayout.KIND_BITS;
  }

  /** Whether it was accepted with a fingerprint, of which {@link Repeats} may still know. */
  boolean fingerprinted(int slot) {
    return (kind[slot >> CHUNK_BITS][slot & IN_CHUNK] & RecordLayout.FINGERPRINTED) != 0;
  }

  /**
   * @param code the octet of the record, which says both
   */
  void kind(int slot, int code) {
    kind[slot >> CHUNK_BITS][slot & IN_CHUNK] = (byte) code;
  }

  /** The root of the older messages of the same address, while it is indexed; -1 for none. */
  int older(int slot) {
    return (int) (carrierPosition[slot >> CHUNK_BITS][slot & IN_CHUNK] >>> 32);
  }

  void older(int slot, int root) {
    carrierPosition(slot, (long) root << 32 | (carrierPosition(slot) & 0xFFFF_FFFFL));
  }

  /** The root of the younger ones. */
  int younger(int slot) {
    return (int) carrierPosition[slot >> CHUNK_BITS][slot & IN_CHUNK];
  }

  void younger(int slot, int root) {
    carrierPosition(slot, (carrierPosition(slot) & ~0xFFFF_FFFFL) | (root & 0xFFFF_FFFFL));
  }
}
