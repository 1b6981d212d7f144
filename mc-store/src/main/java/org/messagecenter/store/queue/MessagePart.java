package org.messagecenter.store.queue;

import java.nio.ByteBuffer;

/** The pending messages in a checkpoint; the layout is drawn in the package's description. */
final class MessagePart extends SlotPart {

  private static final int TAG = 1;
  private static final int ALIAS = 2;
  private static final int CARRIER = 4;
  private static final int CARRIER_ELSEWHERE = 8;

  /** The longest entry. */
  private static final int LONGEST = 64;

  /** Octets that every entry has. */
  static final int FIXED = 48;

  private static final int KEY_AT = 8;
  private static final int LENGTH_BITS = 24;

  private final Messages messages;

  /**
   * @param bite how many slots are looked at in one go
   */
  MessagePart(Messages messages, int bite) {
    super("messages", messages.table, bite, LONGEST);
    this.messages = messages;
  }

  @Override
  void write(ByteBuffer out, int slot) {
    MessageTable table = messages.table;
    boolean carrier = table.marked(slot, MessageTable.HAS_CARRIER_ID);
    boolean elsewhere = carrier && table.carrierPosition(slot) != table.position(slot);
    int tag = table.tag(slot);
    int alias = table.alias(slot);
    int flags =
        (tag != 0 ? TAG : 0)
            | (alias != 0 ? ALIAS : 0)
            | (carrier ? CARRIER : 0)
            | (elsewhere ? CARRIER_ELSEWHERE : 0);
    out.put((byte) flags).put((byte) table.kindOctet(slot)).putShort((short) table.attempts(slot));
    out.putInt(table.shard(slot) << LENGTH_BITS | table.length(slot));
    out.putLong(table.key(slot)).putLong(table.position(slot));
    out.putLong(table.nextDue(slot)).putLong(table.expires(slot)).putLong(table.hash(slot));
    if (tag != 0) {
      out.putInt(tag);
    }
    if (alias != 0) {
      out.putInt(alias);
    }
    if (elsewhere) {
      out.putLong(table.carrierPosition(slot));
    }
  }

  @Override
  public void read(ByteBuffer in, int entries) {
    if (anyKnown(in, entries)) {
      throw new IllegalArgumentException("a message is in the checkpoint twice");
    }
    for (int i = 0; i < entries; i++) {
      read(in);
    }
  }

  /**
   * Looks for all keys before any is added: the looks do not depend on each other, so that their
   * misses of the processor's cache overlap, and what is added then is in the cache.
   */
  private boolean anyKnown(ByteBuffer in, int entries) {
    boolean known = false;
    int at = in.position();
    for (int i = 0; i < entries; i++) {
      int flags = in.get(at);
      known |= messages.table.find(in.getLong(at + KEY_AT)) >= 0;
      at +=
          FIXED
              + ((flags & TAG) != 0 ? 4 : 0)
              + ((flags & ALIAS) != 0 ? 4 : 0)
              + ((flags & CARRIER_ELSEWHERE) != 0 ? 8 : 0);
    }
    return known;
  }

  private void read(ByteBuffer in) {
    int flags = in.get();
    int kind = in.get();
    int attempts = in.getShort() & 0xFFFF;
    int place = in.getInt();
    long key = in.getLong();
    long position = in.getLong();
    long nextDue = in.getLong();
    long expires = in.getLong();
    long hash = in.getLong();
    int tag = (flags & TAG) != 0 ? in.getInt() : 0;
    int alias = (flags & ALIAS) != 0 ? in.getInt() : 0;
    int length = place & (1 << LENGTH_BITS) - 1;
    int slot = messages.put(key, position, length, attempts, nextDue, expires, tag, alias, hash);
    messages.table.kindOctet(slot, kind);
    messages.table.shard(slot, place >>> LENGTH_BITS);
    if ((flags & CARRIER) != 0) {
      long at = (flags & CARRIER_ELSEWHERE) != 0 ? in.getLong() : position;
      messages.recoverCarrier(slot, hash, at);
    }
  }
}
