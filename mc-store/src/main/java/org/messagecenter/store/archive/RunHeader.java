package org.messagecenter.store.archive;

import java.nio.ByteBuffer;

/**
 * The first block of a run, and what follows from it; drawn in the package's description.
 *
 * @param position FINISH records before it are in this run or an older one
 * @param fields which optional fields the entries have
 * @param aliases rows of the alias section
 */
record RunHeader(
    int version,
    long journalId,
    int number,
    int entries,
    long position,
    long closedAt,
    long leastKey,
    long greatestKey,
    int fields,
    int aliases,
    int fingerprints,
    int carriers) {

  static final int VERSION = 1;
  static final int BLOCK = 4096;
  static final int CRC_AT = BLOCK - 4;

  private static final long MAGIC = 0x4D43415243480D0AL;

  // Entries.
  static final int KEY_AT = 0;
  static final int DONE_AT = 8;
  static final int ERROR_AT = 16;
  static final int TAG_AT = 20;
  static final int ENTRY_ALIAS_AT = 24;
  static final int STATE_AT = 28;
  static final int KIND_AT = 29;
  static final int FLAGS_AT = 30;
  static final int FINGERPRINT_AT = 32;
  static final int ACCEPTED_AT = 40;
  private static final int LEAST_ENTRY = 32;

  static final int ALIAS_ROW = 8;
  static final int HASH_ROW = 16;

  void encode(ByteBuffer out) {
    out.putLong(MAGIC).putInt(version).putInt(BLOCK).putLong(journalId).putInt(number);
    out.putInt(entries).putLong(position).putLong(closedAt).putLong(leastKey).putLong(greatestKey);
    out.putInt(entryBytes()).putInt(fields).putInt(aliases).putInt(fingerprints).putInt(carriers);
  }

  /** Whether a block begins like a header, of whatever version. */
  static boolean isOne(ByteBuffer block) {
    return block.getLong(0) == MAGIC && block.getInt(12) == BLOCK;
  }

  static RunHeader decode(ByteBuffer in) {
    return new RunHeader(
        in.getInt(8),
        in.getLong(16),
        in.getInt(24),
        in.getInt(28),
        in.getLong(32),
        in.getLong(40),
        in.getLong(48),
        in.getLong(56),
        in.getInt(68),
        in.getInt(72),
        in.getInt(76),
        in.getInt(80));
  }

  /** Where the carrier hash is in an entry. */
  int carrierAt() {
    return LEAST_ENTRY + ((fields & End.FINGERPRINT) == 0 ? 0 : 16);
  }

  int entryBytes() {
    return carrierAt() + ((fields & End.CARRIER) == 0 ? 0 : 8);
  }

  /** Blocks that so many rows of that length take. */
  static int blocks(int rows, int rowBytes) {
    int each = CRC_AT / rowBytes;
    return (int) (((long) rows + each - 1) / each);
  }

  int aliasBlock() {
    return 1 + blocks(entries, entryBytes());
  }

  int fingerprintBlock() {
    return aliasBlock() + blocks(aliases, ALIAS_ROW);
  }

  int carrierBlock() {
    return fingerprintBlock() + blocks(fingerprints, HASH_ROW);
  }

  /** The length of the whole file. */
  long bytes() {
    return (long) (carrierBlock() + blocks(carriers, HASH_ROW)) * BLOCK;
  }

  /** Whether the numbers can belong together. */
  boolean isSane() {
    return entries > 0
        && (fields & ~(End.FINGERPRINT | End.CARRIER)) == 0
        && isPart(aliases)
        && isPart(fingerprints)
        && isPart(carriers)
        && leastKey <= greatestKey;
  }

  private boolean isPart(int rows) {
    return rows >= 0 && rows <= entries;
  }
}
