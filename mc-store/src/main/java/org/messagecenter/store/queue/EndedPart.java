package org.messagecenter.store.queue;

import java.nio.ByteBuffer;

/** What is remembered of ended messages; the layout is drawn in the package's description. */
final class EndedPart implements SnapshotPart {

  /** Octets of an entry. */
  static final int BYTES = 32;

  private final Ended ended;
  private final int bite;
  private int next;

  /**
   * @param bite how many places are looked at in one go
   */
  EndedPart(Ended ended, int bite) {
    this.ended = ended;
    this.bite = bite;
  }

  @Override
  public String section() {
    return "ended";
  }

  @Override
  public void begin(long position) {
    next = 0;
  }

  @Override
  public int write(ByteBuffer out) {
    int entries = 0;
    int stop = Math.min(ended.places(), next + bite);
    while (next < stop && out.remaining() >= BYTES) {
      if (ended.write(out, next)) {
        entries++;
      }
      next++;
    }
    return entries;
  }

  @Override
  public boolean isWritten() {
    return next == ended.places();
  }

  @Override
  public void read(ByteBuffer in, int entries) {
    for (int i = 0; i < entries; i++) {
      long key = in.getLong();
      long doneAt = in.getLong();
      int error = in.getInt();
      int tag = in.getInt();
      int alias = in.getInt();
      ended.put(key, in.getInt(), error, doneAt, tag, alias);
    }
  }
}
