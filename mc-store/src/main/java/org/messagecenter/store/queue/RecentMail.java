package org.messagecenter.store.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Mail in line that is in memory too, as it would be pushed: what waits for credit for a moment
 * only need not be read from disk again, and what was read ahead of the credit need not be waited
 * for. So many, and so many octets, as there is room for; the rest is on disk alone. By slot, in
 * chunks that are there while something is in them.
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

  /** Whether there is room for so many with bodies of so many octets. */
  boolean hasRoom(int mails, long bodies) {
    return count + mails <= most && octets + bodies <= mostOctets;
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
