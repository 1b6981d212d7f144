package org.messagecenter.store.queue;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that ended lately, in columns of primitives. A key has one place, by its counter;
 * who ends later takes it, so that about as many are remembered as there are places. Columns are
 * made by chunks, when their first place is taken.
 */
final class Ended {

  private static final int CHUNK_BITS = 12;
  private static final int IN_CHUNK = (1 << CHUNK_BITS) - 1;

  private final Aliases aliases;
  private final int places;
  private final @Nullable Chunk[] chunks;

  private static final class Chunk {
    final long[] key = new long[1 << CHUNK_BITS];
    final long[] doneAt = new long[1 << CHUNK_BITS];
    final long[] label = new long[1 << CHUNK_BITS];
    final int[] error = new int[1 << CHUNK_BITS];
    final byte[] state = new byte[1 << CHUNK_BITS];
  }

  /**
   * @param most how many are remembered at least, if nobody else takes their places; 0 for none
   */
  Ended(Aliases aliases, int most) {
    this.aliases = aliases;
    places = most == 0 ? 0 : Integer.highestOneBit(2 * most - 1);
    chunks = new Chunk[(places + IN_CHUNK) >> CHUNK_BITS];
  }

  /**
   * The counters of messages are even, so that neighbours get neighbouring places. Epochs and
   * ordinals begin elsewhere, for their counters are the same again.
   */
  private int place(long key) {
    int counter = (int) (key >>> 9);
    int epoch = (int) (key >>> 44);
    int ordinal = (int) key & RecordLayout.ORDINAL_BITS;
    return (counter + epoch * 0x9E3779B1 + ordinal * 0x61C88647) & (places - 1);
  }

  void put(long key, int state, int error, long doneAt, int tag, int alias) {
    if (places == 0) {
      return;
    }
    int place = place(key);
    Chunk chunk = chunks[place >> CHUNK_BITS];
    if (chunk == null) {
      chunk = new Chunk();
      chunks[place >> CHUNK_BITS] = chunk;
    }
    int i = place & IN_CHUNK;
    int old = (int) chunk.label[i];
    if ((alias | old) != 0) {
      passOn(key, alias, old);
    }
    chunk.key[i] = key;
    chunk.doneAt[i] = doneAt;
    chunk.label[i] = (long) tag << 32 | (alias & 0xFFFF_FFFFL);
    chunk.error[i] = error;
    chunk.state[i] = (byte) state;
  }

  private void passOn(long key, int alias, int old) {
    if (alias != 0) {
      aliases.retain(alias, key);
    }
    if (old != 0) {
      aliases.release(old);
    }
  }

  /** How many there can be. */
  int places() {
    return places;
  }

  /** Writes for {@link EndedPart} what is remembered at a place; false when that is nothing. */
  boolean write(ByteBuffer out, int place) {
    Chunk chunk = chunks[place >> CHUNK_BITS];
    int i = place & IN_CHUNK;
    if (chunk == null || chunk.key[i] == 0) {
      return false;
    }
    out.putLong(chunk.key[i]).putLong(chunk.doneAt[i]).putInt(chunk.error[i]);
    out.putLong(chunk.label[i]).putInt(chunk.state[i]);
    return true;
  }

  /**
   * What is remembered of a key; null when there is nothing.
   *
   * @param alias its short id, or 0
   * @param messageId its id, for the answer
   */
  @Nullable EndedMessage find(long key, int alias, String messageId) {
    Chunk chunk = places == 0 ? null : chunks[place(key) >> CHUNK_BITS];
    int i = place(key) & IN_CHUNK;
    if (chunk == null || chunk.key[i] != key || (int) chunk.label[i] != alias) {
      return null;
    }
    return new EndedMessage(
        key,
        messageId,
        MessageState.of(chunk.state[i]),
        chunk.error[i],
        chunk.doneAt[i],
        (int) (chunk.label[i] >>> 32));
  }
}
