package org.messagecenter.store.queue;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Finds the parked messages whose validity has ended. A row has one link only, and that is the
 * line's; so no wheel knows them. Instead each chunk of the table has the earliest of these times,
 * which costs next to nothing to keep, and when that has passed the chunk is looked through, a few
 * chunks between two commits. A time may be that of a message that is parked no longer: then its
 * chunk is looked through once in vain.
 */
final class ParkedEnds {

  /** So long is nothing looked for after it was begun to look: who ends meanwhile waits for it. */
  static final long PAUSE_MILLIS = 4_000;

  /** So many are looked through in one step: less than a millisecond. */
  private static final int CHUNKS = 8;

  private final MessageTable table;
  private final Lines lines;

  /** By chunk: nobody's end in it is earlier. */
  private long[] earliest = new long[0];

  /** The least of these. */
  private long first = Long.MAX_VALUE;

  private boolean looking;
  private int next;
  private long beganAt = Long.MIN_VALUE;

  ParkedEnds(MessageTable table, Lines lines) {
    this.table = table;
    this.lines = lines;
  }

  /** A message is parked from now on. */
  void add(int slot) {
    if (table.hasEnd(slot)) {
      lower(slot >> SlotTable.CHUNK_BITS, table.expires(slot));
    }
  }

  private void lower(int chunk, long end) {
    if (chunk >= earliest.length) {
      int length = earliest.length;
      earliest = Arrays.copyOf(earliest, Math.max(chunk + 1, length + (length >> 1)));
      Arrays.fill(earliest, length, earliest.length, Long.MAX_VALUE);
    }
    earliest[chunk] = Math.min(earliest[chunk], end);
    first = Math.min(first, end);
  }

  /** Nothing is to be done before this time; {@link Long#MAX_VALUE} for never. */
  long firstTime() {
    if (looking) {
      return 0;
    }
    if (lines.waiting() == 0 || first == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    return beganAt == Long.MIN_VALUE ? first : Math.max(first, beganAt + PAUSE_MILLIS);
  }

  /**
   * Looks a little further, if it is time.
   *
   * @param ended hears of parked messages whose validity has ended, and takes them out of line
   */
  void step(long now, IntConsumer ended) {
    if (now < beganAt) {
      // The clock was set back.
      beganAt = Long.MIN_VALUE;
    }
    if (firstTime() > now) {
      return;
    }
    if (!looking) {
      looking = true;
      beganAt = now;
      next = 0;
    }
    for (int left = CHUNKS; next < earliest.length && left > 0; next++) {
      if (earliest[next] <= now) {
        look(next, now, ended);
        left--;
      }
    }
    if (next == earliest.length) {
      looking = false;
      first = Long.MAX_VALUE;
      for (long each : earliest) {
        first = Math.min(first, each);
      }
    }
  }

  private void look(int chunk, long now, IntConsumer ended) {
    long least = Long.MAX_VALUE;
    int begin = chunk << SlotTable.CHUNK_BITS;
    for (int slot = begin; slot < begin + SlotTable.CHUNK; slot++) {
      if (table.key(slot) == 0 || table.state(slot) != MessageTable.PARKED || !table.hasEnd(slot)) {
        continue;
      }
      long end = table.expires(slot);
      if (end <= now) {
        ended.accept(slot);
      } else {
        least = Math.min(least, end);
      }
    }
    earliest[chunk] = least;
  }
}
