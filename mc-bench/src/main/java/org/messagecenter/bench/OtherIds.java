package org.messagecenter.bench;

import io.netty.buffer.ByteBuf;

/**
 * Two numbers for a message_id of any form, without keeping its text.
 *
 * <p>Up to 15 octets the numbers are the octets and their count, so that different ids have
 * different numbers. A longer id, up to 65 octets, is hashed to 127 bits: among a thousand million
 * ids two would share theirs once in 10<sup>20</sup> runs.
 */
final class OtherIds {

  private static final int LONGEST_EXACT = 15;
  private static final int OCTETS_OF_LONG = 8;
  private static final long HASHED = 0x8000_0000_0000_0000L;
  private static final long MULTIPLIER_HIGH = 0x9E3779B97F4A7C15L;
  private static final long MULTIPLIER_LOW = 0xC2B2AE3D27D4EB4FL;

  private OtherIds() {}

  /** The count and the first seven octets; or half of the hash, with its first bit set. */
  static long high(ByteBuf in, int at, int length) {
    return length <= LONGEST_EXACT
        ? (long) length << 56 | octets(in, at, Math.min(length, OCTETS_OF_LONG - 1))
        : hash(in, at, length, MULTIPLIER_HIGH) | HASHED;
  }

  /** The other octets; or the other half of the hash. */
  static long low(ByteBuf in, int at, int length) {
    return length <= LONGEST_EXACT
        ? octets(in, at + OCTETS_OF_LONG - 1, Math.max(0, length - OCTETS_OF_LONG + 1))
        : hash(in, at, length, MULTIPLIER_LOW);
  }

  private static long octets(ByteBuf in, int at, int count) {
    long value = 0;
    for (int n = 0; n < count; n++) {
      value = value << 8 | in.getUnsignedByte(at + n);
    }
    return value;
  }

  private static long hash(ByteBuf in, int at, int length, long multiplier) {
    long value = length * multiplier;
    for (int n = 0; n < length; n++) {
      value = (value ^ in.getUnsignedByte(at + n)) * multiplier;
      value ^= value >>> 32;
    }
    return value;
  }
}
