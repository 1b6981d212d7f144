package org.messagecenter.server.route;

/** Chance that is none: numbers that look drawn, but follow from what they are drawn for. */
final class Draw {
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Draw() {}

  /** Spreads a number over all 64 bits (the finalizer of SplitMix64). */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A number for a text, the same in every process (FNV-1a). */
  static long of(String text) {
    long hash = FNV_BASIS;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** A number between 0 and 1, both excluded. */
  static double unit(long draw) {
    return ((mix(draw) >>> 11) + 0.5) * 0x1.0p-53;
  }
}
