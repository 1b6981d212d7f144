package org.messagecenter.store.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A hash that is stored, and that takes the place of what was hashed: SipHash-2-4 under a key that
 * the store keeps secret, so that nobody can choose texts that fall together.
 */
final class KeyedHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long k0;
  private long k1;

  /** Has no key yet. */
  KeyedHash() {}

  /**
   * Sets the key, before the first use.
   *
   * @param key sixteen octets
   */
  void key(byte[] key) {
    k0 = (long) LONGS.get(key, 0);
    k1 = (long) LONGS.get(key, 8);
  }

  /**
   * Of a carrier's name and a message id, one behind the other from the start of {@code octets}.
   */
  long of(byte[] octets, int first, int second) {
    return of((long) first, octets, first + second);
  }

  /**
   * Of an account and a destination, one behind the other from the start of {@code octets}, and of
   * a tag.
   */
  long of(byte[] octets, int first, int second, int tag) {
    return of((long) tag << 32 | (long) second << 16 | first, octets, first + second);
  }

  /** SipHash of eight octets, the prefix, little-endian, and the first {@code length} others. */
  long of(long prefix, byte[] octets, int length) {
    Rounds state = new Rounds(k0, k1);
    state.add(prefix);
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      state.add((long) LONGS.get(octets, i));
    }
    long rest = (8L + length) << 56;
    for (int shift = 0; i < length; i++, shift += 8) {
      rest |= (octets[i] & 0xFFL) << shift;
    }
    state.add(rest);
    return state.end();
  }

  /** The four words; never leaves this class, so that no object is made of it. */
  private static final class Rounds {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    Rounds(long k0, long k1) {
      v0 = k0 ^ 0x736F6D6570736575L;
      v1 = k1 ^ 0x646F72616E646F6DL;
      v2 = k0 ^ 0x6C7967656E657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void add(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long end() {
      v2 ^= 0xFF;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
