package org.messagecenter.store.journal;

/** A place in the journal: segment number in the upper 32 bits, offset in the lower 32. */
public final class Position {

  private Position() {}

  /** The position of {@code offset} in segment {@code segment}. */
  public static long of(int segment, int offset) {
    return (long) segment << 32 | (offset & 0xFFFF_FFFFL);
  }

  /** The segment number of a position. */
  public static int segment(long position) {
    return (int) (position >>> 32);
  }

  /** The offset of a position in its segment. */
  public static int offset(long position) {
    return (int) position;
  }
}
