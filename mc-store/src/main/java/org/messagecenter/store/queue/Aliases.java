package org.messagecenter.store.queue;

/**
 * The short ids of pending messages. Each leads to the key of its submission and counts who bears
 * it. Open addressing; messages without a short id are not in here and cost nothing.
 */
final class Aliases {

  private int[] aliases = new int[16];
  private long[] keys = new long[16];
  private int[] bearers = new int[16];
  private int size;

  /** The key of the submission's first recipient, or -1. */
  long key(int alias) {
    int i = find(alias);
    return alias != 0 && aliases[i] == alias ? keys[i] : -1;
  }

  /** One more bears it. */
  void retain(int alias, long key) {
    int i = find(alias);
    if (aliases[i] == 0) {
      if (++size * 2 > aliases.length) {
        grow();
        i = find(alias);
      }
      aliases[i] = alias;
    }
    // After billions of others an alias may be met twice while the journal is read: the younger.
    keys[i] = key & ~(long) RecordLayout.ORDINAL_BITS;
    bearers[i]++;
  }

  /** One of those who bear it does so no longer. */
  void release(int alias) {
    int hole = find(alias);
    if (--bearers[hole] > 0) {
      return;
    }
    int mask = aliases.length - 1;
    // Closes the hole: whatever may not stand behind it is moved into it.
    for (int i = (hole + 1) & mask; aliases[i] != 0; i = (i + 1) & mask) {
      if (((i - home(aliases[i])) & mask) >= ((i - hole) & mask)) {
        put(hole, aliases[i], keys[i], bearers[i]);
        hole = i;
      }
    }
    put(hole, 0, 0, 0);
    size--;
  }

  private void put(int i, int alias, long key, int count) {
    aliases[i] = alias;
    keys[i] = key;
    bearers[i] = count;
  }

  private int home(int alias) {
    int hash = alias * 0x9E3779B1;
    return (hash ^ hash >>> 15) & (aliases.length - 1);
  }

  /** Where the alias is, or where it would be put. */
  private int find(int alias) {
    int i = home(alias);
    while (aliases[i] != 0 && aliases[i] != alias) {
      i = (i + 1) & (aliases.length - 1);
    }
    return i;
  }

  private void grow() {
    int[] oldAliases = aliases;
    long[] oldKeys = keys;
    int[] oldBearers = bearers;
    aliases = new int[2 * oldAliases.length];
    keys = new long[aliases.length];
    bearers = new int[aliases.length];
    for (int i = 0; i < oldAliases.length; i++) {
      if (oldAliases[i] != 0) {
        put(find(oldAliases[i]), oldAliases[i], oldKeys[i], oldBearers[i]);
      }
    }
  }
}
