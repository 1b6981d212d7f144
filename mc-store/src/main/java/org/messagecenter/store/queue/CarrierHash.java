package org.messagecenter.store.queue;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a carrier id is looked for in the index. The seed is drawn anew by each process, so that
 * nobody can choose ids that fall together; the hash is never stored.
 */
final class CarrierHash {

  private static final long SEED = ThreadLocalRandom.current().nextLong();

  private CarrierHash() {}

  /** Of a name and an id of these lengths, one behind the other. */
  static long of(byte[] octets, int name, int id) {
    long hash = SEED ^ ((long) name << 32 | id);
    for (int i = 0; i < name + id; i++) {
      hash = (hash ^ octets[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
