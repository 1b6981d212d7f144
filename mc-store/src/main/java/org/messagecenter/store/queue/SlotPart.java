package org.messagecenter.store.queue;

import java.nio.ByteBuffer;

/** A table of the index as a section of a checkpoint: an entry for each slot that is in use. */
abstract class SlotPart implements SnapshotPart {

  private final String section;
  private final SlotTable slots;
  private final int bite;
  private final int longest;
  private int next;
  private int end;

  /**
   * @param bite how many slots are looked at in one go
   * @param longest octets of the longest entry
   */
  SlotPart(String section, SlotTable slots, int bite, int longest) {
    this.section = section;
    this.slots = slots;
    this.bite = bite;
    this.longest = longest;
  }

  /** Writes the entry of a slot; there is room for the longest. */
  abstract void write(ByteBuffer out, int slot);

  @Override
  public final String section() {
    return section;
  }

  @Override
  public void begin(long position) {
    // What is put into slots that are added later has its records behind the position.
    next = 0;
    end = slots.slots();
  }

  @Override
  public int write(ByteBuffer out) {
    int entries = 0;
    int stop = Math.min(end, next + bite);
    while (next < stop && out.remaining() >= longest) {
      if (slots.key(next) != 0) {
        write(out, next);
        entries++;
      }
      next++;
    }
    return entries;
  }

  @Override
  public final boolean isWritten() {
    return next == end;
  }
}
