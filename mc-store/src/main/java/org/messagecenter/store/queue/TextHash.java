package org.messagecenter.store.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where an account and a destination, with a tag, are looked for in the index. The seed is drawn
 * anew by each process, so that nobody can choose texts that fall together; the hash is never
 * stored.
 */
final class TextHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = ThreadLocalRandom.current().nextLong();
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private TextHash() {}

  /**
   * Of two texts of these lengths, one behind the other from the start of {@code octets}, and a
   * number.
   */
  static long of(byte[] octets, int first, int second, int number) {
    int length = first + second;
    long hash = SEED ^ ((long) first << 32 | second);
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      hash = mix(hash ^ (long) LONGS.get(octets, i));
    }
    long rest = 0;
    for (; i < length; i++) {
      rest = rest << 8 | (octets[i] & 0xFF);
    }
    return mix(mix(hash ^ rest) ^ number);
  }

  private static long mix(long hash) {
    long product = hash * FACTOR;
    return product ^ (product >>> 29);
  }
}
