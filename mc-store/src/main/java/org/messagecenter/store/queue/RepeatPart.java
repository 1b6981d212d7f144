package org.messagecenter.store.queue;

import java.nio.ByteBuffer;

/** The fingerprints in a checkpoint; the layout is drawn in the package's description. */
final class RepeatPart extends SlotPart {

  /** Octets of an entry. */
  private static final int BYTES = 32;

  private final Repeats repeats;

  /**
   * @param bite how many slots are looked at in one go
   */
  RepeatPart(Repeats repeats, int bite) {
    super("repeats", repeats.table, bite, BYTES);
    this.repeats = repeats;
  }

  @Override
  void write(ByteBuffer out, int slot) {
    out.putLong(repeats.fingerprint(slot)).putLong(repeats.key(slot));
    out.putLong(repeats.acceptedAt(slot)).putInt(repeats.alias(slot)).putInt(0);
  }

  @Override
  public void read(ByteBuffer in, int entries) {
    for (int i = 0; i < entries; i++) {
      long fingerprint = in.getLong();
      long key = in.getLong();
      long acceptedAt = in.getLong();
      repeats.put(fingerprint, key, acceptedAt, in.getInt());
      in.getInt();
    }
  }

  @Override
  public void readAll() {
    repeats.sort();
  }
}
