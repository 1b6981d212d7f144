package org.messagecenter.store.queue;

import java.util.Arrays;
import org.messagecenter.store.journal.Position;

/** How much of each segment is still needed. */
final class LiveBytes {

  private long[] bytes = new long[16];
  private int[] counts = new int[16];

  /** The segment of the first entry; 0 until something was live. */
  private int first;

  private long total;

  /** Nothing is going to be live before that segment; to be said before anything is. */
  void beginAt(int segment) {
    first = segment;
  }

  /** A pending record is there. */
  void add(long position, int length) {
    if (first == 0) {
      first = Position.segment(position);
    }
    int index = Position.segment(position) - first;
    if (index >= bytes.length) {
      int capacity = Math.max(index + 1, 2 * bytes.length);
      bytes = Arrays.copyOf(bytes, capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
    bytes[index] += length;
    counts[index]++;
    total += length;
  }

  /** It was moved or is pending no more. */
  void remove(long position, int length) {
    int index = Position.segment(position) - first;
    bytes[index] -= length;
    counts[index]--;
    total -= length;
  }

  boolean isEmpty(int segment) {
    int index = segment - first;
    return index < 0 || index >= counts.length || counts[index] == 0;
  }

  long total() {
    return total;
  }

  /** Segments before this one have nothing live and are not asked for again. */
  void dropBefore(int segment) {
    int count = segment - first;
    if (first == 0 || count <= 0) {
      return;
    }
    int kept = Math.max(0, bytes.length - count);
    System.arraycopy(bytes, bytes.length - kept, bytes, 0, kept);
    System.arraycopy(counts, counts.length - kept, counts, 0, kept);
    Arrays.fill(bytes, kept, bytes.length, 0);
    Arrays.fill(counts, kept, counts.length, 0);
    first = segment;
  }
}
