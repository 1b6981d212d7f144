package org.messagecenter.store.queue;

import java.nio.ByteBuffer;

/** The fingerprints in a checkpoint; the layout is drawn in the package's description. */
final class RepeatPart implements SnapshotPart {

  /** Octets of an entry. */
  private static final int BYTES = 32;

  private final Repeats repeats;
  private final int bite;
  private int next;
  private int end;

  /**
   * @param bite how many slots are looked at in one go
   */
  RepeatPart(Repeats repeats, int bite) {
    this.repeats = repeats;
    this.bite = bite;
  }

  @Override
  public String section() {
    return "repeats";
  }

  @Override
  public void begin(long position) {
    next = 0;
    end = repeats.slots();
  }

  @Override
  public int write(ByteBuffer out) {
    int entries = 0;
    int stop = Math.min(end, next + bite);
    while (next < stop && out.remaining() >= BYTES) {
      if (repeats.key(next) != 0) {
        out.putLong(repeats.fingerprint(next)).putLong(repeats.key(next));
        out.putLong(repeats.acceptedAt(next)).putInt(repeats.alias(next)).putInt(0);
        entries++;
      }
      next++;
    }
    return entries;
  }

  @Override
  public boolean isWritten() {
    return next == end;
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
