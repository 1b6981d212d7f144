package org.messagecenter.store.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Mail that got in line lately, as it would be pushed: what waits for credit for a moment only need
 * not be read from disk again, and a line can be caught up with at the speed at which it came. So
 * many, and so many octets, as there is room for; the rest is on disk alone. By slot, in chunks
 * that are there while something is in them.
 */
final class RecentMail {

  private static final int CHUNK_BITS = 10;
  private static final int IN_CHUNK = (1 << CHUNK_BITS) - 1;

  private final int most;
  private final long mostOctets;
  private @Nullable Mail[] @Nullable [] chunks = new Mail[16][];
  private int[] counts = new int[16];
  private int count;
  private long octets;

  /**
   * @param most mails
   * @param mostOctets of their bodies
   */
  RecentMail(int most, long mostOctets) {
    this.most = most;
    this.mostOctets = mostOctets;
  }

  /** Whether there is room for one with a body of that many octets. */
  boolean hasRoom(int length) {
    return count < most && octets + length <= mostOctets;
  }

  /** Keeps the mail of a slot that has none here. */
  void keep(int slot, Mail mail) {
    int which = slot >> CHUNK_BITS;
    if (which >= chunks.length) {
      int length = Math.max(which + 1, 2 * chunks.length);
      chunks = Arrays.copyOf(chunks, length);
      counts = Arrays.copyOf(counts, length);
    }
    @Nullable Mail[] chunk = chunks[which];
    if (chunk == null) {
      chunk = new Mail[1 << CHUNK_BITS];
      chunks[which] = chunk;
    }
    chunk[slot & IN_CHUNK] = mail;
    counts[which]++;
    count++;
    octets += mail.body().length;
  }

  /** Whether the mail of that slot is here. */
  boolean has(int slot) {
    @Nullable Mail[] chunk = slot >> CHUNK_BITS < chunks.length ? chunks[slot >> CHUNK_BITS] : null;
    return chunk != null && chunk[slot & IN_CHUNK] != null;
  }

  /** Lets go of the mail of a slot; null when it is not here. */
  @Nullable Mail take(int slot) {
    int which = slot >> CHUNK_BITS;
    @Nullable Mail[] chunk = which < chunks.length ? chunks[which] : null;
    Mail mail = chunk == null ? null : chunk[slot & IN_CHUNK];
    if (chunk == null || mail == null) {
      return null;
    }
    chunk[slot & IN_CHUNK] = null;
    if (--counts[which] == 0) {
      chunks[which] = null;
    }
    count--;
    octets -= mail.body().length;
    return mail;
  }
}
